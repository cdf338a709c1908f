"""What happened at a site or a monument, all kinds in one list, newest day first: incidents, visits, reports,
photographs, decisions and works. It is paged by whole days, so that no page cuts a day in two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.damage import queries as damage
from assessments.damage.models import DamageReport
from assessments.damage.rules import GRADE_NUMBER, REMOTE
from assessments.damage.vocabulary import METHOD, REPORT_STATUS
from assessments.evidence import queries as evidence
from assessments.evidence.models import Photo
from assessments.kit import parsing
from assessments.kit.actor import Actor
from assessments.kit.as_of import Viewpoint
from assessments.people.authentication import actor_of
from assessments.register import policy
from assessments.register import queries as register
from assessments.register.models import Incident, Monument, Site, Visit
from assessments.register.vocabulary import MECHANISM
from assessments.restoration import queries as restoration
from assessments.restoration.vocabulary import OUTCOME
from assessments.templatetags.zenobia import day as in_words
from assessments.templatetags.zenobia import in_language, when

MOST = 40
"""Days, incidents, visits, decisions or works that one page reads of each kind."""
MOST_A_DAY = 50
"""Reports or photographs that are counted of as many days, each, taken together."""
MOST_PICTURES = 4


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on the last day that it concerns."""

    kind: str
    day: date
    title: str
    url: str
    detail: str = ""
    grade: str = ""
    is_remote: bool = False
    pictures: Sequence[Photo] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What the events are looked for at: a site, or one of its monuments."""

    actor: Actor
    site: Site
    monument: Monument | None
    moment: Viewpoint
    before: date
    """The first day that is not looked at any more: events lie before it."""
    most: int

    @property
    def most_rows(self) -> int:
        return self.most * MOST_A_DAY

    @property
    def is_member(self) -> bool:
        return policy.is_member(self.actor, self.site.id)

    @property
    def midnight(self) -> datetime:
        """The moment at the site before which the events lie."""
        return datetime.combine(self.before, time.min, ZoneInfo(self.site.time_zone))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.site.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Found:
    """Events of one kind, newest first, none missing from the day `since` on."""

    events: list[Event]
    since: date = date.min


@dataclass(frozen=True, slots=True)
class Chronicle:
    events: list[Event] = field(default_factory=list)
    next: date | None = None
    """The day before which an earlier page goes on; None where there is nothing earlier."""

    @property
    def by_year(self) -> list[tuple[int, list[Event]]]:
        return [(year, list(events)) for year, events in groupby(self.events, key=lambda one: one.day.year)]


def of_place(
    actor: Actor, site: Site, moment: Viewpoint, *, monument: Monument | None = None, kind: str = "",
    before: date | None = None, most: int = MOST,
) -> Chronicle:  # fmt: skip
    """One page of what happened there, of all kinds or of one, as it was known at the moment looked at; it reads up to
    `most` events of each kind."""
    latest = moment.horizon + timedelta(days=1)
    place = Place(actor, site, monument, moment, min(before, latest) if before else latest, most)
    found = [SOURCES[one](place) for one in SOURCES if kind in ("", one)]
    since = max(one.since for one in found)
    events = [event for one in found for event in one.events if event.day >= since]
    events.sort(key=lambda one: one.day, reverse=True)
    return Chronicle(events, since if since > date.min else None)


def asked_for(
    request: HttpRequest, site: Site, moment: Viewpoint, *, monument: Monument | None = None
) -> dict[str, Any]:
    """The page of it that an address asks for (`?kind=report&before=2016-04-25`), for a template. Raises `Invalid`."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in SOURCES else ""
    before = parsing.day(request.GET.get("before", ""), "/before")
    found = of_place(actor_of(request), site, moment, monument=monument, kind=kind, before=before)
    return {"chronicle": found, "kind": kind, "kinds": {one: TITLES[one] for one in SOURCES}}


def _whole_days(rows: list[Any], most: int, day_of: Callable[[Any], date]) -> tuple[list[Any], date]:
    """These rows without the last day, which may go on beyond their limit, and the day from which on none is missing.
    Where all are of one day, they stand for it."""
    if len(rows) < most:
        return rows, date.min
    last = day_of(rows[-1])
    whole = [one for one in rows if day_of(one) > last]
    return (whole, last + timedelta(days=1)) if whole else (rows, last)


