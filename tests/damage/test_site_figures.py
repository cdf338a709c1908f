"""A site's figures never come without their denominator: by number, by area, by attribute, and over time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from assessments.damage import queries
from assessments.kit import clock
from assessments.register.models import Incident, Monument, Site
from tests import factories

AXIS = [{"code": "axis", "text": {"en": "Axis"}}, {"code": "tombs", "text": {"en": "Tombs"}}]


def figures(world: SimpleNamespace, on: date | None = None) -> queries.Summary:
    return queries.summary(world.by("viewer"), Site.objects.get(pk=world.site.id), on)


def test_by_area_counts_only_what_has_an_area_and_says_how_many_that_is(world: SimpleNamespace) -> None:
    theatre = factories.monument(world.site, "Theatre", area_m2=Decimal(3000))
    factories.monument(world.site, "Agora", area_m2=Decimal(4000))
    factories.report(world, upto="verified")
    factories.report(world, upto="verified", monument_id=theatre.id, damage="slight", extent="p01_10")
    area = figures(world).by_area
    assert area is not None
    assert (area.with_area, area.on_list) == (2, 3)
    assert (area.assessed_m2, area.total_m2) == (Decimal(3000), Decimal(7000))
    assert area.by_grade["slight"] == Decimal(3000)


def test_without_any_area_on_file_nothing_is_said_by_area(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified")
    assert figures(world).by_area is None


def test_by_attribute_counts_the_monuments_that_convey_it(world: SimpleNamespace) -> None:
    Site.objects.filter(pk=world.site.id).update(attributes=AXIS)
    Monument.objects.filter(pk=world.arch.id).update(conveys=["axis"])
    factories.monument(world.site, "Colonnade", conveys=["axis"])
    factories.report(world, upto="verified")
    axis, tombs = figures(world).attributes
    assert (axis.on_list, axis.assessed, axis.damaged, axis.not_assessed) == (2, 1, 1, 1)
    assert (tombs.on_list, tombs.assessed, tombs.damaged) == (0, 0, 0)


def test_the_course_over_time_adds_up_to_the_figures_of_each_day(world: SimpleNamespace) -> None:
    theatre = factories.monument(world.site, "Theatre")
    for at, day, grade, extent in (
        (world.arch, "2015-10-10", "slight", "p01_10"),
        (theatre, "2016-01-05", "none", "none_visible"),
        (world.arch, "2016-04-25", "destroyed", "p91_100"),
    ):
        factories.report(world, upto="verified", monument_id=at.id, damage=grade, extent=extent,
                         observed={"precision": "on", "from": day})  # fmt: skip
    steps = queries.grade_history(world.by("viewer"), world.site, clock.today())
    assert [one.since.isoformat() for one in steps] == ["2015-10-10", "2016-01-05", "2016-04-25"]
    for step in steps:
        assert step.by_grade == figures(world, step.since).by_grade
    assert steps[-1].by_grade["destroyed"] == 1
    assert queries.grade_history(world.by("outsider"), world.site, clock.today()) == []


def test_a_long_history_is_shortened_to_few_steps_and_keeps_its_end(world: SimpleNamespace) -> None:
    for day in range(45):
        seen = date(2015, 1, 1) + timedelta(days=day)
        grade, extent = ("slight", "p01_10") if day % 2 else ("moderate", "p11_30")
        factories.report(world, upto="verified", damage=grade, extent=extent,
                         observed={"precision": "on", "from": seen.isoformat()})  # fmt: skip
    steps = queries.grade_history(world.by("viewer"), world.site, clock.today())
    assert 10 < len(steps) <= 30
    assert steps[-1].since == date(2015, 2, 14)


def test_counted_by_the_database_and_worked_out_from_reports_are_the_same(world: SimpleNamespace) -> None:
    """As known now by SQL, as known at this moment in Python: every figure agrees."""
    Site.objects.filter(pk=world.site.id).update(attributes=AXIS)
    group = factories.monument(world.site, "Towers", category="necropolis")
    tombs = [
        factories.monument(world.site, f"Tomb {n}", parent=group, area_m2=Decimal(40 + n), conveys=["tombs"])
        for n in range(3)
    ]
    factories.monument(world.site, "Proposed", provisional=True)
    factories.report(world, upto="verified", damage="slight", extent="p01_10")
    factories.report(world, upto="verified", monument_id=tombs[0].id)
    factories.report(world, upto="verified", monument_id=tombs[1].id, method="satellite", damage="heavy",
                     extent="unknown", observed={"precision": "on", "from": "2016-04-20"})  # fmt: skip
    factories.report(world, upto="verified", monument_id=tombs[1].id, by="recorder2", damage="slight",
                     extent="p01_10", observed={"precision": "on", "from": "2016-04-02"})  # fmt: skip
    struck = Incident.objects.create(site=world.site, first_day=date(2016, 5, 1), last_day=date(2016, 5, 2))
    struck.monuments.add(world.arch)
    now = clock.recorded_now()
    for day in (date(2016, 4, 10), date(2016, 4, 22), date(2016, 5, 3), clock.today()):
        site = Site.objects.get(pk=world.site.id)
        by = world.by("viewer")
        assert queries.summary(by, site, day) == queries.summary(by, site, day, now), day
