"""Read queries of the review: who holds a plan, what changed under it, what its next gate needs, who may decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.damage.models import DamageReport
from assessments.damage.vocabulary import DAMAGE_GRADE
from assessments.evidence.models import Photo
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of
from assessments.kit.names import reader_language
from assessments.kit.resources import get_visible
from assessments.register import ground, queries
from assessments.register import policy as register
from assessments.register.models import Authority, Block, Incident, Location, Site
from assessments.register.roles import May
from assessments.restoration import gates, moves, policy, vocabulary
from assessments.restoration.models import (
    Decision,
    Deputation,
    Dossier,
    EnteredDecision,
    FundingSource,
    Plan,
    PlanDocument,
    StandingRequest,
    Stipulation,
)
from assessments.restoration.queries.plans import estimate, packages_of, verified_reports
from assessments.restoration.workflow import PLAN


@dataclass(frozen=True, slots=True)
class Change:
    """Something under a plan that changed since its dossier was frozen: what, since when, and its page."""

    code: str
    at: datetime
    label: str
    kind: str = ""
    id: UUID | None = None


def seen_changes(changes: Sequence[Change]) -> str:
    """A digest of changes, so that somebody who confirms says which ones they read, in whatever language."""
    return digest_of([[one.code, str(one.id)] for one in changes]).hex()


def frozen_at(plan: Plan) -> datetime | None:
    return Dossier.objects.filter(plan=plan, sha256=plan.dossier_sha256).values_list("frozen_at", flat=True).first()


def basis_changes(plan: Plan) -> list[Change]:
    """What changed under a plan since its dossier was frozen, or since somebody confirmed that it still stands: an
    incident, a worse report, a report taken back, a document withdrawn, ground that is no longer released."""
    frozen = frozen_at(plan)
    if frozen is None:
        return []
    since = max(frozen, plan.basis_confirmed_at) if plan.basis_confirmed_at else frozen
    monuments = plan.monuments.all()
    found = [
        Change("incident", one.created_at, _in_language(one.title), "incident", one.id)
        for one in Incident.objects.filter(monuments__in=monuments, created_at__gt=since).distinct()
    ]
    reports = DamageReport.objects.filter(monument__in=monuments)
    found += [
        Change("worse_report", one.verified_at, one.reference or "", "report", one.id)
        for one in _worse(list(reports.filter(status="verified", verified_at__gt=since)), frozen)
        if one.verified_at
    ]
    found += [
        Change("retracted_report", one.retracted_at, one.reference or "", "report", one.id)
        for one in reports.filter(retracted_at__gt=since, verified_at__lte=frozen)
        if one.retracted_at
    ]
    found += [
        Change(
            "document_withdrawn", one.document.withdrawn_at, vocabulary.DOSSIER_DOCUMENT.label(one.purpose), id=one.id
        )
        for one in plan.dossier_documents.select_related("document").filter(document__withdrawn_at__gt=since)
        if one.document.withdrawn_at
    ]
    found += _ground_lost(plan, since)
    return sorted(found, key=lambda one: one.at)


def _in_language(texts: dict[str, str]) -> str:
    """The text in the reader's language, else in English, else in any."""
    return texts.get(reader_language()) or texts.get("en") or next(iter(texts.values()), "")


def _ground_lost(plan: Plan, since: datetime) -> list[Change]:
    """Monuments whose ground was released then, and is not today."""
    monuments = list(plan.monuments.all())
    then = ground.access_to(
        plan.site, monuments, clock.day_of(since, plan.site.time_zone), on_site=ground.ground_of(plan.site, since)
    )
    now = ground.access_to(plan.site, monuments, plan.site.today)
    return [
        Change("ground_lapsed", clock.now(), queries.display_label(before.monument), "monument", before.monument.id)
        for before, after in zip(then, now, strict=True)
        if before.answer.is_released
        and not after.answer.is_released
        and not ground.is_elsewhere(after.monument, plan.site.today)
    ]


def _worse(newer: Sequence[DamageReport], frozen: datetime) -> Iterable[DamageReport]:
    """Reports that say worse of a monument than the last one verified before the dossier was frozen."""
    rows = DamageReport.objects.filter(
        Q(status__in=["verified", "superseded"]),
        monument__in={one.monument_id for one in newer},
        verified_at__lte=frozen,
    )
    before = dict(rows.order_by("last_seen", "verified_at").values_list("monument_id", "damage"))
    rank = {one.id: number for number, one in enumerate(DAMAGE_GRADE) if one.id != "not_assessable"}
    return [
        one for one in newer
        if one.damage in rank and rank[one.damage] > rank.get(before.get(one.monument_id, ""), -1)
    ]  # fmt: skip


