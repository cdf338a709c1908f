"""Who is reading a waiting report is shown to the others, keeps nobody out, and ends by itself."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage import operations, queries
from assessments.damage.errors import OwnVisit
from assessments.damage.models import ReviewClaim, ReviewNote
from assessments.kit import clock
from assessments.kit.errors import WrongState
from assessments.register.errors import NotAMember
from tests import factories


def browser(world: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_second_reviewer_sees_who_is_reviewing(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="submitted")
    operations.claim(report.id, by=world.by("verifier"))
    held = operations.claim(report.id, by=world.by("verifier2"))
    assert held.claimed_by_id == world.users["verifier"].id
    assert queries.current_reviewer(report, world.by("verifier2")) == world.users["verifier"]
    assert queries.current_reviewer(report, world.by("verifier")) is None
    assert "being read by Verifier" in browser(world, "verifier2").get("/queue").content.decode()


def test_a_claim_that_nobody_renews_passes_on(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="submitted")
    operations.claim(report.id, by=world.by("verifier"))
    ReviewClaim.objects.update(until=clock.recorded_now() - timedelta(seconds=1))
    assert queries.current_reviewer(report, world.by("verifier2")) is None
    assert operations.claim(report.id, by=world.by("verifier2")).claimed_by_id == world.users["verifier2"].id


def test_a_claim_keeps_nobody_from_judging(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="submitted")
    operations.claim(report.id, by=world.by("verifier"))
    assert operations.verify(report.id, by=world.by("verifier2"), basis="photographs").status == "verified"


def test_only_who_may_judge_claims_and_only_what_waits(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="submitted")
    with pytest.raises(NotAMember):
        operations.claim(report.id, by=world.by("recorder2"))
    own = factories.report(world, upto="submitted", by="verifier")
    with pytest.raises(OwnVisit):
        operations.claim(own.id, by=world.by("verifier"))
    verified = factories.report(world, upto="verified")
    with pytest.raises(WrongState):
        operations.claim(verified.id, by=world.by("verifier2"))


def test_the_note_of_the_second_reviewer_is_saved(world: SimpleNamespace) -> None:
    report: Any = factories.report(world, upto="submitted")
    second = browser(world, "verifier2")
    operations.verify(report.id, by=world.by("verifier"), basis="photographs")
    words = "The south bay fell later, in 2016."
    response = second.post(f"/reports/{report.id}/return", {"note": words, "version": report.version})
    assert response.status_code in (409, 412)
    assert "Your note is kept as a comment." in response.content.decode()
    kept = ReviewNote.objects.get(report=report, verdict="comment")
    assert (kept.note, kept.written_by_id) == (words, world.users["verifier2"].id)


@pytest.mark.parametrize("together", ["", "visit", "monument", "moon"])
def test_the_queue_is_grouped_as_requested(world: SimpleNamespace, together: str) -> None:
    factories.report(world, upto="submitted")
    factories.report(world, upto="submitted", by="recorder2")
    page = browser(world, "verifier").get("/queue", {"together": together}).content.decode()
    assert page.count('class="ref">PAL-2016-') == 2
