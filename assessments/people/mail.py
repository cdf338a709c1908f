"""The e-mail backend of the embedded stack: nothing leaves the machine, everything can be read on a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from assessments.people.models import KeptMail


class KeptMailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        KeptMail.objects.bulk_create(
            KeptMail(to=", ".join(one.to), subject=str(one.subject), body=str(one.body)) for one in email_messages
        )
        return len(email_messages)