def released_everywhere(plan: Plan, day: date) -> bool:
    """Whether the ground of every monument of a plan is released on a day. What was taken to a workshop or museum
    elsewhere does not stand on it."""
    monuments = list(plan.monuments.all())
    return all(
        one.answer.is_released or ground.is_elsewhere(one.monument, day)
        for one in ground.access_to(plan.site, monuments, day)
    )


def standing_requests(plan: Plan) -> list[StandingRequest]:
    """The requests that restrict a plan: standing today, and on its track."""
    today = plan.site.today
    rows = StandingRequest.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), site=plan.site_id, since__lte=today
    ).select_related("authority")
    return [one for one in rows if plan.track in one.tracks]


def requests_of(site_id: UUID) -> list[StandingRequest]:
    return list(StandingRequest.objects.filter(site=site_id).select_related("authority"))


def requests_with_plans(actor: Actor, site_id: UUID) -> list[tuple[StandingRequest, list[tuple[Plan, str]]]]:
    """The requests of a site, each with the plans that answer it and what they answer."""
    plans = list(policy.visible_plans(actor).filter(site=site_id).exclude(request_answers={}).order_by("id"))
    return [
        (one, [(plan, plan.request_answers[str(one.id)]) for plan in plans if str(one.id) in plan.request_answers])
        for one in requests_of(site_id)
    ]


def standing_request(actor: Actor, id: UUID) -> StandingRequest:
    rows = StandingRequest.objects.filter(register.member_rows(actor, "site_id")).select_related("site", "authority")
    found: StandingRequest = get_visible(rows, id)
    return found


def unanswered(plan: Plan, requests: Iterable[StandingRequest]) -> list[StandingRequest]:
    return [one for one in requests if not str(plan.request_answers.get(str(one.id), "")).strip()]


def standing_requests_for(actor: Actor, *, site: UUID | None = None) -> QuerySet[StandingRequest]:
    rows = StandingRequest.objects.filter(register.member_rows(actor, "site_id"))
    return rows.filter(site=site) if site else rows


def plan_document(actor: Actor, id: UUID) -> PlanDocument:
    rows = PlanDocument.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan__site", "document")
    found: PlanDocument = get_visible(rows, id)
    return found


def deputations(actor: Actor) -> list[Deputation]:
    """Who acts for whom on the actor's sites, today or later, newest first."""
    rows = Deputation.objects.filter(register.member_rows(actor, "site_id"), ended_at__isnull=True)
    return list(rows.select_related("site", "principal", "deputy")[:200])


def stipulations_of(plan: Plan) -> list[Stipulation]:
    return list(
        Stipulation.objects.filter(plan=plan).select_related("decision__authority", "answer_document").order_by(
            "decision__decided_at", "number"
        )
    )  # fmt: skip


def stipulation(actor: Actor, id: UUID) -> Stipulation:
    rows = Stipulation.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan__site", "decision")
    found: Stipulation = get_visible(rows, id)
    return found


def funding_source(actor: Actor, id: UUID) -> FundingSource:
    rows = FundingSource.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan__site")
    found: FundingSource = get_visible(rows, id)
    return found


@dataclass(frozen=True, slots=True)
class Funding:
    """Money for a plan by stage, and what the works are expected to cost beside it."""

    sources: list[FundingSource]
    by_stage: dict[str, Decimal]
    expected: Decimal

    @property
    def secured(self) -> Decimal:
        """Committed and received: what a permit may count on."""
        return self.by_stage.get("committed", Decimal(0)) + self.by_stage.get("received", Decimal(0))

    @property
    def share(self) -> Decimal:
        return self.secured / self.expected if self.expected else Decimal(0)


def funding_of(plan: Plan, expected: Decimal) -> Funding:
    sources = list(plan.funding.all())
    by_stage: dict[str, Decimal] = {}
    for one in sources:
        by_stage[one.stage] = by_stage.get(one.stage, Decimal(0)) + one.amount
    return Funding(sources, by_stage, expected)


def is_on_the_list(site: Site) -> bool:
    """Whether a site is a World Heritage property, or a component of one."""
    return bool(site.world_heritage_id or (site.parent and site.parent.world_heritage_id))


