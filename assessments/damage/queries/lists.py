"""Lists of reports: of a monument, to verify, returned, everything filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from assessments.damage import policy, rules, vocabulary
from assessments.damage.models import (
    Adjudication,
    DamageReport,
    Factor,
    Finding,
    ReportPhoto,
    ReportSnapshot,
    ReviewClaim,
    ReviewNote,
)
from assessments.damage.queries.documents import with_lists
from assessments.damage.queries.state import as_verified_reports, ever_verified
from assessments.evidence.models import Photo
from assessments.evidence.policy import visible_photos
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.names import folded
from assessments.kit.resources import get_visible
from assessments.kit.vocabulary import Vocabulary
from assessments.people.models import User
from assessments.register import policy as register
from assessments.register.models import ConditionInterval, Monument, Site
from assessments.register.roles import May

MAX_NAME_MATCHES = 1000
PLACES = {
    "site": "site_id", "monument": "monument_id", "visit": "visit_id", "author": "author_id", "incident": "incident_id",
}  # fmt: skip
TERM_FILTERS: dict[str, tuple[str, Vocabulary]] = {
    "status": ("status", vocabulary.REPORT_STATUS),
    "damage": ("damage", vocabulary.DAMAGE_GRADE),
    "method": ("method", vocabulary.METHOD),
    "priority": ("priority_in_force", vocabulary.PRIORITY),
    "stage": ("stage", vocabulary.STAGE),
    "scope": ("scope", vocabulary.SCOPE),
    "certainty": ("certainty", vocabulary.CERTAINTY),
    "cause": ("", vocabulary.CAUSE),
    "effect": ("", vocabulary.EFFECT),
    "factor": ("", vocabulary.FACTOR_TYPE),
}
"""By the name of a filter its column and vocabulary; those without a column are looked for in the report's lists."""

PHOTOGRAPHS = {"": None, "with": True, "without": False}
"""What readers may ask for, as `with_photographs`."""


def reports(
    actor: Actor,
    *,
    terms: Mapping[str, str] = MappingProxyType({}),
    seen_from: date | None = None,
    seen_to: date | None = None,
    hazards: bool = False,
    disputed: bool = False,
    with_photographs: bool | None = None,
    monument_name: str = "",
    **places: UUID | None,
) -> QuerySet[DamageReport]:
    """Reports that the actor may see, filtered. `terms` are vocabulary terms by the names in `TERM_FILTERS`; `disputed`
    keeps those of monuments whose state is disputed now. Raises `Invalid` for unknown terms."""
    rows = policy.visible_reports(actor)
    rows = rows.filter(**{PLACES[place]: id_ for place, id_ in places.items() if id_})
    for name, value in terms.items():
        if value:
            rows = rows.filter(_term_filter(name, value))
    if seen_from:
        rows = rows.filter(last_seen__gte=seen_from)
    if seen_to:
        rows = rows.filter(last_seen__lte=seen_to)
    if hazards:
        rows = rows.filter(safety_hazards="yes")
    if disputed:
        rows = rows.filter(_of_disputed_monuments())
    if with_photographs is not None:
        has_any = Q(Exists(ReportPhoto.objects.filter(report=OuterRef("pk"))))
        rows = rows.filter(has_any if with_photographs else ~has_any)
    if monument_name:
        rows = rows.filter(monument__in=_monuments_named(actor, monument_name))
    return rows


def _of_disputed_monuments() -> Exists:
    now = ConditionInterval.objects.filter(during__upper_inf=True, is_disputed=True)
    return Exists(now.filter(monument=OuterRef("monument")))


def _monuments_named(actor: Actor, name: str) -> list[UUID]:
    named = Monument.objects.filter(register.member_rows(actor, "site_id"), search_text__contains=folded(name))
    return list(named.values_list("pk", flat=True)[:MAX_NAME_MATCHES])


def _term_filter(name: str, value: str) -> Q:
    """A column of the report, or a finding with this cause or effect, or this factor. Raises `Invalid`."""
    column, known = TERM_FILTERS[name]
    known.require(value, f"/{name}")
    if column:
        return Q(**{column: value})
    if name == "factor":
        return Q(Exists(Factor.objects.filter(report=OuterRef("pk"), type=value)))
    return Q(Exists(Finding.objects.filter(report=OuterRef("pk"), **{f"{name}s__contains": [{name: value}]})))


def report(actor: Actor, id: UUID | str) -> DamageReport:
    """One report with its related rows prefetched."""
    rows = policy.visible_reports(actor).select_related(
        "monument", "site", "visit", "author", "entered_by", "verified_by", "incident", "supersedes"
    )
    return get_visible(with_lists(rows).prefetch_related("findings__part", "factors__assessor"), id)


def reports_of(actor: Actor, monument_id: UUID) -> list[DamageReport]:
    """All reports on a monument, newest seen first."""
    rows = policy.visible_reports(actor).filter(monument_id=monument_id).exclude(status="draft")
    return list(rows.select_related("author").order_by("-last_seen", "-id")[:200])


def first_seen_on(actor: Actor, site_ids: Sequence[UUID]) -> date | None:
    """The earliest day on which a report that the actor may see was seen, on some sites: one step of an index each."""
    seen = (
        policy.visible_reports(actor).filter(site=OuterRef("pk"), last_seen__isnull=False).order_by("last_seen", "id")
    )
    rows = Site.objects.filter(pk__in=site_ids).annotate(day=Subquery(seen.values("last_seen")[:1]))
    return min((day for day in rows.values_list("day", flat=True) if day), default=None)


