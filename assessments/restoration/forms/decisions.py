"""The form of a decision: taken here, recorded from a letter, or heard; and the sentence in which it is read back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.evidence import intake
from assessments.evidence import queries as evidence
from assessments.kit import messages, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import FieldError, Invalid, Problem, invalid_field
from assessments.people.queries import user_of
from assessments.register import policy as register
from assessments.register.forms.entries import EntryForm
from assessments.register.forms.fields import Choice, Choices, Day, Document, Term, Text
from assessments.register.forms.rows import Column, Rows
from assessments.register.models import Authority
from assessments.register.roles import May
from assessments.restoration import moves, operations, queries, vocabulary
from assessments.restoration.messages import DecisionIn
from assessments.restoration.models import Decision, EnteredDecision, Plan

TIME = r"([01]?\d|2[0-3]):[0-5]\d"


class DecisionForm(EntryForm):
    """Fields of `DecisionIn`. Which of them an outcome asks for is said by `ASKED_FOR`; the page hides the others."""

    authority = Choice(_("Authority"))
    text = Text(_("Text"), most=50_000, rows=5, hint=_("in the words that will be sent"))
    stipulations = Rows(
        _("Stipulations"),
        (Column("text", _("What is asked"), most=5_000, rows=2),
         Column("before", _("Due"), vocabulary="stipulation_before", default="next_gate")),
    )  # fmt: skip
    valid_until = Day(_("Valid until"))
    next_day = Day(_("Deferred to"))
    measures = Choices(_("Limited to"))
    notified_on = Day(_("Notice to the World Heritage Centre of"))
    said_on = Day(_("Said on"))
    said_time = Text(_("At"), most=5, hint=_("such as 14:30, at the site"))
    heard_by = Text(_("Heard by"))
    position = Term(_("Position"), vocabulary.POSITION)
    kind = Term(_("Kind"), vocabulary.DECISION_KIND)
    signatory = Text(_("Signatory"), needed=_("Say who signed it."))
    office = Text(_("Office"))
    instrument = Text(_("Instrument"), hint=_("number of the letter or order"))
    instrument_day = Day(_("Dated"))
    document = Choice(_("Document"), hint=_("of those on file at the site"))
    file = Document(_("Or its file"))
    language = Choice(_("Binding language"))
    ours: ClassVar = ("file", "said_on", "said_time")


ASKED_FOR = {
    "valid_until": ("permit", "extend", "endorse", "conclude", "emergency_authorise", "confirm_oral"),
    "next_day": ("defer",),
    "measures": ("emergency_authorise", "confirm_oral"),
    "notified_on": ("emergency_authorise", "confirm_oral"),
    "position": (moves.POSITION,),
    "kind": (moves.POSITION,),
}
"""The outcomes for which a field is asked; fields that are not named here are asked for every outcome."""
OF_AN_ORAL_ONE = ("said_on", "said_time", "heard_by")
OF_A_LETTER = ("document", "file", "instrument_day")


@dataclass(frozen=True, slots=True)
class Offered:
    """An outcome that this person may choose: of which level and kind."""

    outcome: str
    level: str
    kind: str

    @property
    def label(self) -> str:
        return vocabulary.OUTCOME.label(self.outcome)


@dataclass(slots=True)
class Deciding:
    """One step of deciding on a plan: the form to show, or what came of it."""

    form: DecisionForm
    outcomes: list[Offered]
    outcome: str
    taken: str
    ways: list[str]
    read_back: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    http_status: int = 200
    decided: Decision | EnteredDecision | None = None


def offered(plan: Plan, by: Actor) -> list[Offered]:
    """What this person may decide or record on a plan now, each once."""
    found: dict[str, Offered] = {}
    acts = queries.acts_open_to(by, plan) + queries.acts_open_to(by, plan, is_recorded=True)
    for level, name in acts:
        found.setdefault(name, Offered(name, level, moves.ACTS[level][name].kind))
    if plan.status == "national_review" and plan.track == "emergency" and may_hear(plan, by):
        found.setdefault("emergency_authorise", Offered("emergency_authorise", "national", "authorisation"))
    if plan.track != "emergency" or plan.status != "national_review":
        found.pop("emergency_authorise", None)
    wrong_path = "conclude" if queries.is_on_the_list(plan.site) else "transmit"
    if plan.status == "nationally_endorsed":
        found.pop(wrong_path, None)
    if plan.dossier_sha256 and any(register.may(by, one, plan.site_id) for one in queries.RECORDS_FOR.values()):
        found[moves.POSITION] = Offered(moves.POSITION, "other", "")
    return list(found.values())


def may_hear(plan: Plan, by: Actor) -> bool:
    return register.may(by, May.HEAR_ORALLY, plan.site_id)


def ways_open(plan: Plan, by: Actor, outcomes: list[Offered]) -> list[str]:
    """How a decision may be taken: here by those who decide themselves, from a letter, by word of mouth."""
    own = {name for level, name in queries.acts_open_to(by, plan) if level not in moves.OUTSIDE}
    decides = any(register.may(by, one, plan.site_id) for one in queries.RECORDS_FOR.values())
    found = ["in_system"] if own else []
    found += ["recorded_from_document"] if decides else []
    if any(one.outcome == "emergency_authorise" for one in outcomes) and may_hear(plan, by):
        found.append("oral")
    return found


def step(request: HttpRequest, plan: Plan, by: Actor) -> Deciding:
    """Show the form, read a decision back, or take it. Nothing that was typed is lost, whatever is refused."""
    outcomes = offered(plan, by)
    ways = ways_open(plan, by, outcomes)
    data = request.POST if request.method == "POST" else None
    taken = data.get("taken", "") if data is not None else ""
    form = DecisionForm(data, request.FILES or None, initial={"signatory": user_of(by).display_name})
    form.offer(_choices(plan, by, outcomes), is_stored=False)
    outcome = data.get("outcome", "") if data is not None else ""
    now = Deciding(form, outcomes, outcome, taken or (ways[0] if len(ways) == 1 else ""), ways)
    if data is None or data.get("step") == "edit":
        return now
    now.http_status = 422
    if not form.is_valid():
        return now
    try:
        with transaction.atomic():
            message = _message(request, now, plan, by)
            if data.get("step") == "decide":
                version = parsing.version(data.get("version", ""), plan.version)
                now.decided = operations.decide(plan.id, message, by=by, expected_version=version)
            else:
                operations.check(plan.id, message, by=by)
                now.read_back = read_back(plan, message)
                now.hidden = _carried(data, message)
                now.http_status = 200
    except Problem as problem:
        form.refuse(problem)
        now.http_status = problem.status
    return now


def _choices(plan: Plan, by: Actor, outcomes: list[Offered]) -> dict[str, Any]:
    levels = [level for level in moves.Level if level in {one.level for one in outcomes}]
    bodies = {one.id: one for level in levels for one in queries.authorities_for(plan, level)}
    if any(one.outcome == moves.POSITION for one in outcomes):
        bodies |= {one.id: one for one in Authority.objects.filter(sites=plan.site_id).order_by("sort_key", "id")}
    papers = evidence.documents(by, site=plan.site_id).filter(withdrawn_at__isnull=True).order_by("-id")[:100]
    return {
        "authority": [(one.id, one.label) for one in bodies.values()],
        "document": [(one.id, one.caption or one.filename) for one in papers],
        "measures": vocabulary.MEASURE.choices(),
        "language": settings.LANGUAGES,
    }


def _message(request: HttpRequest, now: Deciding, plan: Plan, by: Actor) -> DecisionIn:
    form = now.form
    needed = {
        "outcome": (now.outcome, gettext("Choose what was decided.")),
        "taken": (now.taken, gettext("Say how it was taken.")),
        "authority": (form.cleaned_data["authority"], gettext("Say for which body.")),
        "language": (form.cleaned_data["language"], gettext("Say in which language the decision binds.")),
    }
    missing = [FieldError(f"/{name}", "missing", words) for name, (value, words) in needed.items() if not value]
    if missing:
        raise Invalid(" ".join(one.detail for one in missing), errors=missing)
    values = {name: value for name, value in form.values().items() if name not in form.ours and value not in (None, "")}
    values |= {
        "outcome": now.outcome, "taken": now.taken, "dossier_sha256": request.POST.get("dossier_sha256", ""),
    }  # fmt: skip
    for name, outcomes in ASKED_FOR.items():
        if now.outcome not in outcomes:
            values.pop(name, None)
    if now.taken == "oral":
        values["said_at"] = _said_at(form, plan)
    else:
        values.pop("heard_by", None)
    if now.taken != "recorded_from_document":
        values.pop("document", None)
    elif file := request.FILES.get("file"):
        kept = intake.receive_uploaded_document(file, site_id=plan.site_id, document_kind="letter", caption="", by=by)
        values["document"] = str(kept.id)
    message: DecisionIn = messages.converted(msgspec.to_builtins(values), DecisionIn)
    return message


def _said_at(form: DecisionForm, plan: Plan) -> datetime | None:
    day, at = form.cleaned_data["said_on"], form.cleaned_data["said_time"]
    if day is None or not re.fullmatch(TIME, at):
        raise invalid_field("/said_on", "missing", gettext("Give the day and the time at which it was said."))
    hours, minutes = at.split(":")
    return datetime.combine(day, time(int(hours), int(minutes)), ZoneInfo(plan.site.time_zone))


def _carried(data: Any, message: DecisionIn) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the second step; a file is a document on file by now."""
    own = {"csrfmiddlewaretoken", "step", "document"}
    found = [(name, value) for name, values in data.lists() for value in values if name not in own]
    return [*found, ("document", str(message.document or ""))]


