"""Reminders by e-mail: what waits for somebody, what lapses soon, what changed under what they decided.

Each is sent once, in the reader's language, and carries no place, name or grade (field practice A10): only what kind of
thing waits, and an address that asks for signing in. Everybody can switch them off on the page of their account.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from assessments.kit import clock
from assessments.people.models import User
from assessments.register import queries as register
from assessments.register.models import Site
from assessments.register.roles import May
from assessments.restoration import moves, queries
from assessments.restoration.models import Decision, EnteredDecision, Plan, Reminder
from assessments.restoration.workflow import AT_WORK, ENDED

logger = logging.getLogger(__name__)

AFTER_DAYS = (7, 30)
"""After how many days something that waits is told, and told again."""
LAPSES_WITHIN = timedelta(days=14)
REPORT_DAY = (2, 1)
"""State-of-conservation reports of properties in danger are due on 1 February (`domain.md` 3.1)."""
REPORT_NOTICE = timedelta(days=30)

SENTENCES = {
    "to_decide": _("A plan has waited for you for a week or longer."),
    "came_back": _("A plan came back to you."),
    "letter": _("A decision that somebody entered waits for your confirmation."),
    "lapses": _("An authorisation ends within two weeks."),
    "changed": _("Something changed under a plan that you decided on or that waits for you."),
    "report": _("A state-of-conservation report is due on 1 February."),
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something to tell a person, once: of what kind, about what, and what makes it new."""

    user_id: UUID
    kind: str
    subject_id: UUID
    key: str

    @property
    def address(self) -> str:
        page = "site-requests" if self.kind == "report" else "plan"
        return f"{settings.PUBLIC_URL}{reverse(page, args=[self.subject_id])}"


def send_reminders() -> int:
    """Send what is due and was not sent yet, one e-mail a person. Returns how many were sent; what a server refused
    is tried again the next time."""
    found: dict[UUID, list[Due]] = defaultdict(list)
    for one in (*_of_plans(), *_of_letters(), *_of_reports()):
        found[one.user_id].append(one)
    wanting = User.objects.filter(pk__in=found, is_active=True, gets_reminders=True).order_by("pk")
    return sum(_sent(person, found[person.pk]) for person in wanting)


def _sent(person: User, due: list[Due]) -> bool:
    try:
        return _send(person, due)
    except (SMTPException, OSError) as refused:
        logger.warning("the reminder for %s was not sent: %s", person.code, type(refused).__name__)
        return False


def _send(person: User, due: list[Due]) -> bool:
    known = set(Reminder.objects.filter(user=person).values_list("kind", "subject_id", "key"))
    new = [one for one in dict.fromkeys(due) if (one.kind, one.subject_id, one.key) not in known]
    if not new:
        return False
    with transaction.atomic():
        Reminder.objects.bulk_create(
            Reminder(user=person, kind=one.kind, subject_id=one.subject_id, key=one.key, sent_at=clock.now())
            for one in new
        )
        with override(person.language):
            lines = [f"{SENTENCES[one.kind]}\n{one.address}" for one in new]
            off = gettext("Switch these reminders off: %(address)s") % {
                "address": f"{settings.PUBLIC_URL}{reverse('account')}"
            }
            EmailMessage(
                gettext("Zenobia: something waits for you"), "\n\n".join([*lines, off]), to=[person.email]
            ).send()
    return True


def _of_plans() -> Iterator[Due]:
    now = clock.now()
    for plan in Plan.objects.exclude(status__in=ENDED).select_related("site").order_by("id"):
        held = queries.holder(plan)
        holders = _people(plan.site_id, HELD_BY[held.role]) if held and held.role in HELD_BY else []
        if held is not None and not held.is_stopped and (plan.status != "draft" or plan.revision):
            passed = [days for days in AFTER_DAYS if held.days >= days]
            kind = "came_back" if held.role == "planner" else "to_decide"
            for days in passed[-1:] if kind == "to_decide" else [0]:
                key = f"{plan.status} {plan.state_since:%Y-%m-%d} {days}"
                yield from (Due(one, kind, plan.id, key) for one in holders)
        if plan.status in AT_WORK and plan.valid_until and now < plan.valid_until <= now + LAPSES_WITHIN:
            both = {*_people(plan.site_id, May.RUN_WORKS), *_people(plan.site_id, May.DIRECT_NATIONALLY)}
            yield from (Due(one, "lapses", plan.id, f"{plan.valid_until:%Y-%m-%d %H:%M}") for one in sorted(both))
        if changes := queries.basis_changes(plan):
            decided = Decision.objects.filter(plan=plan).values_list("entered_by", "confirmed_by")
            told = {one for pair in decided for one in pair if one} | set(holders)
            yield from (Due(one, "changed", plan.id, queries.seen_changes(changes)[:40]) for one in sorted(told))


HELD_BY = {
    "planner": May.PLAN, "verifier": May.PASS_INTERNALLY, "works_manager": May.RUN_WORKS,
    **{str(level): what for level, what in queries.RECORDS_FOR.items() if level not in moves.OUTSIDE},
}  # fmt: skip
"""Whom to remind of what holds a plan. Outside bodies write letters when they do."""


def _people(site_id: UUID, what: May) -> list[UUID]:
    return [one.pk for one in register.people_of(site_id, what)]


def _of_letters() -> Iterator[Due]:
    rows = EnteredDecision.objects.filter(status="waiting", entered_at__lte=clock.now() - timedelta(days=1))
    for entered in rows.select_related("plan").order_by("id"):
        levels = [moves.Level(entered.level)] if entered.level in set(moves.Level) else list(queries.RECORDS_FOR)
        people = {one for level in levels for one in _people(entered.plan.site_id, queries.RECORDS_FOR[level])}
        yield from (
            Due(one, "letter", entered.plan_id, str(entered.id)) for one in sorted(people - {entered.entered_by_id})
        )


def _of_reports() -> Iterator[Due]:
    today = clock.today()
    due = date(today.year, *REPORT_DAY)
    if not due - REPORT_NOTICE <= today <= due:
        return
    for site in Site.objects.filter(in_danger_since__isnull=False).exclude(memberships=None).order_by("id"):
        yield from (Due(one, "report", site.id, str(due.year)) for one in _people(site.id, May.ACT_FOR_STATE_PARTY))
