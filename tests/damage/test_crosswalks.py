"""Our grades are read in the words of other scales, and never computed from them."""

from __future__ import annotations

from types import SimpleNamespace

from assessments.damage import crosswalks
from assessments.damage.vocabulary import DAMAGE_GRADE
from tests import factories
from tests.rest import Rest


def test_every_grade_has_a_row() -> None:
    assert set(crosswalks.tables()) == set(DAMAGE_GRADE.ids)
    assert all(set(row) == set(crosswalks.SCALES) for row in crosswalks.tables().values())


def test_slight_damage_is_never_exported_as_possible() -> None:
    assert crosswalks.in_other_scales("slight")["UNOSAT"] is None


def test_what_was_never_assessed_has_no_grade_elsewhere() -> None:
    assert crosswalks.in_other_scales(None) == {}


def test_clients_read_them_beside_the_damage_state_and_in_the_vocabulary(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified")
    client = Rest.signed_in(world.users["viewer"])
    state = client.get(f"/monuments/{world.arch.id}/damage").json
    assert state["in_other_scales"] == {
        "EMS-98": "D5", "EAMENA": "Destroyed", "UNOSAT": "Destroyed", "AMAL": "Collapsed"
    }  # fmt: skip
    vocabulary = client.get("/vocabulary").json
    assert vocabulary["damage_in_other_scales"]["moderate"]["EMS-98"] == "D2"
