"""A form that was filled in on an older version saves over the newer one on purpose only, however often it is sent."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import operations as damage
from assessments.kit import ids
from assessments.register import operations
from assessments.register.messages import Claim, IncidentIn, VisitIn
from assessments.register.models import Incident, Visit
from tests import factories
from tests.browser_form import form_values
from tests.product.url_map import signed_in


def _visit(world: SimpleNamespace, **more: Any) -> Visit:
    message = VisitIn(
        id=ids.uuid7(), site=world.site.id, first_day=date(2016, 4, 24), last_day=date(2016, 4, 25), **more
    )
    return operations.create_visit(message, by=world.by("recorder"))


def _incident(world: SimpleNamespace) -> Incident:
    claim = Claim(occurred={"precision": "on", "from": "2015-10-04"}, source="Imagery", chosen=True)
    message = IncidentIn(id=ids.uuid7(), site=world.site.id, title={"en": "Blast"}, claims=[claim])
    return damage.propose_incident(message, by=world.by("verifier"))


@pytest.mark.parametrize("kind", ["visits", "incidents", "documents"])
def test_a_second_press_does_not_overwrite(world: SimpleNamespace, kind: str) -> None:
    row, field, address = {
        "visits": lambda: (_visit(world), "caveat", ""),
        "incidents": lambda: (_incident(world), "note", ""),
        "documents": lambda: (factories.document(world), "caption", "/describe"),
    }[kind]()
    page = f"/{kind}/{row.id}"
    client = signed_in(world, "verifier")
    shown = client.get(f"{page}?better=1").content.decode()
    mine = form_values(shown) | {field: "Mine"}
    type(row)._default_manager.filter(pk=row.pk).update(version=2, **{field: "Theirs"})
    for _press in range(2):
        answer = client.post(page + address, mine)
        assert answer.status_code == 412
        again = answer.content.decode()
        assert "Mine" in again
        assert 'name="overwrite" value="2"' in again
        assert 'name="version" value="1"' in again
    row.refresh_from_db()
    assert getattr(row, field) == "Theirs"
    assert client.post(page + address, mine | {"overwrite": "2"}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Mine"


def test_a_method_in_a_clients_own_words_survives_the_page(world: SimpleNamespace) -> None:
    visit = _visit(world)
    Visit.objects.filter(pk=visit.pk).update(method="drone_and_kite")
    client = signed_in(world, "recorder")
    form = form_values(client.get(f"/visits/{visit.id}").content.decode())
    assert form["method"] == "drone_and_kite"