def reports_numbered(actor: Actor, number: str, *, most: int) -> list[DamageReport]:
    """Reports whose reference, or whose number on the photo board, begins like this; newest first."""
    known = Q(reference__startswith=number.upper()) | Q(field_number__startswith=number)
    rows = policy.visible_reports(actor).filter(known).select_related("monument", "site", "author")
    return list(rows.order_by("-last_seen", "id")[:most])


def last_reported(actor: Actor, *, most: int) -> list[UUID]:
    """The monuments on which this person worked last, newest first, of their last fifty reports."""
    rows = DamageReport.objects.filter(author_id=actor.user_id, monument__merged_into__isnull=True)
    return list(dict.fromkeys(rows.order_by("-id").values_list("monument_id", flat=True)[:50]))[:most]


def reports_awaiting(actor: Actor) -> QuerySet[DamageReport]:
    """Reports this verifier may review: submitted on their sites, not their own, oldest first."""
    rows = DamageReport.objects.filter(register.rows_where(actor, May.VERIFY, "site_id"), status="submitted")
    own = str(actor.user_id)
    rows = rows.exclude(author_id=actor.user_id).exclude(entered_by_id=actor.user_id)
    rows = rows.exclude(observers__contains=[own]).exclude(visit__members__user_id=actor.user_id)
    return rows.select_related("monument", "site", "author", "visit", "claim__claimed_by").order_by(
        "submitted_at", "id"
    )


def current_reviewer(report: DamageReport, actor: Actor) -> User | None:
    """Who else is reading a waiting report at this moment."""
    held = ReviewClaim.objects.filter(pk=report.pk, until__gt=clock.recorded_now()).exclude(claimed_by_id=actor.user_id)
    found = held.select_related("claimed_by").first()
    return found.claimed_by if found else None


def returned_to(actor: Actor) -> QuerySet[DamageReport]:
    rows = DamageReport.objects.filter(author_id=actor.user_id, status="returned")
    return rows.select_related("monument", "site").order_by("updated_at", "id")


def last_verified(report: DamageReport) -> DamageReport | None:
    """The verified report on the same monument that this one follows."""
    rows = DamageReport.objects.filter(monument_id=report.monument_id, status="verified").exclude(pk=report.pk)
    if report.last_seen:
        rows = rows.filter(last_seen__lte=report.last_seen)
    return with_lists(rows).order_by("-last_seen", "-verified_at").first()


def names_of_parts(report: DamageReport) -> list[str]:
    """What was seen, in words: the names of parts on the register, and words for others."""
    parts = {str(one.id): one.label for one in report.monument.parts.all()} if report.seen else {}
    return [parts.get(one, one) for one in report.seen]


def compared_report(actor: Actor, report: DamageReport) -> DamageReport | None:
    """The report that the reference state names, if the actor may see it."""
    id_ = report.reference_state.get("report")
    return policy.visible_reports(actor).filter(pk=id_).first() if id_ else None


def photographs_of(report: DamageReport, actor: Actor) -> list[Photo]:
    """The photographs of a report that the actor may see, in its order."""
    ids = [link.photo_id for link in report.photo_links.all()]
    rows = {
        one.id: one
        for one in visible_photos(actor).filter(pk__in=ids).select_related("monument").prefetch_related("derivatives")
    }
    return [rows[one] for one in dict.fromkeys(ids) if one in rows]


def review_notes(report: DamageReport) -> list[ReviewNote]:
    return list(ReviewNote.objects.filter(report=report).select_related("written_by"))


def revisions_of(report: DamageReport) -> list[ReportSnapshot]:
    rows = list(ReportSnapshot.objects.filter(report=report).order_by("number"))
    for one in rows:
        one.report = report  # already loaded: its author decides who reads what
    return rows


def revision_of(report: DamageReport, number: int) -> ReportSnapshot:
    """One submission. Raises `NotFound`."""
    found = next((one for one in revisions_of(report) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def outside_released_ground(actor: Actor, site_id: UUID) -> list[DamageReport]:
    """Reports made on ground that nobody had released, newest first: for safety officers to talk about."""
    rows = DamageReport.objects.filter(register.rows_where(actor, May.KEEP_SAFETY, "site_id"), site_id=site_id)
    rows = rows.filter(outside_released_area=True).exclude(status__in=("draft", "withdrawn"))
    return list(rows.select_related("monument", "author").order_by("-last_seen", "-id")[:30])


def verified_on(monument_id: UUID) -> list[DamageReport]:
    """Verified reports on the whole of a monument."""
    return list(DamageReport.objects.filter(monument_id=monument_id, status="verified", scope="whole"))


def disagreeing_with(report: DamageReport) -> list[DamageReport]:
    """Verified reports of the same monument that come to another grade for about the same days, unsettled."""
    if report.status != "verified":
        return []
    rows = {one.id: one for one in ever_verified([report.monument_id]).select_related("author")}
    seen = {one.id: one for one in rules.counted(as_verified_reports(rows.values()), None)}
    mine = seen.get(report.id)
    return [rows[one.id] for one in seen.values() if mine and rules.disagree(mine, one)]


def adjudications_of(report: DamageReport) -> list[Adjudication]:
    """Written adjudications that this report won or lost, oldest first."""
    rows = Adjudication.objects.filter(Q(stands=report) | Q(against=report))
    return list(rows.select_related("stands", "against", "written_by").order_by("written_at", "id"))
