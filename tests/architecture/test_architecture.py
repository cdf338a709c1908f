"""Architecture rules as tests, since a rule that nothing checks is soon broken."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.audit.verbs import known

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "assessments"
SOURCES = [one for one in APP.rglob("*.py") if "migrations" not in one.parts]


def test_every_history_verb_has_a_description() -> None:
    used = set()
    for file in SOURCES:
        if file.name != "verbs.py":
            used |= set(
                re.findall(r'"((?:audit|people|register|evidence|damage|restoration)\.\w+\.\w+)"', file.read_text())
            )
    assert used - known() == set()


@pytest.mark.parametrize("layer", ["operations", "queries", "policy"])
def test_operations_queries_and_policy_import_no_http(layer: str) -> None:
    for file in SOURCES:
        if layer in file.parts or file.stem == layer:
            for node in ast.walk(ast.parse(file.read_text())):
                names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not [one for one in names if one.startswith(("django.http", "rest_framework"))], file


def test_states_move_in_one_place() -> None:
    """Only `advance` writes a state; no other code assigns to `status` or `state`."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in ("status", "state"):
                pytest.fail(f"{file}:{node.lineno} writes a state")


def test_every_module_has_a_docstring() -> None:
    for file in SOURCES:
        if file.read_text().strip():
            assert ast.get_docstring(ast.parse(file.read_text())), file


def test_no_package_is_called_utils_or_helpers() -> None:
    banned = {"utils", "helpers", "common", "misc", "core", "manager", "handlers"}
    assert not [one for one in SOURCES if one.stem in banned or banned & set(one.parts[len(APP.parts) :])]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("kit/clock.py", "import assessments.people.models"),
        ("evidence/queries/pictures.py", "import assessments.damage.queries"),
        ("damage/policy.py", "import assessments.damage.operations"),
        ("damage/rules.py", "import django.db"),
        ("sync/queries/pulling.py", "import assessments.damage.models"),
        ("people/queries.py", "import heritage.settings"),
        ("../heritage_field/line.py", "import assessments.kit.clock"),
        ("damage/operations/review.py", "import rest_framework.views"),
    ],
)
def test_the_check_fails_on_a_deliberate_violation(tmp_path: Path, file: str, line: str) -> None:
    """`make check` really enforces each contract: a copy of the tree with one wrong import fails."""
    for folder in ("assessments", "heritage", "heritage_field"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "assessments" / file
    target.write_text(target.read_text() + f"\n{line}\n")
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


def test_translations_are_complete() -> None:
    """French and Arabic say everything that English says, placeholders and all."""
    from babel.messages.pofile import read_po

    for language in ("fr", "ar"):
        path = APP / "locale" / language / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            catalogue = read_po(file)
        missing = [one.id for one in catalogue if one.id and not (all(one.string) if one.pluralizable else one.string)]
        assert missing == [], language
        assert not [one.id for one in catalogue if one.id and one.fuzzy], language
