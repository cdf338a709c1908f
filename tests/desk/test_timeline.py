"""A monument's damage over time as a drawing: in the reading direction, within its frame, nothing left out."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assessments.desk.timeline import MARGIN, WIDTH, Span, draw
from tests import factories

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1990, 1, 1), TODAY)
SPANS = st.lists(
    st.builds(lambda day, days: Span(day, min(day + timedelta(days), TODAY), "x"), DAYS, st.integers(0, 4000))
)


@given(SPANS, SPANS, DAYS, st.booleans())
def test_everything_lies_within_the_frame(states: list[Span], incidents: list[Span], on: date, is_rtl: bool) -> None:
    drawing = draw(states, incidents, today=TODAY, on=on, is_rtl=is_rtl)
    if not (states or incidents):
        assert drawing is None
        return
    assert drawing
    assert (len(drawing.states), len(drawing.incidents)) == (len(states), len(incidents))
    for one in (*drawing.states, *drawing.incidents):
        assert 0 <= one.x <= one.x + one.width <= WIDTH
    assert MARGIN <= drawing.here <= WIDTH - MARGIN


def test_time_runs_along_the_reading_direction() -> None:
    early, late = Span(date(2015, 1, 1), date(2015, 6, 1), "early"), Span(date(2017, 1, 1), date(2017, 6, 1), "late")
    for is_rtl in (False, True):
        drawing = draw([early, late], [], today=TODAY, on=TODAY, is_rtl=is_rtl)
        assert drawing
        assert (drawing.states[0].x < drawing.states[1].x) is not is_rtl


def test_a_page_shows_the_state_of_the_day_asked_for(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", damage="slight", extent="p01_10")
    later = {"precision": "on", "from": "2017-03-05"}
    factories.report(world, upto="verified", by="recorder2", damage="destroyed", observed=later)
    client = Client()
    client.force_login(world.users["viewer"], "allauth.account.auth_backends.AuthenticationBackend")

    def figure(day: str) -> str:
        page = client.get(f"/monuments/{world.arch.id}", {"on": day}).content.decode()
        return page.split('<p class="figure">')[1].split("</p>")[0]

    assert "Slight" in figure("2016-12-01")
    assert "Destroyed" in figure("2017-12-01")
    assert "never assessed" in figure("2016-01-01")
    assert client.get(f"/monuments/{world.arch.id}", {"on": "yesterday"}).status_code == 422