def _incidents(place: Place) -> Found:
    if not place.is_member:
        return Found([])
    rows = register.incidents_on(place.actor, place.site.id).filter(last_day__lt=place.before)
    if place.monument:
        rows = rows.filter(monuments=place.monument)
    if place.moment.known_at:
        rows = rows.filter(created_at__lte=place.moment.known_at)
    found, since = _whole_days(
        list(rows.order_by("-last_day", "-id")[: place.most]), place.most, lambda one: one.last_day
    )
    return Found([_incident(one) for one in found], since)


def _incident(one: Incident) -> Event:
    assert one.last_day is not None
    chosen = next((claim["occurred"] for claim in one.claims if claim.get("chosen")), None)
    words = [when(chosen)] if chosen else []
    words += [MECHANISM.label(one.mechanism), *([_("proposed")] if one.proposed else [])]
    return Event(
        "incident", one.last_day, in_language(one.title), reverse("incident", args=[one.id]), " · ".join(words)
    )


def _visits(place: Place) -> Found:
    if not place.is_member:
        return Found([])
    rows = register.visits_at(place.actor, place.site.id).filter(last_day__lt=place.before)
    if place.monument:
        rows = rows.filter(pk__in=damage.reports(place.actor, monument=place.monument.id).values("visit"))
    if place.moment.known_at:
        rows = rows.filter(created_at__lte=place.moment.known_at)
    found, since = _whole_days(
        list(rows.order_by("-last_day", "-id")[: place.most]), place.most, lambda one: one.last_day
    )
    return Found([_visit(one) for one in found], since)


def _visit(one: Visit) -> Event:
    words = [f"{in_words(one.first_day)} – {in_words(one.last_day)}"] if one.first_day < one.last_day else []
    words += [one.mandate] if one.mandate else []
    return Event("visit", one.last_day, one.title or _("Visit"), reverse("visit", args=[one.id]), " · ".join(words))


def _reports_told(place: Place) -> QuerySet[DamageReport]:
    rows = damage.reports(place.actor, site=place.site.id, monument=place.monument.id if place.monument else None)
    rows = rows.exclude(status__in=["draft", "withdrawn"]).filter(last_seen__lt=place.before)
    if place.moment.known_at:
        rows = rows.filter(submitted_at__lte=place.moment.known_at)
    return rows.order_by("-last_seen", "-id")


def _reports(place: Place) -> Found:
    """One by one at a monument; at a site a day's reports together, with the worst grade among them."""
    if place.monument:
        one_by_one, since = _whole_days(
            list(_reports_told(place).select_related("author")[: place.most]), place.most, lambda one: one.last_seen
        )
        return Found([_report(place, one) for one in one_by_one], since)
    rows = list(_reports_told(place).values_list("last_seen", "damage")[: place.most_rows])
    whole, since = _whole_days(rows, place.most_rows, lambda row: row[0])
    events = [
        _reports_of_a_day(place, day, [grade for _day, grade in ones])
        for day, ones in groupby(whole, lambda row: row[0])
    ]
    shown, cut = _whole_days(events, place.most, lambda one: one.day)
    return Found(shown, max(since, cut))


def _report(place: Place, one: DamageReport) -> Event:
    """Its state is that of today, so a past day does not tell it."""
    assert one.last_seen is not None
    words = [one.author.display_name, METHOD.label(one.method)]
    words += [REPORT_STATUS.label(one.status)] if place.moment.is_today else []
    return Event(
        "report", one.last_seen, one.reference or _("Report"), reverse("report", args=[one.id]), " · ".join(words),
        one.damage, one.method in REMOTE,
    )  # fmt: skip


def _reports_of_a_day(place: Place, day: date, grades: list[str]) -> Event:
    worst = max(grades, key=lambda one: GRADE_NUMBER.get(one, -1))
    title = ngettext("%(n)s report", "%(n)s reports", len(grades)) % {"n": len(grades)}
    words = _("the worst of them") if len(grades) > 1 else ""
    listed = f"{reverse('reports')}?site={place.site.id}&seen_from={day}&seen_to={day}"
    return Event("report", day, title, listed, words, worst)


