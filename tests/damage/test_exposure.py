"""Urgency weighs who and what is in harm's way: people inside, and an open roof before winter comes."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from assessments.damage import queries, rules
from assessments.damage.messages import FactorIn
from assessments.kit import geometry
from assessments.register.models import Monument
from tests import factories

ROOF = [("open_roof", "probable")]
PEOPLE = [("people_inside", "possible")]


def urgency(damage: str = "moderate", posting: str = "", **more: object) -> rules.Urgency:
    given = {"safety_hazards": "no", "intervention": "no", "factors": (), "month": 6} | more
    return rules.urgency(damage=damage, posting=posting, **given)  # type: ignore[arg-type]


def test_an_open_roof_is_urgent_from_one_month_before_winter() -> None:
    assert urgency(factors=ROOF, month=8).priority == "medium"
    autumn = urgency(factors=ROOF, month=9)
    assert (autumn.priority, autumn.reasons) == ("urgent", ("open_roof_before_winter",))


def test_winter_comes_half_a_year_later_in_the_south() -> None:
    assert urgency(factors=ROOF, month=9, hemisphere="south").priority == "urgent"
    assert urgency(factors=ROOF, month=11, hemisphere="south").priority == "medium"
    assert urgency(factors=ROOF, month=11).priority == "urgent"


def test_what_is_destroyed_has_no_roof_to_lose() -> None:
    assert "open_roof_before_winter" not in urgency("destroyed", factors=ROOF, month=11).reasons


def test_people_under_a_dangerous_monument_are_an_emergency() -> None:
    found = urgency(posting="unsafe", factors=PEOPLE)
    assert (found.priority, found.reasons) == ("emergency", ("posted_unsafe", "people_inside"))


def test_people_in_a_heavily_damaged_monument_are_urgent_and_in_a_sound_one_are_nothing() -> None:
    assert urgency("heavy", factors=PEOPLE).priority == "urgent"
    assert urgency("none", factors=PEOPLE).priority == "low"


def test_the_season_is_that_of_the_monument_and_of_the_day_looked_at(world: SimpleNamespace) -> None:
    factors = [FactorIn("natural", "open_roof", "probable")]
    factories.report(world, upto="verified", damage="moderate", extent="p11_30", factors=factors)

    def waits(on: date) -> bool:
        return bool(queries.urgent_reports(world.by("viewer"), world.site.id, on))

    assert (waits(date(2016, 6, 1)), waits(date(2016, 10, 1))) == (False, True)
    Monument.objects.filter(pk=world.arch.id).update(**geometry.placed(geometry.point(-70.0, -13.0)))
    assert (waits(date(2016, 6, 1)), waits(date(2016, 11, 1))) == (True, False)
