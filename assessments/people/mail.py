"""The e-mail backend of the embedded stack: messages are stored in the database and read on an admin page."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from assessments.people.models import StoredEmail


class StoredEmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        StoredEmail.objects.bulk_create(
            StoredEmail(to=", ".join([*one.to, *one.bcc]), subject=str(one.subject), body=str(one.body))
            for one in email_messages
        )
        return len(email_messages)
