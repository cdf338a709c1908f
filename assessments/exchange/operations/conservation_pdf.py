"""The annex of a state-of-conservation report as PDF, in the order of the Committee's format (31st session, 2007): what
it asked, paragraph by paragraph, and what was done; other issues; works under paragraph 172 of the Operational
Guidelines.

It is a draft to sign, made of what is on record. It leaves the house, so it says no place, no name of what is guarded,
and no title that could name it. What was asked, done and answered stands as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language_bidi, gettext, ngettext, override

from assessments.audit import operations as audit
from assessments.damage import queries as damage
from assessments.damage.vocabulary import DAMAGE_GRADE
from assessments.exchange.typesetting import ltr, own, set_pdf
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.register import policy, queries
from assessments.register.models import ConditionInterval, Incident, Monument, Site
from assessments.register.roles import May
from assessments.register.vocabulary import MECHANISM, MONUMENT_CATEGORY
from assessments.restoration import queries as restoration
from assessments.restoration import vocabulary
from assessments.restoration.models import Plan, StandingRequest
from assessments.templatetags.zenobia import day, in_language, moment, when

GRAVE = frozenset({"very_heavy", "destroyed"})
NO_PLANS_YET = ("draft", "withdrawn")
MOST_INCIDENTS = 500


def write_conservation(site_id: UUID, language: str, asker: Actor, progress: Callable[[int, int], None]) -> bytes:
    """The PDF of a site, for its team. It holds no pictures, so there is no progress to tell."""
    progress(0, 1)
    with override(language):
        site = queries.site(asker, site_id)
        policy.require(asker, May.SEE, site.id)
        values = _values(site, asker) | {"language": language, "is_rtl": get_language_bidi()}
        made = set_pdf("conservation.typ", values, {}, made_at=clock.now())
    progress(1, 1)
    return made


def _values(site: Site, asker: Actor) -> dict[str, Any]:
    position, head = audit.head()
    figures = damage.summary(asker, site)
    rows = restoration.plans(asker, site=site.id).exclude(status__in=NO_PLANS_YET).order_by("id")
    plans = list(rows.prefetch_related("dossier_documents__document", "monuments"))
    named = {one.id: one for one in plans}
    requests = [
        (one, [(named[plan.id], answer) for plan, answer in answers if plan.id in named])
        for one, answers in restoration.requests_with_plans(asker, site.id)
    ]
    since = max((one.since for one, _plans in requests), default=None)
    incidents = queries.incidents_at({site.id})
    if since is not None:
        incidents = incidents.filter(Q(last_day__gte=since) | Q(last_day__isnull=True))
    state_party = in_language(site.states_text) or ", ".join(site.countries)
    number = gettext("World Heritage no. %(number)s") % {"number": ltr(site.world_heritage_id)}
    return {
        "title": f"{gettext('State of conservation')}: {site.label}", "words": _words(since),
        "is_exercise": any(one.is_exercise for one in plans),
        "kicker": " · ".join(filter(None, [state_party, site.world_heritage_id and number])),
        "footer": f"{position} · {head.hex()[:32]}…",
        "facts": [
            *([[gettext("Inscribed"), str(site.inscribed_year)]] if site.inscribed_year else []),
            *([[gettext("In danger since"), str(site.in_danger_since)]] if site.in_danger_since else []),
            [gettext("As of"), day(site.today)],
        ],
        "assessed": ngettext(
            "Of %(all)s monument on the register %(n)s has a verified state.",
            "Of %(all)s monuments on the register %(n)s have a verified state.", figures.on_list,
        ) % {"all": figures.on_list, "n": figures.assessed},
        "grades": _grades(figures.by_grade),
        "decisions": _decisions(requests),
        "worst": _worst(site),
        "incidents": [
            [_day_of(one), _title(in_language(one.title), one), MECHANISM.label(one.mechanism)]
            for one in incidents[:MOST_INCIDENTS]
        ],
        "plans": [
            [_title(one.title, one), f"{vocabulary.PLAN_STATE.label(one.status)}, {day(one.state_since)}", _notice(one)]
            for one in plans
        ],
        "proof": [
            [gettext("Ledger"), ltr(f"{position} · {head.hex()[:32]}…")],
            [gettext("Made"), moment(clock.now(), site.time_zone)],
        ],
    }  # fmt: skip


def _name(monument: Monument) -> str:
    """As anybody may read it: the report will be published."""
    if monument.sensitivity == "open":
        return own(monument.label)
    return gettext("%(category)s (name withheld)") % {"category": MONUMENT_CATEGORY.label(monument.category)}


def _title(title: str, of: Plan | Incident) -> str:
    """What people called it, unless that could name a monument that is guarded."""
    if all(one.sensitivity == "open" for one in of.monuments.all()):
        return own(title)
    return gettext("(title withheld)")


def _worst(site: Site) -> list[list[str]]:
    """Those of the two gravest grades, counted as on the site's page; of names that are withheld, how many there are of
    one kind and grade."""
    grave = ConditionInterval.objects.filter(queries.during_day(site.today), monument=OuterRef("pk"), grade__in=GRAVE)
    rows = queries.counted_monuments(site.id).filter(Exists(grave))
    monuments = list(rows.order_by("sort_key", "id"))
    states = queries.condition_on([one.id for one in monuments], site.today)
    found: dict[tuple[str, str], list[date]] = {}
    for one in monuments:
        state = states[one.id]
        found.setdefault((_name(one), DAMAGE_GRADE.label(state.grade)), []).append(state.seen_on)
    return [
        [name if len(days) == 1 else f"{name} × {len(days)}", grade, day(max(days))]
        for (name, grade), days in found.items()
    ]


def _grades(by_grade: Mapping[str, int]) -> list[list[str]]:
    return [[label, str(by_grade[code])] for code, label in DAMAGE_GRADE.choices() if by_grade.get(code)]


def _decisions(requests: Sequence[tuple[StandingRequest, list[tuple[Plan, str]]]]) -> list[dict[str, Any]]:
    """The requests by the decision that made them, in their order."""
    return [
        {
            "title": decision, "by": f"{rows[0][0].authority.label}, {day(rows[0][0].since)}",
            "paragraphs": [
                {
                    "number": ltr(f"§{one.paragraph}") if one.paragraph else "", "text": own(one.text),
                    "done": own(one.done) or gettext("nothing recorded"),
                    "plans": [f"{_title(plan.title, plan)}: {own(answer)}" for plan, answer in plans],
                }
                for one, plans in rows
            ],
        }
        for decision, rows in (
            (decision, list(group)) for decision, group in groupby(requests, key=lambda row: row[0].decision)
        )
    ]  # fmt: skip


def _day_of(incident: Incident) -> str:
    chosen = next((one for one in incident.claims if one.get("chosen")), None)
    return when(chosen["occurred"]) if chosen else gettext("date unknown")


def _notice(plan: Plan) -> str:
    """The digest of the notice under paragraph 172 in the plan's dossier."""
    found = (one.document.sha256 for one in plan.dossier_documents.all() if one.purpose == "notice_172")
    return next((ltr(f"{digest[:12]}…") for digest in found), "–")


