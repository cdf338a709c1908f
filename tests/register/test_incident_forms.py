"""An incident holds several dated claims, each with who makes it; one is chosen and dates the damage it explains."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from assessments.damage import operations, queries
from assessments.kit import ids
from assessments.kit.errors import Problem
from assessments.register import forms
from assessments.register.messages import IncidentIn, IncidentPatch
from tests import factories

TYPED = {
    "title": "Arch blown up", "mechanism": "explosion", "intent": "deliberate", "chosen": "1",
    "claim-0_occurred": "before 20 October 2015", "claim-0_source": "Told by a guard",
    "claim-1_occurred": "1–5 October 2015", "claim-1_source": "Imagery",
    "claim-2_occurred": "", "claim-2_source": "",
}  # fmt: skip


def _typed(world: SimpleNamespace, **more: str) -> dict[str, object]:
    return forms.incident(TYPED | more, [str(world.arch.id)], {"ar": "قوس النصر"}, "en")


def test_the_chosen_claim_dates_the_incident_and_the_others_stay(world: SimpleNamespace) -> None:
    made = operations.propose_incident(
        IncidentIn(id=ids.uuid7(), site=world.site.id, **_typed(world)), by=world.by("verifier")
    )
    assert (made.first_day, made.last_day) == (date(2015, 10, 1), date(2015, 10, 5))
    assert [claim["source"] for claim in made.claims] == ["Told by a guard", "Imagery"]
    assert made.title == {"ar": "قوس النصر", "en": "Arch blown up"}


def test_a_claim_without_a_source_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(Problem, match="names who makes it"):
        _typed(world, **{"claim-1_source": ""})


def test_what_a_recorder_proposes_explains_nothing_until_it_is_accepted(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", observed={"precision": "on", "from": "2015-09-01"}, damage="slight",
                     extent="p01_10")  # fmt: skip
    by = world.by("verifier")
    made = operations.propose_incident(
        IncidentIn(id=ids.uuid7(), site=world.site.id, **_typed(world)), by=world.by("recorder")
    )
    assert made.proposed
    assert not queries.damage_state(by, world.arch, date(2016, 1, 1)).before_incident
    patch = IncidentPatch(proposed=False)
    operations.change_incident(made.id, patch, by=by, expected_version=made.version)
    assert queries.damage_state(by, world.arch, date(2016, 1, 1)).before_incident


def test_a_claim_that_nobody_touched_stays_as_it_was_written(world: SimpleNamespace) -> None:
    stored = {"precision": "before", "to": "2015-08-27", "as_written": "in the days before, they say"}
    (row, *_empty) = forms.claim_rows([{"occurred": stored, "source": "A guard"}])
    sent = {"title": "x", "claim-0_occurred": row["occurred"], "claim-0_occurred_stored": row["stored"],
            "claim-0_source": "A guard"}  # fmt: skip
    (kept,) = forms.incident(sent, [], {}, "en")["claims"]
    assert kept.occurred == stored
    (mended,) = forms.incident(sent | {"claim-0_occurred": "27 August 2015"}, [], {}, "en")["claims"]
    assert mended.occurred == {"precision": "on", "from": "2015-08-27", "as_written": "27 August 2015"}


def test_more_than_forty_claims_are_all_kept() -> None:
    sent = {f"claim-{row}_source": f"Source {row}" for row in range(60)}
    assert len(forms.incident({"title": "x", **sent}, [], {}, "en")["claims"]) == 60
