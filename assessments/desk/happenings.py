"""What happened lately on one's sites, from their history: who did what to which thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from assessments.audit.queries import Line, latest_on_sites
from assessments.audit.verbs import known
from assessments.damage import queries as damage
from assessments.kit.actor import Actor
from assessments.people.queries import with_display_names
from assessments.register import policy as register
from assessments.register.models import HazardZone, Incident
from assessments.restoration import queries as restoration
from assessments.templatetags.zenobia import in_language

MOST, LOOKED_AT = 8, 2000
TOLD = {
    "damage.report": ("submitted", "returned", "verified", "withdrawn", "retracted", "adjudicated"),
    "register.incident": ("recorded",),
    "register.hazard_zone": ("recorded",),
    "register.ground": ("closed",),
}
"""What others want to hear of."""
WORK_ON_PLANS = ("drafted", "changed", "document_added", "document_removed", "interest_declared")
"""What they need not hear of; of plans they hear everything else."""


@dataclass(frozen=True, slots=True)
class Happening:
    who: str
    line: Line
    title: str
    url: str


def lately(actor: Actor) -> list[Happening]:
    """The newest that the actor may see, among the last entries of their sites."""
    standing = register.standing(actor)
    if not (standing.sees_all or standing.site_ids):
        return []
    sites, verbs = None if standing.sees_all else standing.site_ids, [one for one in known() if _is_told(one)]
    told = latest_on_sites(sites, verbs, most=2 * MOST, among=LOOKED_AT)
    titles = _titles(actor, told)
    seen = [one for one in told if (one.kind, one.subject_id) in titles][:MOST]
    seen.sort(key=lambda one: one.occurred_at, reverse=True)
    return [Happening(who, line, *titles[line.kind, line.subject_id]) for who, line in with_display_names(seen)]


def _is_told(verb: str) -> bool:
    of, what = verb.rsplit(".", 1)
    return what not in WORK_ON_PLANS if of == "restoration.plan" else what in TOLD.get(of, ())


def _titles(actor: Actor, lines: Iterable[Line]) -> dict[tuple[str, UUID], tuple[str, str]]:
    """What is written of each thing that the actor may see, and its address."""
    ids: dict[str, set[UUID]] = {}
    for one in lines:
        ids.setdefault(one.kind, set()).add(one.subject_id)
    found: dict[tuple[str, UUID], tuple[str, str]] = {}
    if "report" in ids:
        for report in damage.reports(actor).filter(pk__in=ids["report"]).select_related("monument"):
            title = f"{report.monument.label} {report.reference or ''}".strip()
            found["report", report.id] = title, reverse("report", args=[report.id])
    if "plan" in ids:
        for plan in restoration.plans(actor).filter(pk__in=ids["plan"]):
            found["plan", plan.id] = plan.title, reverse("plan", args=[plan.id])
    if "incident" in ids:
        for incident in Incident.objects.filter(register.member_rows(actor, "site_id"), pk__in=ids["incident"]):
            found["incident", incident.id] = in_language(incident.title), reverse("incident", args=[incident.id])
    if "hazard_zone" in ids:
        zones = HazardZone.objects.filter(register.member_rows(actor, "site_id"), pk__in=ids["hazard_zone"])
        for zone in zones.select_related("site"):
            found["hazard_zone", zone.id] = zone.label_text or zone.site.label, reverse("zone", args=[zone.id])
    return found