def decided_sentence(decided: Decision | EnteredDecision) -> str:
    """What came of the last step, for the reader."""
    if isinstance(decided, EnteredDecision):
        return gettext("Entered. Somebody else has to confirm it from its document.")
    return gettext("Decided. The history of the plan says who, what and on which version.")


def decision_context(now: Deciding) -> dict[str, Any]:
    """What `restoration/_decide.html` shows: the fields in groups, each with the outcomes that ask for it."""
    groups: dict[str, list[Any]] = {"always": [], "asked": [], "oral": [], "letter": []}
    for bound in now.form:
        name = bound.name
        group = (
            "asked" if name in ASKED_FOR else "oral" if name in OF_AN_ORAL_ONE
            else "letter" if name in OF_A_LETTER else "always"
        )  # fmt: skip
        groups[group].append((bound, " ".join(ASKED_FOR.get(name, ()))))
    ways = [(one, vocabulary.TAKEN.label(one)) for one in now.ways]
    return {"groups": groups, "ways": ways}


SENTENCES = {
    "endorse": _("%(who)s endorses version %(version)s of “%(title)s”%(rest)s."),
    "request_revision": _("%(who)s requests a revision of version %(version)s of “%(title)s”%(rest)s."),
    "reject": _("%(who)s rejects version %(version)s of “%(title)s”%(rest)s."),
    "emergency_authorise": _("%(who)s authorises version %(version)s of “%(title)s” as an emergency%(rest)s."),
    "confirm_oral": _("%(who)s confirms in writing what was authorised orally for “%(title)s”%(rest)s."),
    "transmit": _("%(who)s transmits version %(version)s of “%(title)s” to the World Heritage Centre%(rest)s."),
    "forward": _("%(who)s forwarded version %(version)s of “%(title)s” to the Advisory Bodies%(rest)s."),
    "request_information": _("%(who)s asks for information on version %(version)s of “%(title)s”%(rest)s."),
    "give_information": _("%(who)s gives the information asked for on “%(title)s”%(rest)s."),
    "advise": _("%(who)s advises: no objection to version %(version)s of “%(title)s”%(rest)s."),
    "object": _("%(who)s advises against version %(version)s of “%(title)s”%(rest)s."),
    "accept": _("%(who)s accepts the advice on version %(version)s of “%(title)s”%(rest)s."),
    "refer": _("%(who)s refers version %(version)s of “%(title)s” to the Committee%(rest)s."),
    "defer": _("%(who)s defers its decision on version %(version)s of “%(title)s”%(rest)s."),
    "conclude": _("%(who)s concludes the review of version %(version)s of “%(title)s”%(rest)s."),
    "permit": _("%(who)s authorises the works of version %(version)s of “%(title)s”%(rest)s."),
    "extend": _("%(who)s extends the authorisation of “%(title)s”%(rest)s."),
    "revoke": _("%(who)s revokes what it gave for version %(version)s of “%(title)s”%(rest)s."),
    "stop": _("%(who)s orders the works of “%(title)s” to stop%(rest)s."),
    "reopen": _("%(who)s sends the works of “%(title)s” back%(rest)s."),
    "close": _("%(who)s has verified the works of “%(title)s” and closes the plan%(rest)s."),
    moves.POSITION: _("%(who)s takes a position on version %(version)s of “%(title)s”%(rest)s."),
}


def read_back(plan: Plan, message: DecisionIn) -> str:
    """The decision in one sentence, as it will stand: who, what, on which version, under what, until when."""
    body = Authority.objects.filter(pk=message.authority).first()
    count = len(message.stipulations)
    rest = ""
    if message.position:
        rest += f": {vocabulary.POSITION.label(message.position)}"
    if count:
        rest += ngettext(" with %(n)s stipulation", " with %(n)s stipulations", count) % {"n": count}
    if message.measures:
        rest += gettext(", limited to %(what)s") % {
            "what": ", ".join(vocabulary.MEASURE.label(one) for one in message.measures)
        }
    for day, words in (
        (message.valid_until, gettext(", valid until %(day)s")),
        (message.next_day, gettext(", to %(day)s")),
    ):
        if day:
            rest += words % {"day": date_format(day, "j F Y")}
    return str(SENTENCES[message.outcome]) % {
        "who": body.label if body else "—", "version": plan.revision, "title": plan.title, "rest": rest
    }  # fmt: skip