def facts(plan: Plan) -> gates.Facts:
    """What the gates judge, of one plan as it stands now."""
    monuments = [one.pk for one in plan.monuments.all()]
    packages = packages_of(plan)
    stipulations = stipulations_of(plan)
    today = plan.site.today
    return gates.Facts(
        is_emergency=plan.track == "emergency",
        is_world_heritage=is_on_the_list(plan.site),
        estimate_class=plan.estimate_class,
        documents=frozenset(
            plan.dossier_documents.filter(document__withdrawn_at__isnull=True, document__erased_at__isnull=True)
            .values_list("purpose", flat=True)
        ),
        blocks_recorded=Block.objects.filter(monument__in=monuments).count(),
        categories=frozenset(line.category for one in packages for line in one.lines.all()),
        photographs=Photo.objects.filter(report_links__report__in=verified_reports(plan), withdrawn_at__isnull=True)
        .exclude(state="registered")
        .count(),
        unanswered_requests=len(unanswered(plan, standing_requests(plan))),
        open_stipulations=frozenset(one.before for one in stipulations if one.status != "closed"),
        unanswered_stipulations=sum(one.status == "open" for one in stipulations),
        basis_changed=bool(basis_changes(plan)),
        money=funding_of(plan, estimate(packages).total.expected).share,
        has_owner=Location.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=today), monument__in=monuments
        ).exclude(owner="").exists(),
        ground_released=released_everywhere(plan, today),
        authorisation_holds=plan.valid_until is None or plan.valid_until > clock.now(),
        packages_without_actuals=sum(one.actual_cost is None or one.ended_on is None for one in packages),
    )  # fmt: skip


RECORDS_FOR = {
    moves.Level.NATIONAL: May.REVIEW_NATIONALLY,
    moves.Level.STATE_PARTY: May.ACT_FOR_STATE_PARTY,
    moves.Level.CENTRE: May.RECORD_FOR_CENTRE,
    moves.Level.ADVISORY: May.RECORD_FOR_ADVISORY,
    moves.Level.COMMITTEE: May.RECORD_FOR_COMMITTEE,
}


def acts_open_to(actor: Actor, plan: Plan, *, is_recorded: bool = False) -> list[tuple[moves.Level, str]]:
    """What this person may decide on a plan in its present state; or record, where a letter bears the signature of
    whoever decided."""
    deputises = policy.principal_of(actor.user_id, plan) is not None
    directs = is_recorded or deputises or register.may(actor, May.DIRECT_NATIONALLY, plan.site_id)
    return [
        (level, name)
        for level, name in moves.acts_in(plan.status)
        if register.may(actor, RECORDS_FOR[level], plan.site_id)
        and (directs or not moves.ACTS[level][name].by_director)
        and (name != "confirm_oral" or oral_awaiting_paper(plan))
    ]


def leads_on(plan: Plan, gate: str) -> bool:
    """Whether a gate is one of the next of a plan: those of the other path, or of the other track, are not."""
    if PLAN.find(plan.status, gate) is None:
        return False
    if gate == "emergency_authorise":
        return plan.track == "emergency"
    if gate == "conclude":
        return plan.status == "nationally_endorsed" and not is_on_the_list(plan.site)
    return gate != "transmit" or is_on_the_list(plan.site)


def oral_awaiting_paper(plan: Plan) -> Decision | None:
    """The oral authorisation of a plan that no paper has confirmed yet."""
    last = Decision.objects.filter(plan=plan, outcome__in=["emergency_authorise", "confirm_oral"]).last()
    return last if last and last.taken == "oral" else None


def giver_of_authorisation(plan: Plan) -> Decision | None:
    """The decision on which the present state rests, whose body alone may revoke it."""
    rows = Decision.objects.filter(
        plan=plan, outcome__in=["endorse", "conclude", "accept", "permit", "emergency_authorise"]
    )
    return rows.last()


def authorities_for(plan: Plan, level: moves.Level = moves.Level.NATIONAL) -> list[Authority]:
    """Bodies of a level that decide on the site: for the nation those with a legal mandate, else the international."""
    return list(Authority.objects.filter(sites=plan.site, mandate__in=moves.MANDATES[level]).order_by("sort_key", "id"))


def decisions_on(plan: Plan) -> list[Decision]:
    return list(
        Decision.objects.filter(plan=plan)
        .select_related("authority", "entered_by", "confirmed_by", "acting_for", "document")
        .prefetch_related("opened")
    )


