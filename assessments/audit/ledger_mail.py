"""The daily mail with the head of the ledger, to whom administrators name.

Whoever keeps these mails can prove later that nothing before them was altered (`verify_ledger --expect`). They carry a
position and a hash, and no place, name or grade.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit.models import LedgerMail, LedgerRecipient
from assessments.audit.operations import Entry, Subject, head, record, sequence
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import Conflict, NotFound, invalid_field


def add_recipient(email: str, *, by: Actor) -> LedgerRecipient:
    """Name somebody who gets the head of the ledger each day. Callers have made sure that the actor may."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as failure:
        raise invalid_field("/email", "email", _("This is not an e-mail address.")) from failure
    try:
        with transaction.atomic():
            found = LedgerRecipient.objects.create(email=address)
            record(Entry("audit.recipient.added", Subject("ledger_recipient", found.id, None)), by=by)
    except IntegrityError:
        raise Conflict(_("This address gets the mail already.")) from None
    return found


def remove_recipient(id: UUID, *, by: Actor) -> None:
    with transaction.atomic():
        found = LedgerRecipient.objects.filter(pk=id).first()
        if found is None:
            raise NotFound
        record(Entry("audit.recipient.removed", Subject("ledger_recipient", found.id, None)), by=by)
        found.delete()


def send_daily_head() -> int:
    """Send today's head, once a day. Returns to how many it went; a failure of the mail server is tried again later."""
    sequence()
    with transaction.atomic():
        mail, _made = LedgerMail.objects.get_or_create(day=clock.today())
        mail = LedgerMail.objects.select_for_update().get(pk=mail.pk)
        recipients = list(LedgerRecipient.objects.order_by("email").values_list("email", flat=True))
        if mail.sent_at or not recipients:
            return 0
        mail.position, mail.hash = head()
        _message(mail, recipients).send()
        mail.sent_at = clock.now()
        mail.save()
    return len(recipients)


def _message(mail: LedgerMail, recipients: list[str]) -> EmailMessage:
    """One message to all, who do not see each other."""
    line = f"{mail.position}:{bytes(mail.hash or b'').hex()}"
    body = (
        f"Head of the ledger on {mail.day.isoformat()}\n\n    {line}\n\n"
        "Keep this mail. Whoever doubts the history of this installation runs\n\n"
        f"    manage.py verify_ledger --expect {line}\n\n"
        "which fails when anything recorded before this mail was altered since.\n"
    )
    return EmailMessage(f"Ledger head {mail.day.isoformat()}: {mail.position}", body, bcc=recipients)