def _photographs(place: Place) -> Found:
    """A day's photographs together, with the first of them."""
    if not place.is_member:
        return Found([])
    monument = place.monument.id if place.monument else None
    rows = evidence.gallery(place.actor, site=place.site.id, monument=monument, received_by=place.moment.known_at)
    rows = rows.filter(state="ready", shown_at__lt=place.midnight)
    taken = [
        (place.day_of(shown_at), photo) for photo, shown_at in rows.values_list("pk", "shown_at")[: place.most_rows]
    ]
    whole, since = _whole_days(taken, place.most_rows, lambda row: row[0])
    by_day = [(day, [photo for _day, photo in ones]) for day, ones in groupby(whole, lambda row: row[0])]
    shown, cut = _whole_days(by_day[: place.most], place.most, lambda row: row[0])
    # Newest first as read: the first of a day stand at its end.
    first = [photos[::-1][:MOST_PICTURES] for _day, photos in shown]
    pictures = evidence.pictures(place.actor, {one for photos in first for one in photos})
    listed = reverse("monument-photographs", args=[monument]) if monument else ""
    listed = listed or reverse("site-photographs", args=[place.site.id])
    return Found(
        [
            Event(
                "photograph", day,
                ngettext("%(n)s photograph", "%(n)s photographs", len(photos)) % {"n": len(photos)}, listed,
                pictures=[pictures[one] for one in some if one in pictures],
            )
            for (day, photos), some in zip(shown, first, strict=True)
        ],
        max(since, cut),
    )  # fmt: skip


def _decisions(place: Place) -> Found:
    rows = restoration.decisions_at(place.actor, place.site.id, place.monument.id if place.monument else None)
    rows = rows.filter(decided_at__lt=place.midnight)
    if place.moment.known_at:
        rows = rows.filter(decided_at__lte=place.moment.known_at)
    made = [(place.day_of(one.decided_at), one) for one in rows.order_by("-decided_at", "-id")[: place.most]]
    found, since = _whole_days(made, place.most, lambda row: row[0])
    return Found(
        [
            Event(
                "decision", day, f"{one.authority.label}: {OUTCOME.label(one.outcome)}",
                reverse("plan", args=[one.plan_id]), one.plan.title,
            )
            for day, one in found
        ],
        since,
    )  # fmt: skip


def _works(place: Place) -> Found:
    """Works that began or ended; of a past day those that were written down by then."""
    rows = restoration.works_at(place.actor, place.site.id, place.monument.id if place.monument else None)
    if place.moment.known_at:
        rows = rows.filter(updated_at__lte=place.moment.known_at)
    rows = rows.filter(Q(began_on__lt=place.before) | Q(ended_on__lt=place.before))
    events = []
    for one in rows.order_by("-began_on", "-id")[: place.most_rows]:
        told = Event("works", place.before, "", reverse("plan", args=[one.plan_id]), one.plan.title)
        for day, title in ((one.began_on, _("Works begun: %(title)s")), (one.ended_on, _("Works ended: %(title)s"))):
            if day and day < place.before:
                events.append(replace(told, day=day, title=title % {"title": one.title}))
    events.sort(key=lambda one: one.day, reverse=True)
    return Found(*_whole_days(events[: place.most], place.most, lambda one: one.day))


SOURCES: dict[str, Callable[[Place], Found]] = {
    "incident": _incidents, "visit": _visits, "report": _reports, "photograph": _photographs, "decision": _decisions,
    "works": _works,
}  # fmt: skip
"""By kind, in the order in which the events of one day stand."""

TITLES = {
    "incident": gettext_lazy("Incidents"), "visit": gettext_lazy("Visits"), "report": gettext_lazy("Reports"),
    "photograph": gettext_lazy("Photographs"), "decision": gettext_lazy("Decisions"), "works": gettext_lazy("Works"),
}  # fmt: skip
