"""The head of the ledger goes out each day to whom the administrator names, and proves later that nothing was altered."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.audit import ledger_mail
from assessments.audit.models import LedgerMail, LedgerRecipient
from assessments.audit.operations import head, sequence
from assessments.audit.verify import verify_ledger
from assessments.kit import clock
from tests import factories
from tests.product.url_map import signed_in


@pytest.fixture(autouse=True)
def outbox(django_settings: object) -> None:
    django_settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True  # type: ignore[attr-defined]
    mail.outbox = []


def named(world: SimpleNamespace, *addresses: str) -> None:
    for one in addresses:
        ledger_mail.add_recipient(one, by=world.by("administrator"))


def test_it_goes_out_once_a_day_to_all_who_do_not_see_each_other(world: SimpleNamespace) -> None:
    named(world, "notary@example.org", "Embassy@Example.org")
    assert ledger_mail.send_daily_head() == 2
    assert ledger_mail.send_daily_head() == 0
    (sent,) = mail.outbox
    assert (sent.to, sorted(sent.bcc)) == ([], ["embassy@example.org", "notary@example.org"])
    position, digest = head()
    assert f"{position}:{digest.hex()}" in sent.body
    with clock.at(clock.now() + timedelta(days=1)):
        assert ledger_mail.send_daily_head() == 2


def test_it_carries_no_place_name_or_grade(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", narrative="The lintel lies in two pieces.")
    named(world, "notary@example.org")
    ledger_mail.send_daily_head()
    text = mail.outbox[0].subject + mail.outbox[0].body
    for word in ("Site", "PAL", "Arch", "lintel", "destroyed", "Recorder"):
        assert word not in text


def test_without_a_recipient_nothing_is_sent_and_the_day_stays_open(world: SimpleNamespace) -> None:
    assert ledger_mail.send_daily_head() == 0
    named(world, "notary@example.org")
    assert ledger_mail.send_daily_head() == 1


def test_a_lost_mail_server_is_tried_again(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    named(world, "notary@example.org")
    from django.core.mail.backends.locmem import EmailBackend

    def broken(self: object, messages: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", broken)
        with pytest.raises(ConnectionRefusedError):
            ledger_mail.send_daily_head()
    assert not LedgerMail.objects.filter(sent_at__isnull=False).exists()
    assert ledger_mail.send_daily_head() == 1


def test_the_mail_of_an_earlier_day_is_held_against_the_ledger(world: SimpleNamespace) -> None:
    factories.report(world, upto="submitted")
    sequence()
    position, digest = head()
    factories.report(world, upto="submitted")
    sequence()
    assert verify_ledger({position: digest.hex()}).is_unaltered
    assert not verify_ledger({position: "0" * 64}).is_unaltered
    assert "ends at" in verify_ledger({10_000: "0" * 64}).problems[0]


def test_an_unreadable_expectation_is_answered_with_a_sentence(world: SimpleNamespace) -> None:
    with pytest.raises(CommandError, match="POSITION:HASH"):
        call_command("verify_ledger", "--expect", "yesterday")


def test_administrators_name_and_take_off(world: SimpleNamespace) -> None:
    administrator, address = signed_in(world, "administrator"), "/admin/assessments/ledgerrecipient/name/"
    assert administrator.post(address, {"email": "notary@example.org"}).status_code == 302
    again = administrator.post(address, {"email": "Notary@example.org"})
    assert "gets the mail already" in again.content.decode()
    assert "valid email" in administrator.post(address, {"email": "nobody"}).content.decode()
    found = LedgerRecipient.objects.get()
    take_off = {"action": "take_off", "_selected_action": str(found.pk)}
    administrator.post("/admin/assessments/ledgerrecipient/", take_off)
    assert not LedgerRecipient.objects.exists()
    for client in (signed_in(world, "verifier"), Client()):
        assert client.post(address, {"email": "x@example.org"}).status_code in (302, 403)
    assert not LedgerRecipient.objects.exists()
