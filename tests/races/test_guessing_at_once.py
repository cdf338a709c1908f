"""Many passwords tried at the same moment gain nothing over one after the other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from assessments.people.errors import SignInTooFast
from assessments.people.models import FailedSignIn
from assessments.people.rules import PER_ACCOUNT, PER_ACCOUNT_AND_ADDRESS
from assessments.people.sign_in import Attempt, account_digest, judged

AT_ONCE = 16


def tried(addresses: list[str]) -> int:
    """How many of as many attempts at once as there are addresses got as far as the password."""
    together = threading.Barrier(len(addresses))

    def attempt(address: str) -> bool:
        together.wait(20)
        try:
            judged(Attempt(None, account_digest("rana@example.org"), address, None, "web"), lambda: False)
        except SignInTooFast:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(addresses)) as pool:
        return sum(pool.map(attempt, addresses))


def test_from_one_address_no_more_than_the_limit_gets_through(own_database: None) -> None:
    assert tried(["10.0.0.1"] * AT_ONCE) <= PER_ACCOUNT_AND_ADDRESS.amount
    assert FailedSignIn.objects.count() <= PER_ACCOUNT_AND_ADDRESS.amount


def test_from_many_addresses_no_more_than_the_limit_gets_through(own_database: None) -> None:
    assert tried([f"10.0.{number}.1" for number in range(AT_ONCE)]) <= PER_ACCOUNT.amount
    assert tried([f"10.1.{number}.1" for number in range(AT_ONCE)]) <= 1