def dossier_by_digest(digest: str) -> Dossier | None:
    """The dossier with this digest, for anybody who has it in hand; None when none was frozen here."""
    return Dossier.objects.filter(sha256=digest).select_related("plan").first()


def decisions_about(digest: str) -> list[Decision]:
    return list(Decision.objects.filter(dossier_sha256=digest).select_related("authority"))


def entered_decision(actor: Actor, id: UUID) -> EnteredDecision:
    rows = EnteredDecision.objects.filter(plan__in=policy.visible_plans(actor)).select_related(
        "plan__site", "entered_by"
    )
    found: EnteredDecision = get_visible(rows, id)
    return found


def may_record(actor: Actor, plan: Plan, level: str) -> bool:
    """Whether this person may record what a level says on a plan, and judges it freely."""
    wanted = [RECORDS_FOR[moves.Level(level)]] if level in set(moves.Level) else list(RECORDS_FOR.values())
    is_free = not policy.wrote(plan, actor) and not policy.declared_interest(plan, actor)
    return is_free and any(register.may(actor, one, plan.site_id) for one in wanted)


def entered_decisions(plan: Plan) -> list[EnteredDecision]:
    """What was entered from documents and awaits a second person."""
    return list(plan.entered_decisions.filter(status="waiting").select_related("entered_by"))


def contradictions(decisions: Sequence[Decision]) -> list[tuple[Decision, Decision]]:
    """Bodies that say the opposite of each other: each one's last word for or against, both standing."""
    last: dict[UUID, Decision] = {}
    for one in decisions:
        if stance_of(one):
            last[one.authority_id] = one
    words = list(last.values())
    return [
        (one, other)
        for number, one in enumerate(words)
        for other in words[number + 1 :]
        if stance_of(one) != stance_of(other)
    ]


FOR = frozenset({"endorse", "emergency_authorise", "permit", "extend", "accept", "conclude", "advise"})
AGAINST = frozenset({"reject", "object", "revoke", "stop"})


def stance_of(one: Decision) -> str:
    """Whether a decision speaks for a plan or against it; neither for letters that only pass it on."""
    if one.outcome == moves.POSITION:
        return one.position
    return "for" if one.outcome in FOR else "against" if one.outcome in AGAINST else ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a plan, since when, and for how many days, those not counted on which a body waited for an answer."""

    role: str
    since: datetime
    days: int
    is_stopped: bool


HELD_BY = {
    "draft": "planner", "revision_requested": "planner", "internal_review": "verifier",
    "permit_issued": "works_manager", "in_progress": "works_manager", "suspended": "works_manager",
}  # fmt: skip


def holder(plan: Plan) -> Holder | None:
    """Who has to move next; None for plans of which nothing more is expected."""
    role = HELD_BY.get(plan.status) or next(iter(moves.HOLDERS.get(plan.status, ())), None)
    if role is None:
        return None
    until = plan.clock_stopped_at or clock.now()
    return Holder(str(role), plan.state_since, max((until - plan.state_since) // timedelta(days=1), 0),
                  plan.clock_stopped_at is not None)  # fmt: skip


def plans_to_decide(actor: Actor) -> QuerySet[Plan]:
    """Plans that await a decision which this person may take or record, longest waiting first."""
    wanted = Q(pk__in=[])
    for status in moves.HOLDERS:
        for level in {level for level, name in moves.acts_in(status) if name not in UNASKED}:
            wanted |= Q(status=status) & register.rows_where(actor, RECORDS_FOR[level], "site_id")
    stopped = Q(status="begun_without_authorisation", decisions__outcome="stop")
    return Plan.objects.filter(wanted).exclude(stopped).select_related("site").order_by("state_since", "id")


UNASKED = frozenset({"revoke", "extend", "request_information", "give_information", "confirm_oral"})
"""What may be decided in a state, and is not waited for."""


def plans_with_letters(actor: Actor) -> QuerySet[Plan]:
    """Plans with a decision that somebody else entered from its document, and that this person may confirm."""
    mine = Q(pk__in=[])
    for level, what in RECORDS_FOR.items():
        mine |= Q(level=level) & register.rows_where(actor, what, "plan__site_id")
        mine |= Q(level="other") & register.rows_where(actor, what, "plan__site_id")
    waiting = EnteredDecision.objects.filter(mine, status="waiting").exclude(entered_by_id=actor.user_id)
    rows = policy.visible_plans(actor).filter(pk__in=waiting.values("plan"))
    return rows.select_related("site").order_by("state_since", "id")
