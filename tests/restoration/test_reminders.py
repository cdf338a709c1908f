"""Reminders: once, in the reader's language, without place, name or grade; and never to those who want none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend as LocmemBackend

from assessments.kit import clock, ids
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site
from assessments.restoration.mail import send_reminders
from assessments.restoration.models import Plan
from tests import factories
from tests.product.url_map import signed_in
from tests.restoration import plans


@pytest.fixture(autouse=True)
def outbox(django_settings: Any) -> None:
    django_settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True
    mail.outbox = []


def later(days: int) -> Any:
    return clock.at(clock.now() + timedelta(days=days))


def receivers() -> list[str]:
    return sorted(one.to[0].split("@")[0] for one in mail.outbox)


def test_who_holds_a_plan_for_a_week_is_told_once_and_again_after_a_month(world: SimpleNamespace) -> None:
    plan = plans.submitted(world, plans.begun(world))
    assert send_reminders() == 0
    with later(8):
        assert send_reminders() == 3
        assert receivers() == ["national_director", "national_reviewer", "national_reviewer2"]
        assert send_reminders() == 0
    with later(20):
        assert send_reminders() == 0
    with later(31):
        assert send_reminders() == 3
    said = "".join(one.subject + one.body for one in mail.outbox)
    assert f"/plans/{plan.id}" in said
    for secret in (plan.title, world.site.label, world.arch.label, "destroyed", "National_Reviewer"):
        assert secret not in said


def test_it_is_written_in_the_readers_language_and_can_be_switched_off(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.submitted(world, plan)
    plans.decide(world, plan, "request_revision", by="national_reviewer", text="Once more.")
    planner = world.users["planner"]
    planner.language = "fr"
    planner.save()
    assert send_reminders() == 1
    assert "revenu" in mail.outbox[0].body
    signed_in(world, "planner").post("/account/reminders", {})
    Plan.objects.filter(pk=plan.pk).update(state_since=clock.now() - timedelta(days=2))
    assert send_reminders() == 0


def test_those_who_decided_are_told_what_changed_under_the_plan(world: SimpleNamespace) -> None:
    plan = plans.begun(world)
    plans.paper(world, plan, "structural_study", "block_inventory")
    plans.submitted(world, plan)
    plans.decide(world, plan, "endorse", by="national_reviewer2")
    blast = m.IncidentIn(id=ids.uuid7(), site=world.site.id, monuments=[world.arch.id], title={"en": "Blast"})
    register.record_incident(blast, by=world.by("verifier"))
    send_reminders()
    assert "national_reviewer2" in receivers()
    assert "Something changed under a plan" in mail.outbox[0].body


def test_a_letter_an_end_and_the_first_of_february_are_told(world: SimpleNamespace) -> None:
    plan = plans.submitted(world, plans.begun(world))
    letter = {"taken": "recorded_from_document", "document": plans.letter(world), "text": "No."}
    plans.decide(world, plan, "reject", by="national_reviewer", **letter)
    with later(2):
        send_reminders()
    assert receivers() == ["national_director", "national_reviewer2"]
    mail.outbox = []
    Plan.objects.filter(pk=plan.pk).update(status="in_progress", valid_until=clock.now() + timedelta(days=9))
    send_reminders()
    assert receivers() == ["national_director", "works_manager"]
    mail.outbox = []
    Site.objects.filter(pk=world.site.pk).update(in_danger_since=2013)
    with factories.on("2027-01-10"):
        send_reminders()
    assert {"state_party", "state_party2"} <= set(receivers())
    assert any("1 February" in one.body for one in mail.outbox)


class OneMailboxIsGone(LocmemBackend):
    """A mail server that refuses one address, as for somebody who left."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if any(to.startswith("national_director@") for one in messages for to in one.to):
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_an_address_that_is_refused_keeps_nobody_else_from_being_told(
    world: SimpleNamespace, django_settings: Any
) -> None:
    django_settings.EMAIL_BACKEND = f"{__name__}.OneMailboxIsGone"
    plans.submitted(world, plans.begun(world))
    with later(8):
        assert send_reminders() == 2
        assert receivers() == ["national_reviewer", "national_reviewer2"]
        django_settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert send_reminders() == 1  # the next time, once the mailbox is there again
