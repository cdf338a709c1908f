"""Attempts to sign in: each is written down before the password is looked at, and forgotten when it was right.

An attempt that is never ended (the process was killed) counts as a failure after half a minute, so guessing many
passwords at once gains nothing.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from assessments.kit import clock, ids
from assessments.people.errors import AddressTooFast, SignInTooFast
from assessments.people.models import FailedSignIn, User
from assessments.people.rules import (
    IN_FLIGHT,
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
    PER_KNOWN_DEVICE,
    Attempts,
    pause_after,
    wait_until_fewer,
)

COOKIE = "known_device"
COOKIE_AGE_S = 365 * 24 * 3600
RETENTION = timedelta(days=1)
_signer = signing.TimestampSigner(salt="known-device")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who is tried from where. `account` is a digest of the e-mail; `device` is set by its cookie."""

    user: User | None
    account: bytes
    address: str
    device: UUID | None
    via: str


def attempt_of(request: HttpRequest, email: str, *, via: str) -> Attempt:
    user = User.objects.filter(email__iexact=email.strip()).first()
    account = hashlib.sha256(email.strip().lower().encode()).digest()
    address = truncate_ip(get_adapter(request).get_client_ip(request))
    return Attempt(user, account, address, _known_device(request, user), via)


def begin(attempt: Attempt) -> UUID:
    """Write the attempt down; returns its id. Raises `SignInTooFast` or `AddressTooFast` when it must wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Attempts on one account are counted one after the other, so that none slips through beside another.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(attempt.account[:8], signed=True)])
        _require_patience(attempt)
        row = FailedSignIn.objects.create(
            user=attempt.user, account=attempt.account, address=attempt.address, device=attempt.device, via=attempt.via,
            is_in_flight=True,
        )  # fmt: skip
    return row.id


def fail(attempt_id: UUID) -> None:
    FailedSignIn.objects.filter(pk=attempt_id).update(is_in_flight=False)


def succeed(attempt_id: UUID) -> None:
    FailedSignIn.objects.filter(pk=attempt_id).delete()


def forget(user: User) -> int:
    """Forget the failures of an account, as when its password was chosen anew; returns how many there were."""
    return FailedSignIn.objects.filter(user=user).delete()[0]


def delete_old() -> int:
    """Delete failures older than a day; returns how many."""
    return FailedSignIn.objects.filter(at__lt=clock.recorded_now() - RETENTION).delete()[0]


def remember_device(response: HttpResponseBase, user: User, *, secure: bool) -> None:
    """Let this browser or client be known: other people's guesses at the account no longer slow it down."""
    response.set_cookie(
        COOKIE, _signer.sign(f"{user.id}.{ids.uuid7()}"), max_age=COOKIE_AGE_S, httponly=True, samesite="Lax",
        secure=secure,
    )  # fmt: skip


def _known_device(request: HttpRequest, user: User | None) -> UUID | None:
    try:
        owner, _dot, device = _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=COOKIE_AGE_S).partition(".")
        return UUID(device) if user is not None and owner == str(user.id) else None
    except (signing.BadSignature, ValueError):
        return None


def _require_patience(attempt: Attempt) -> None:
    now, rows = clock.recorded_now(), FailedSignIn.objects
    if attempt.device is not None:
        own = _attempts(rows.filter(device=attempt.device), PER_KNOWN_DEVICE.amount)
        _refuse(wait_until_fewer(own, PER_KNOWN_DEVICE, now), SignInTooFast)
        return
    strange = rows.filter(device__isnull=True)
    account = strange.filter(account=attempt.account)
    pair = _attempts(account.filter(address=attempt.address), PER_ACCOUNT_AND_ADDRESS.amount)
    _refuse(wait_until_fewer(pair, PER_ACCOUNT_AND_ADDRESS, now), SignInTooFast)
    _refuse(pause_after(_attempts(account, PER_ACCOUNT.amount + 10), now), SignInTooFast)
    address = _attempts(strange.filter(address=attempt.address), PER_ADDRESS.amount)
    _refuse(wait_until_fewer(address, PER_ADDRESS, now), AddressTooFast)


def _attempts(rows: QuerySet[FailedSignIn], most: int) -> Attempts:
    judged = Q(is_in_flight=False) | Q(at__lte=clock.recorded_now() - IN_FLIGHT)
    failed = list(rows.filter(judged).order_by("-at").values_list("at", flat=True)[:most])
    return Attempts(failed, rows.exclude(judged).count())


def _refuse(wait: timedelta, refusal: type[SignInTooFast]) -> None:
    if wait > timedelta():
        raise refusal(seconds=math.ceil(wait.total_seconds()))
