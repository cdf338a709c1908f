"""The state of a site as one drawing: a bar of its monuments by grade and, for its members, its course over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from assessments.damage import queries as damage
from assessments.desk import timeline
from assessments.kit import as_of
from assessments.people.authentication import actor_of
from assessments.register.models import Site

WIDTH = 480


@dataclass(frozen=True, slots=True)
class Segment:
    """A number of monuments in one grade; `grade` is empty for what was not assessed."""

    x: float
    width: float
    grade: str
    count: int

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class SiteCard:
    site: Site
    summary: damage.Summary
    bar: list[Segment]
    course: timeline.Stacked | None
    since: date | None
    width: int = WIDTH


def largest(request: HttpRequest, sites: Iterable[Site], *, most: int) -> list[SiteCard]:
    """The cards of those of these sites that have the most monuments on their list, largest first."""
    drawn = [site_card(request, one) for one in sites]
    return sorted(drawn, key=lambda one: -one.summary.on_list)[:most]


def site_card(request: HttpRequest, site: Site) -> SiteCard:
    """As of the day that the reader looks at. The course is drawn as known now, so not on a past day."""
    actor, moment = actor_of(request), as_of.chosen(request, site.time_zone)
    figures = damage.summary(actor, site, moment.on, moment.known_at)
    is_drawn = moment.is_today and figures.on_list <= damage.MAX_MONUMENTS_DRAWN
    steps = damage.grade_history(actor, site, moment.on) if is_drawn else []
    is_rtl = get_language_bidi()
    course = timeline.stacked(steps, figures.on_list, until=moment.on, is_rtl=is_rtl) if len(steps) > 1 else None
    return SiteCard(site, figures, bar(figures, is_rtl=is_rtl), course, steps[0].since if steps else None)


def bar(figures: damage.Summary, *, is_rtl: bool = False) -> list[Segment]:
    """From no damage to destroyed along the reading direction, what was not assessed last; each as wide as its share of
    the list."""
    counted = [*figures.by_grade.items(), ("", figures.not_assessed)]
    segments, x = [], 0.0
    for grade, count in counted:
        if count > 0:
            width = WIDTH * count / figures.on_list
            segments.append(Segment(round(WIDTH - x - width if is_rtl else x, 1), round(width, 1), grade, count))
            x += width
    return segments
