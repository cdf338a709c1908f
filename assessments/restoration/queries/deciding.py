"""Read queries of the review: who holds a plan, what its next gate needs, who may decide, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.evidence.models import Photo
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.register import policy as register
from assessments.register.models import Authority, Block, Location
from assessments.register.roles import May
from assessments.register.vocabulary import MANDATE_OF_LEVEL
from assessments.restoration import gates, moves, policy
from assessments.restoration.models import Decision, Dossier, EnteredDecision, Plan, Stipulation
from assessments.restoration.queries.basis import basis_changes, released_everywhere
from assessments.restoration.queries.estimates import estimate
from assessments.restoration.queries.plans import packages_of, verified_reports
from assessments.restoration.queries.standing import funding_of, is_on_the_list, standing_requests, unanswered
from assessments.restoration.workflow import PLAN


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
        money=funding_of(plan, estimate(plan, packages).total.expected).share,
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
    """Bodies that decide on a level for the site: those that have this place in the review; and, of those without a
    stated place, the ones with a legal mandate for the nation, else the international ones."""
    rows = Authority.objects.filter(sites=plan.site, mandate=MANDATE_OF_LEVEL[level], level__in=["", level])
    return list(rows.order_by("sort_key", "id"))


def decisions_on(plan: Plan) -> list[Decision]:
    return list(
        Decision.objects.filter(plan=plan)
        .select_related("authority", "entered_by", "confirmed_by", "acting_for", "document")
        .prefetch_related("opened")
    )


def decisions_at(actor: Actor, site_id: UUID, monument_id: UUID | None = None) -> QuerySet[Decision]:
    """What was decided about the plans of a site that the actor may see, or about those that name one monument."""
    rows = Decision.objects.filter(plan__in=policy.visible_plans(actor), plan__site=site_id)
    if monument_id:
        rows = rows.filter(plan__monuments=monument_id)
    return rows.select_related("authority", "plan")


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
