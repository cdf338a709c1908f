"""Parsing of the form of an incident with its claims."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit import parsing, typed_dates
from assessments.kit.errors import invalid_field
from assessments.register.forms.reading import needed, text
from assessments.register.messages import Claim

CLAIM = re.compile(r"^claim-(\d{1,4})_source$")
EMPTY_CLAIMS = 2
CLAIM_FIELDS = ("occurred", "source", "note")


def incident(
    data: Mapping[str, str], monuments: list[str], title_before: Mapping[str, str], language: str
) -> dict[str, Any]:
    """The fields of an incident; its title in the reader's language, others as they were."""
    title = needed(data, "title", _("Say in a few words what happened."))
    return {
        "title": {**title_before, language: title},
        "mechanism": data.get("mechanism") or "unknown",
        "intent": data.get("intent") or "unknown",
        "claims": _claims(data),
        "monuments": parsing.ids(monuments, "/monuments"),
        "note": text(data, "note"),
    }


def _claims(data: Mapping[str, str]) -> list[Claim]:
    """Dated claims, one a row, each with its source; empty rows are skipped."""
    found: list[Claim] = []
    for row in _numbers(data):
        name = f"claim-{row}"
        when, source, note = (data.get(f"{name}_{one}", "").strip() for one in CLAIM_FIELDS)
        if not (when or source or note):
            continue
        at = f"/claims/{row}"
        if not source:
            raise invalid_field(f"{at}/source", "missing", _("Every claim about an incident names who makes it."))
        stored = data.get(f"{name}_occurred_stored", "")
        occurred = typed_dates.read_unless_unchanged(when, stored, f"{at}/occurred") or {"precision": "unknown"}
        found.append(Claim(occurred=occurred, source=source, chosen=data.get("chosen") == str(row), note=note))
    return found


def _numbers(data: Mapping[str, str]) -> list[int]:
    """The numbers of the rows that the form has."""
    return sorted(int(found[1]) for name in data if (found := CLAIM.match(name)))


def claim_rows(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims under the names of the form, then empty rows to fill."""
    rows = [
        {
            "occurred": typed_dates.as_text(one["occurred"]),
            "stored": json.dumps(one["occurred"]),
            "source": one.get("source", ""),
            "note": one.get("note", ""),
            "chosen": one.get("chosen", False),
        }
        for one in claims
    ]
    return _numbered(rows + [{} for _each in range(EMPTY_CLAIMS)])


def typed_claims(data: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of claims as they were typed, to show the form again after an error."""
    return _numbered(
        [
            {one: data.get(f"claim-{row}_{one}", "") for one in CLAIM_FIELDS}
            | {"chosen": data.get("chosen") == str(row), "stored": data.get(f"claim-{row}_occurred_stored", "")}
            for row in _numbers(data)
        ]
    )


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with the pointer under which its date may be refused."""
    return [one | {"pointer": f"/claims/{number}/occurred"} for number, one in enumerate(rows)]
