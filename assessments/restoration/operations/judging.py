"""What a decision must say to be one: of which body and level, of which kind, with which papers, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from assessments.evidence import queries as evidence
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, invalid_field
from assessments.people.models import User
from assessments.register import policy as register
from assessments.register.models import Authority
from assessments.register.roles import May
from assessments.restoration import moves, policy, queries, sentences, vocabulary
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Plan
from assessments.restoration.workflow import PLAN

FURTHEST = timedelta(days=50 * 366)
EMERGENCY = frozenset({"emergency_authorise", "confirm_oral"})
ORAL_HOLDS = timedelta(hours=72)
EMERGENCY_HOLDS = timedelta(days=90)
"""Paper follows an oral authorisation within 72 hours; an emergency lapses at 90 days (field practice A20)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision that was found to be one: of which level, body and kind, and when it ends."""

    level: str
    kind: str
    authority: Authority
    valid_until: datetime | None
    acting_for: User | None
    by_two: bool
    is_gate: bool


def judge(plan: Plan, message: DecisionIn, by: Actor) -> Judged:
    """What this decision is in the plan's present state. Raises `WrongState`, `NotAMember` for whoever may not decide
    so, and `Invalid` with what it does not say."""
    vocabulary.OUTCOME.require(message.outcome, "/outcome")
    vocabulary.TAKEN.require(message.taken, "/taken")
    for number, one in enumerate(message.stipulations):
        vocabulary.STIPULATION_BEFORE.require(one.before, f"/stipulations/{number}/before")
    for number, measure in enumerate(message.measures):
        vocabulary.MEASURE.require(measure, f"/measures/{number}")
    if message.outcome == moves.POSITION:
        return _position(plan, message, by)
    PLAN.require(plan.status, message.outcome)
    level, act = _act(plan, message, by)
    authority = _authority(plan, level, message)
    _require_said(plan, message, act)
    is_recorded = message.taken == "recorded_from_document"
    if level in moves.OUTSIDE and not is_recorded:
        detail = _("Outside bodies write letters: record it from its document.")
        raise invalid_field("/taken", "needs_document", detail)
    if is_recorded:
        _require_document(plan, message, by)
    return Judged(
        level, act.kind, authority, _valid_until(plan, message), _acting_for(plan, act, by),
        by_two=is_recorded or act.by_two, is_gate=act.is_gate,
    )  # fmt: skip


def _act(plan: Plan, message: DecisionIn, by: Actor) -> tuple[moves.Level, moves.Act]:
    """The level on which this person decides so in this state."""
    found = [level for level, name in moves.acts_in(plan.status) if name == message.outcome]
    if message.taken == "oral":
        if message.outcome != "emergency_authorise":
            raise invalid_field("/taken", "not_oral", _("Only an emergency is authorised orally."))
        return moves.Level.NATIONAL, moves.ACTS[moves.Level.NATIONAL]["emergency_authorise"]
    is_recorded = message.taken == "recorded_from_document"
    open_to_them = queries.acts_open_to(by, plan, is_recorded=is_recorded)
    possible = [level for level in found if (level, message.outcome) in open_to_them]
    if possible:
        level = _meant(plan, message, possible)
        return level, moves.ACTS[level][message.outcome]
    level = next((one for one in found if register.may(by, queries.RECORDS_FOR[one], plan.site_id)), found[0])
    directs = moves.ACTS[level][message.outcome].by_director
    what = May.DIRECT_NATIONALLY if directs else queries.RECORDS_FOR[level]
    if not (directs and policy.principal_of(by.user_id, plan)):
        register.require(by, what, plan.site_id)
    if message.outcome == "confirm_oral":
        raise invalid_field("/outcome", "no_oral", _("No oral authorisation of this plan awaits its paper."))
    raise NotFound  # `require` refused already, but for the system, which decides nothing


def _meant(plan: Plan, message: DecisionIn, possible: list[moves.Level]) -> moves.Level:
    """Of several levels on which this person may say so, the one that the named body belongs to; of those, for a
    revocation, the one that gave what is revoked."""
    named = {level: {one.id for one in queries.authorities_for(plan, level)} for level in possible}
    fitting = [level for level in possible if message.authority in named[level]] or possible
    giver = queries.giver_of_authorisation(plan) if message.outcome == "revoke" else None
    return next((level for level in fitting if giver and giver.level == level), fitting[0])


def _authority(plan: Plan, level: moves.Level, message: DecisionIn) -> Authority:
    giver = queries.giver_of_authorisation(plan) if message.outcome == "revoke" else None
    if giver is not None and (giver.authority_id, giver.level) == (message.authority, level):
        # Also after another place in the review was stated for them.
        return giver.authority
    found = next((one for one in queries.authorities_for(plan, level) if one.id == message.authority), None)
    if found is None:
        raise invalid_field("/authority", "unknown_authority", _("You act for no such body on this site."))
    if giver is not None:
        detail = _("Only the body that gave it revokes it: %(body)s.") % {"body": giver.authority.label}
        raise invalid_field("/authority", "not_the_giver", detail)
    return found


def _require_said(plan: Plan, message: DecisionIn, act: moves.Act) -> None:
    for name in act.needs:
        value = getattr(message, name)
        if not (value.strip() if isinstance(value, str) else value):
            raise invalid_field(f"/{name}", "missing", sentences.needed(name))
    _require_days(plan.site.today, message)
    if message.outcome == "give_information" and plan.clock_stopped_at is None:
        raise invalid_field("/outcome", "not_asked", _("Nobody waits for information on this plan."))
    if message.taken == "oral":
        _require_heard(message)
    elif message.outcome in EMERGENCY and queries.is_on_the_list(plan.site) and message.notified_on is None:
        raise invalid_field("/notified_on", "missing", _("Give the date of the notice to the World Heritage Centre."))


def _require_days(today: date, message: DecisionIn) -> None:
    for name in ("instrument_day", "notified_on"):
        day = getattr(message, name)
        if day is not None and day > today:
            raise invalid_field(f"/{name}", "future", _("This day has not come yet."))
    for name in ("valid_until", "next_day"):
        day = getattr(message, name)
        if day is not None and day > today + FURTHEST:
            raise invalid_field(f"/{name}", "too_far", _("This day is more than fifty years away."))
        # A letter is recorded as it was written, also when its day has passed meanwhile.
        if day is not None and day < today and message.taken == "in_system":
            raise invalid_field(f"/{name}", "past", _("This day has passed."))


def _require_heard(message: DecisionIn) -> None:
    if not message.heard_by.strip():
        raise invalid_field("/heard_by", "missing", _("Say who heard it."))
    now = clock.now()
    if message.said_at is None or message.said_at.tzinfo is None:
        raise invalid_field("/said_at", "missing", _("Say when it was said, with the time zone."))
    if not now - ORAL_HOLDS < message.said_at <= now:
        detail = _(
            "An oral authorisation holds for 72 hours. What was said earlier, or will be, authorises nothing now."
        )
        raise invalid_field("/said_at", "too_old", detail)


def _require_document(plan: Plan, message: DecisionIn, by: Actor) -> None:
    if message.document is None:
        raise invalid_field("/document", "missing", _("Name the document that it is recorded from."))
    require_paper(plan, message.document, by)


def require_paper(plan: Plan, document: UUID, by: Actor) -> None:
    """Raises `Invalid` unless it is a document of the plan's site that stands, and that this person may read."""
    papers = evidence.documents(by, site=plan.site_id).filter(withdrawn_at__isnull=True, erased_at__isnull=True)
    if not papers.filter(pk=document).exists():
        detail = _("There is no such document of this site that you may read.")
        raise invalid_field("/document", "unknown_document", detail)