def _words(since: date | None) -> dict[str, Any]:
    issues = gettext("Other current conservation issues")
    if since:
        issues = gettext("Other current conservation issues, with incidents since %(day)s") % {"day": day(since)}
    return {
        "exercise": gettext("EXERCISE, not a report of any real State Party"),
        "draft": gettext("A draft made of what is on record. The State Party completes and signs it."),
        "figures": gettext("In figures"), "grade_head": [gettext("Damage"), gettext("Monuments")],
        "response": gettext("Response to the Committee's decisions, paragraph by paragraph"),
        "done": gettext("What was done"), "none": gettext("None."),
        "issues": issues,
        "worst_head": [gettext("Monument"), gettext("Damage"), gettext("Seen")],
        "incident_head": [gettext("Day"), gettext("Incident"), gettext("Mechanism")],
        "works": gettext("Restorations, alterations and new constructions (paragraph 172)"),
        "plan_head": [gettext("Plan"), gettext("State"), gettext("Notice under paragraph 172")],
        "access": gettext("Public access to this report"),
        "access_choices": [gettext("The full report may be published."), gettext("The full report is not published.")],
        "signature": gettext("Signature of the authority"), "signed": gettext("Name, office, day"),
        "proof": gettext("What proves it"),
    }  # fmt: skip
