"""A protected member appears by alias on every page and in the API; reading the name takes a reason, recorded in history."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.audit.queries import history_of
from assessments.kit.errors import Invalid, NotFound
from assessments.people.models import User
from assessments.register import operations
from assessments.register.errors import NotAMember
from tests import factories

ALIAS = "Assessor PAL-07"


@pytest.fixture
def protected(world: SimpleNamespace) -> Any:
    User.objects.filter(pk=world.users["recorder"].pk).update(full_name="Khalil al-Tadmuri", email="khalil@example.org")
    return operations.protect(world.users["recorder"].id, ALIAS, by=world.by("administrator"))


def page(world: SimpleNamespace, role: str, path: str) -> str:
    client = Client()
    client.force_login(world.users[role], "allauth.account.auth_backends.AuthenticationBackend")
    return client.get(path).content.decode()


def test_pages_show_the_alias_and_never_the_name(world: SimpleNamespace, protected: Any) -> None:
    report = factories.report(world, upto="submitted")
    for role, path in (("viewer", f"/reports/{report.id}"), ("verifier", "/queue"),
                       ("administrator", "/admin/assessments/user/"), ("viewer", f"/monuments/{world.arch.id}")):  # fmt: skip
        html = page(world, role, path)
        assert ALIAS in html
        assert protected.full_name not in html
        assert protected.email not in html


def test_a_verifier_reads_the_name_for_a_reason_that_is_kept(world: SimpleNamespace, protected: Any, api: Any) -> None:
    body = {"site": str(world.site.id), "because": "Must be warned before the road closes."}
    reply = api("verifier").post(f"/people/{protected.id}/reveal", body)
    assert (reply.status, reply.json) == (200, {"full_name": protected.full_name})
    line = history_of("person", protected.id)[0]
    assert (line.verb, line.note) == ("register.person.revealed", body["because"])


def test_without_a_reason_the_name_stays_hidden(world: SimpleNamespace, protected: Any) -> None:
    with pytest.raises(Invalid):
        operations.reveal(protected.id, world.site.id, because="why", by=world.by("verifier"))


def test_others_are_refused(world: SimpleNamespace, protected: Any) -> None:
    with pytest.raises(NotAMember):
        operations.reveal(protected.id, world.site.id, because="I am curious.", by=world.by("recorder2"))


def test_whoever_is_not_protected_here_does_not_exist(world: SimpleNamespace, protected: Any) -> None:
    with pytest.raises(NotFound):
        operations.reveal(world.users["viewer"].id, world.site.id, because="I am curious.", by=world.by("verifier"))
    elsewhere = factories.site("ALE")
    with pytest.raises(NotFound):
        operations.reveal(protected.id, elsewhere.id, because="I am curious.", by=world.by("administrator"))


def test_the_page_shows_the_name_once(world: SimpleNamespace, protected: Any) -> None:
    client = Client()
    client.force_login(world.users["verifier"], "allauth.account.auth_backends.AuthenticationBackend")
    path = f"/sites/{world.site.id}/people/{protected.id}/name"
    assert protected.full_name not in client.get(path).content.decode()
    assert protected.full_name in client.post(path, {"because": "Next of kin asked."}).content.decode()


def test_protection_ends_as_it_began(world: SimpleNamespace, protected: Any) -> None:
    assert operations.protect(protected.id, "", by=world.by("administrator")).display_name == "Khalil al-Tadmuri"


def test_two_people_do_not_share_an_alias(world: SimpleNamespace, protected: Any) -> None:
    with pytest.raises(Invalid):
        operations.protect(world.users["recorder2"].id, ALIAS.lower(), by=world.by("administrator"))
