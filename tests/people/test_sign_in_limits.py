"""Wrong passwords slow down whoever tries them, and nobody else: no office is locked out by one of its people."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.audit.models import HistoryEntry
from assessments.kit import clock
from assessments.people.models import FailedSignIn, User
from assessments.people.rules import PER_ACCOUNT, Attempts, pause_after
from assessments.people.sign_in import Attempt, account_digest, judged
from tests import factories
from tests.rest import Reply, Rest


def sign_in(email: str, password: str, *, client: Client | None = None, address: str = "10.0.0.1") -> Any:
    client = client or Client()
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def ask_for_a_token(email: str, password: str, *, address: str = "10.0.0.1") -> Reply:
    rest = Rest()
    rest.client.defaults["REMOTE_ADDR"] = address
    return rest.post("/auth/tokens", {"email": email, "password": password, "device_name": "tablet"})


def age_failures(by: timedelta) -> None:
    """Let time pass for everything that was counted so far."""
    for row in FailedSignIn.objects.all():
        FailedSignIn.objects.filter(pk=row.pk).update(at=row.at - by)


def test_twelve_wrong_passwords_of_a_neighbour_lock_out_nobody_else(world: SimpleNamespace) -> None:
    neighbour, me = world.users["recorder"].email, world.users["verifier"].email
    for attempt in range(12):
        answer = sign_in(neighbour, f"wrong {attempt}")
    assert answer.status_code == 429
    assert sign_in(me, factories.PASSWORD).status_code == 302
    assert ask_for_a_token(me, factories.PASSWORD).status == 201


def test_who_must_wait_is_told_for_how_long_and_what_else_to_do(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    for _attempt in range(6):
        answer = sign_in(email, "wrong")
    page, seconds = answer.content.decode(), int(answer.headers["Retry-After"])
    assert 290 < seconds <= 300
    assert f"Wait {seconds} seconds" in page
    assert "/accounts/password/reset/" in page
    assert email in page  # what was typed stays in the form
    refused = ask_for_a_token(email, factories.PASSWORD)
    assert (refused.status, refused.code) == (429, "sign_in_too_fast")
    assert 290 < int(refused.headers["Retry-After"]) <= 300


def test_after_the_stated_wait_the_right_password_works(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    for _attempt in range(6):
        answer = sign_in(email, "wrong")
    age_failures(timedelta(seconds=int(answer.headers["Retry-After"]) - 2))
    assert sign_in(email, factories.PASSWORD).status_code == 429
    age_failures(timedelta(seconds=3))
    assert sign_in(email, factories.PASSWORD).status_code == 302


def test_attempts_that_were_refused_make_nobody_wait_longer(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    for _attempt in range(30):
        sign_in(email, "wrong")
    assert FailedSignIn.objects.count() == 5


def test_a_device_that_is_known_is_not_shut_out_by_others(world: SimpleNamespace) -> None:
    email, mine = world.users["recorder"].email, Client()
    assert sign_in(email, factories.PASSWORD, client=mine).status_code == 302
    mine.post("/accounts/logout/")
    for attempt in range(40):
        sign_in(email, "wrong", address=f"10.0.{attempt}.1")
        sign_in(email, "wrong")
    assert sign_in(email, factories.PASSWORD).status_code == 429
    assert sign_in(email, factories.PASSWORD, client=mine).status_code == 302


def test_a_known_device_that_guesses_waits_as_well(world: SimpleNamespace) -> None:
    email, mine = world.users["recorder"].email, Client()
    sign_in(email, factories.PASSWORD, client=mine)
    mine.post("/accounts/logout/")
    answers = [sign_in(email, "wrong", client=mine).status_code for _attempt in range(11)]
    assert answers[-2:] == [200, 429]


def test_the_device_of_one_person_is_not_known_for_another(world: SimpleNamespace) -> None:
    mine = Client()
    sign_in(world.users["verifier"].email, factories.PASSWORD, client=mine)
    mine.post("/accounts/logout/")
    answers = [sign_in(world.users["recorder"].email, "wrong", client=mine).status_code for _attempt in range(6)]
    assert answers[-1] == 429


def test_guesses_from_many_addresses_slow_the_account_down(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    for number in range(PER_ACCOUNT.amount + 4):
        answer = sign_in(email, "wrong", address=f"10.1.{number}.1")
        if answer.status_code == 429:
            age_failures(timedelta(seconds=int(answer.headers["Retry-After"])))
    answer = sign_in(email, factories.PASSWORD, address="10.2.0.1")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(("failures", "seconds"), [(9, 0), (10, 1), (11, 2), (13, 8), (30, 60)])
def test_the_pause_doubles_up_to_a_minute(failures: int, seconds: int) -> None:
    now = clock.recorded_now()
    assert pause_after(Attempts([now] * failures), now) == timedelta(seconds=seconds)


def test_an_address_is_stopped_only_beyond_what_an_office_does(world: SimpleNamespace) -> None:
    strange = [FailedSignIn(account=bytes([n % 256, n // 256]) * 16, address="10.0.0.1", via="web") for n in range(299)]
    FailedSignIn.objects.bulk_create(strange)
    assert sign_in(world.users["recorder"].email, factories.PASSWORD).status_code == 302
    sign_in("nobody@example.org", "wrong")
    refused = ask_for_a_token(world.users["verifier"].email, factories.PASSWORD)
    assert (refused.status, refused.code) == (429, "address_too_fast")
    assert ask_for_a_token(world.users["verifier"].email, factories.PASSWORD, address="10.0.0.2").status == 201


def test_a_new_password_forgets_the_wrong_ones(world: SimpleNamespace) -> None:
    from allauth.account.adapter import get_adapter

    user = world.users["recorder"]
    for _attempt in range(5):
        sign_in(user.email, "wrong")
    get_adapter().set_password(user, "column after column")
    assert sign_in(user.email, "column after column").status_code == 302


def test_an_administrator_sees_it_and_lifts_it(world: SimpleNamespace) -> None:
    user, office = world.users["recorder"], Client()
    for _attempt in range(5):
        sign_in(user.email, "wrong", address="10.0.0.7")
    ask_for_a_token("my password by mistake", "wrong")
    assert FailedSignIn.objects.filter(user=None).exists()
    office.force_login(world.users["administrator"], "allauth.account.auth_backends.AuthenticationBackend")
    address = "/admin/assessments/failedsignin/"
    page = office.get(address).content.decode()
    assert user.display_name in page
    assert "10.0.0.7" in page
    assert "by mistake" not in page
    chosen = {"action": "lift", "_selected_action": [str(FailedSignIn.objects.filter(user=user)[0].pk)]}
    assert office.post(address, chosen).status_code == 302
    assert sign_in(user.email, factories.PASSWORD, address="10.0.0.7").status_code == 302
    assert HistoryEntry.objects.filter(verb="people.sign_in.lifted").exists()


def test_wrong_codes_over_the_api_are_counted_too(world: SimpleNamespace) -> None:
    from tests.people.test_sign_in import give_second_factor
    from tests.people.test_sign_in import sign_in as on_the_page

    user = world.users["national_reviewer"]
    give_second_factor(on_the_page(user.email, factories.PASSWORD)[0])
    body = {"email": user.email, "password": factories.PASSWORD, "device_name": "tablet", "otp": "000000"}
    answers = [Rest().post("/auth/tokens", body).status for _attempt in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_shared_tablet_stays_known_for_each_of_its_people(world: SimpleNamespace) -> None:
    tablet, first, second = Client(), world.users["recorder"].email, world.users["verifier"].email
    for email in (first, second):
        sign_in(email, factories.PASSWORD, client=tablet)
        tablet.post("/accounts/logout/")
    for _attempt in range(6):
        sign_in(first, "wrong")
    assert sign_in(first, factories.PASSWORD, client=tablet).status_code == 302


def test_a_new_password_makes_every_device_a_stranger_again(world: SimpleNamespace) -> None:
    from allauth.account.adapter import get_adapter

    user, old = world.users["recorder"], Client()
    sign_in(user.email, factories.PASSWORD, client=old)
    old.post("/accounts/logout/")
    get_adapter().set_password(user, "column after column")
    answers = [sign_in(user.email, "wrong", client=old).status_code for _attempt in range(6)]
    assert answers[-1] == 429


def test_the_present_password_is_not_guessed_from_an_open_session(world: SimpleNamespace) -> None:
    client = Client()
    sign_in(world.users["administrator"].email, factories.PASSWORD, client=client)
    assert client.get("/admin/password_change/").headers["Location"] == "/accounts/password/change/"
    form = {"oldpassword": "wrong", "password1": "column after column", "password2": "column after column"}
    answers = [client.post("/accounts/password/change/", form).status_code for _attempt in range(11)]
    assert answers[-1] == 429
    assert answers[:10] == [200] * 10


def test_ipv4_addresses_that_a_listener_maps_are_counted_apart(world: SimpleNamespace) -> None:
    email = world.users["recorder"].email
    for _attempt in range(6):
        sign_in(email, "wrong", address="::ffff:10.3.0.1")
    assert sign_in(email, factories.PASSWORD, address="::ffff:10.3.0.1").status_code == 429
    assert sign_in(email, factories.PASSWORD, address="::ffff:10.3.0.2").status_code == 302


def test_failures_before_the_invitation_are_forgotten_with_the_first_password(world: SimpleNamespace) -> None:
    from allauth.account.adapter import get_adapter

    for _attempt in range(5):
        ask_for_a_token("rana@example.org", "wrong")
    rana = User.objects.create_user("rana@example.org", "Rana Haddad")
    get_adapter().set_password(rana, "stone by stone 1")
    assert sign_in("rana@example.org", "stone by stone 1").status_code == 302


def test_a_check_that_broke_counts_for_nothing(world: SimpleNamespace) -> None:
    attempt = attempt_at_the_recorder(world)

    def broken() -> bool:
        raise ConnectionError("a part is away")

    for _attempt in range(8):
        with pytest.raises(ConnectionError):
            judged(attempt, broken)
    assert FailedSignIn.objects.count() == 0


def attempt_at_the_recorder(world: SimpleNamespace) -> Attempt:
    user = world.users["recorder"]
    return Attempt(user, account_digest(user.email), "10.0.0.1", None, "web")


def test_nobody_lists_further_addresses(world: SimpleNamespace) -> None:
    client = Client()
    client.force_login(world.users["recorder"], "allauth.account.auth_backends.AuthenticationBackend")
    form = {"action_add": "", "email": world.users["verifier"].email}
    assert client.get("/accounts/email/").status_code == 404
    assert client.post("/accounts/email/", form).status_code == 404