def _valid_until(plan: Plan, message: DecisionIn) -> datetime | None:
    """The end of the last day on which it is valid. An emergency authorisation holds for at most 90 days."""
    zone = ZoneInfo(plan.site.time_zone)
    given = None
    if message.valid_until is not None:
        given = datetime.combine(message.valid_until + timedelta(days=1), time(), zone)
    if message.taken == "oral":
        assert message.said_at is not None  # required above
        return message.said_at + ORAL_HOLDS
    if message.outcome in EMERGENCY:
        oral = queries.oral_awaiting_paper(plan) if message.outcome == "confirm_oral" else None
        since = oral.said_at if oral and oral.said_at else clock.now()
        latest = since + EMERGENCY_HOLDS
        if given is not None and given > latest + timedelta(days=1):
            detail = _("An emergency authorisation lapses after 90 days. Give an earlier day, or none.")
            raise invalid_field("/valid_until", "too_long", detail)
        return min(given, latest) if given else latest
    if message.outcome == "extend" and plan.track == "emergency":
        raise invalid_field("/outcome", "emergency", _("An emergency is not extended: it lapses after 90 days."))
    return given


def _acting_for(plan: Plan, act: moves.Act, by: Actor) -> User | None:
    """The director for whom a deputy decides; None for directors themselves and for what reviewers decide."""
    if not act.by_director or register.may(by, May.DIRECT_NATIONALLY, plan.site_id):
        return None
    return policy.principal_of(by.user_id, plan)


def _position(plan: Plan, message: DecisionIn, by: Actor) -> Judged:
    """A body outside the chain states a position: an owner, a de facto authority. It moves nothing, and stands."""
    if message.position is None:
        raise invalid_field("/position", "missing", _("Say whether it is in favour or against."))
    vocabulary.POSITION.require(message.position, "/position")
    vocabulary.DECISION_KIND.require(message.kind, "/kind")
    if not message.text.strip():
        raise invalid_field("/text", "missing", sentences.needed("text"))
    if message.taken != "recorded_from_document":
        raise invalid_field("/taken", "needs_document", _("Outside bodies write letters: record it from its document."))
    _require_document(plan, message, by)
    authority = Authority.objects.filter(pk=message.authority, sites=plan.site_id).first()
    if authority is None:
        raise invalid_field("/authority", "unknown_authority", _("No such body is on file for this site."))
    if message.stipulations:
        detail = _("A position sets no conditions: nobody could close them. Write them into its text.")
        raise invalid_field("/stipulations", "none", detail)
    if authority.mandate == "international" and message.kind not in (moves.ADVICE, moves.NOTICE):
        raise invalid_field("/kind", "no_power", _("An international body advises or writes: it authorises nothing."))
    return Judged("other", str(message.kind), authority, None, None, by_two=True, is_gate=False)
