"""How long somebody must wait before the next password is tried, from the failures so far.

Three counts, so that nobody shuts out anybody else: by account together with the address it is tried from; by account
alone, which only slows down; by address alone, at a height that no office behind one address reaches. A device on
which the person signed in before is counted by itself and is touched by none of the three (the "device cookie" of
OWASP's guide to slowing down online guessing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` failures within `window`."""

    amount: int
    window: timedelta


PER_ACCOUNT_AND_ADDRESS = Limit(5, timedelta(minutes=5))
PER_KNOWN_DEVICE = Limit(10, timedelta(minutes=5))
PER_ALL_KNOWN_DEVICES = Limit(30, timedelta(minutes=5))
"""Of one account together: cookies can be collected by whoever once had the password."""
PER_ADDRESS = Limit(300, timedelta(minutes=5))
PER_ACCOUNT = Limit(10, timedelta(hours=1))
"""Beyond this the account is slowed down: a second, then twice as long after each failure, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE = timedelta(minutes=1)
IN_FLIGHT = timedelta(seconds=30)
"""How long an attempt that has not ended is taken for one that may still succeed."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Failures under one count, newest first, and how many attempts are being judged at this moment."""

    failed_at: Sequence[datetime]
    in_flight: int = 0


def wait_until_fewer(attempts: Attempts, limit: Limit, now: datetime) -> timedelta:
    """Until fewer than `limit.amount` failures lie within the window; a second while the rest is being judged."""
    within = [one for one in attempts.failed_at if one > now - limit.window]
    if len(within) >= limit.amount:
        return within[limit.amount - 1] + limit.window - now
    return timedelta(seconds=1) if len(within) + attempts.in_flight >= limit.amount else timedelta()


def pause_after(attempts: Attempts, now: datetime) -> timedelta:
    """What is left of the pause that an account takes after its last failure; one attempt at a time from then on."""
    within = [one for one in attempts.failed_at if one > now - PER_ACCOUNT.window]
    if attempts.in_flight and len(within) + attempts.in_flight >= PER_ACCOUNT.amount:
        return timedelta(seconds=1)
    beyond = len(within) - PER_ACCOUNT.amount
    if beyond < 0:
        return timedelta()
    pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(beyond, 10)))
    return max(timedelta(), within[0] + pause - now)
