"""The API's contract is a committed file: a change to it is reviewed as a change to the product.

When it differs on purpose: `make openapi`, and read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from drf_spectacular.generators import SchemaGenerator

from tests.product.url_map import endpoints

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


def test_the_committed_document_is_what_the_code_says() -> None:
    generated = SchemaGenerator().get_schema(public=True)
    assert yaml.safe_load(COMMITTED.read_text()) == yaml.safe_load(yaml.safe_dump(generated))


def test_every_operation_says_what_it_is_and_answers_problems() -> None:
    for path, methods in SchemaGenerator().get_schema(public=True)["paths"].items():
        for method, operation in methods.items():
            if path.endswith("openapi.json"):
                continue
            assert operation.get("summary"), (method, path)
            assert "default" in operation["responses"], (method, path)


def test_no_two_messages_share_a_name() -> None:
    """The document names schemas by their class; two of one name would be described as one."""
    classes: dict[str, set[type]] = {}
    for _address, view in endpoints():
        for method in ("get", "post", "put", "patch", "delete"):
            spec = getattr(getattr(getattr(view, "cls", None), method, None), "spec", None)
            for one in (spec.request, spec.response, spec.query) if spec else ():
                if one is not None:
                    classes.setdefault(one.__name__, set()).add(one)
    assert len(classes) > 60
    assert [name for name, found in classes.items() if len(found) > 1] == []
