"""Attempts to sign in: each is stored before the password is looked at, and deleted when it was right.

An attempt that is never ended (the process was killed) counts as a failure after half a minute, so guessing many
passwords at once gains nothing.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from assessments.kit import clock, ids
from assessments.people.errors import AddressTooFast, SignInTooFast
from assessments.people.models import FailedSignIn, User
from assessments.people.rules import (
    IN_FLIGHT,
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
    PER_ALL_KNOWN_DEVICES,
    PER_KNOWN_DEVICE,
    Attempts,
    pause_after,
    wait_until_fewer,
)

COOKIE_AGE_S = 365 * 24 * 3600
RETENTION = timedelta(days=1)
MAX_AT_ONCE = 100
"""More attempts on one account are not judged at one moment: no server has so many threads."""
Result = TypeVar("Result")
_signer = signing.TimestampSigner(salt="known-device")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who is tried from where. `account` is a digest of the e-mail; `device` is set by its cookie."""

    user: User | None
    account: bytes
    address: str
    device: UUID | None
    via: str


def account_digest(email: str) -> bytes:
    return hashlib.sha256(email.strip().lower().encode()).digest()


def attempt_of(request: HttpRequest, email: str, *, via: str) -> Attempt:
    user = User.objects.filter(email=email.strip().lower()).first()
    address = truncate_ip(get_adapter(request).get_client_ip(request))
    return Attempt(user, account_digest(email), address, _known_device(request, user), via)


def judged(attempt: Attempt, check: Callable[[], Result]) -> Result:
    """What `check` returns, as an attempt to sign in: it failed when that is falsy.

    Raises `SignInTooFast` or `AddressTooFast` when it must wait. An attempt whose check broke counts for nothing.
    """
    attempt_id = _begin(attempt)
    row = FailedSignIn.objects.filter(pk=attempt_id)
    try:
        result = check()
    except BaseException:
        row.delete()
        raise
    if result:
        row.delete()
    else:
        row.update(is_in_flight=False)
    return result


def _begin(attempt: Attempt) -> UUID:
    with transaction.atomic(), connection.cursor() as cursor:
        # Attempts on one account are counted one after the other, so that none slips through beside another.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(attempt.account[:8], signed=True)])
        _require_patience(attempt)
        row = FailedSignIn.objects.create(
            user=attempt.user, account=attempt.account, address=attempt.address, device=attempt.device, via=attempt.via,
            is_in_flight=True,
        )  # fmt: skip
    return row.id


def forget(user: User) -> int:
    """Delete the failures of an account, as when its password was chosen anew; returns how many there were."""
    own = Q(user=user) | Q(account=account_digest(user.email))
    return FailedSignIn.objects.filter(own).delete()[0]


def delete_old() -> int:
    """Delete failures older than a day; returns how many."""
    return FailedSignIn.objects.filter(at__lt=clock.recorded_now() - RETENTION).delete()[0]


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User, *, secure: bool) -> None:
    """Let this browser or client be known: other people's guesses at the account no longer slow it down.

    The cookie is one of many on a shared tablet, one a person, and is void once the password changes.
    """
    device = _known_device(request, user) or ids.uuid7()
    value = _signer.sign(f"{user.id}.{device}.{_password_mark(user)}")
    response.set_cookie(
        _cookie_of(user), value, max_age=COOKIE_AGE_S, httponly=True, samesite="Lax", secure=secure
    )  # fmt: skip


def _cookie_of(user: User) -> str:
    return f"known_device_{salted_hmac('known-device', str(user.id)).hexdigest()[:8]}"


def _password_mark(user: User) -> str:
    return str(user.get_session_auth_hash())[:16]


def _known_device(request: HttpRequest, user: User | None) -> UUID | None:
    if user is None:
        return None
    try:
        value = _signer.unsign(request.COOKIES.get(_cookie_of(user), ""), max_age=COOKIE_AGE_S)
        owner, device, mark = value.split(".")
        is_valid = owner == str(user.id) and constant_time_compare(mark, _password_mark(user))
        return UUID(device) if is_valid else None
    except (signing.BadSignature, ValueError):
        return None


def _require_patience(attempt: Attempt) -> None:
    now, rows = clock.recorded_now(), FailedSignIn.objects
    account = rows.filter(account=attempt.account)
    if attempt.device is not None:
        own = _attempts(rows.filter(device=attempt.device), PER_KNOWN_DEVICE.amount)
        _refuse(wait_until_fewer(own, PER_KNOWN_DEVICE, now), SignInTooFast)
        known = _attempts(account.filter(device__isnull=False), PER_ALL_KNOWN_DEVICES.amount)
        _refuse(wait_until_fewer(known, PER_ALL_KNOWN_DEVICES, now), SignInTooFast)
        return
    strange = account.filter(device__isnull=True)
    pair = _attempts(strange.filter(address=attempt.address), PER_ACCOUNT_AND_ADDRESS.amount)
    _refuse(wait_until_fewer(pair, PER_ACCOUNT_AND_ADDRESS, now), SignInTooFast)
    _refuse(pause_after(_attempts(strange, PER_ACCOUNT.amount + 10), now), SignInTooFast)
    address = _attempts(rows.filter(device__isnull=True, address=attempt.address), PER_ADDRESS.amount)
    _refuse(wait_until_fewer(address, PER_ADDRESS, now), AddressTooFast)


def _attempts(rows: QuerySet[FailedSignIn], most: int) -> Attempts:
    """In one query, since an attempt that ends between two would be seen by neither."""
    still = clock.recorded_now() - IN_FLIGHT
    newest = list(rows.order_by("-at").values_list("at", "is_in_flight")[: most + MAX_AT_ONCE])
    failed = [at for at, is_in_flight in newest if not is_in_flight or at <= still]
    return Attempts(failed[:most], len(newest) - len(failed))


def _refuse(wait: timedelta, refusal: type[SignInTooFast]) -> None:
    if wait > timedelta():
        raise refusal(seconds=math.ceil(wait.total_seconds()))
