"""A form filled in on paper is typed in by somebody else: author, observers and typist stay apart."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assessments.damage import forms, operations, policy, queries
from assessments.damage.messages import ReportPatch
from assessments.kit.errors import Forbidden, Problem
from assessments.register.models import Membership
from tests import factories


def _typed_in(world: SimpleNamespace) -> object:
    author = world.users["recorder2"].id
    return operations.begin_report(world.arch.id, by=world.by("recorder"), language="ar", author=author)


def test_author_observer_and_typist_are_kept_apart(world: SimpleNamespace) -> None:
    report = _typed_in(world)
    assert (report.author_id, report.entered_by_id) == (world.users["recorder2"].id, world.users["recorder"].id)
    assert report.observers == [str(world.users["recorder2"].id)]
    assert report.last_seen is None


def test_the_day_on_the_paper_has_to_be_given_before_it_is_submitted(world: SimpleNamespace) -> None:
    report = _typed_in(world)
    patch = ReportPatch(damage="heavy", extent="p31_60")
    operations.change_report(report.id, patch, by=world.by("recorder"), expected_version=None)
    with pytest.raises(Problem) as refusal:
        operations.submit(report.id, by=world.by("recorder"), accept_doubts=True)
    assert [one.pointer for one in refusal.value.errors] == ["/observed"]


def test_neither_the_author_nor_the_typist_verifies_it(world: SimpleNamespace) -> None:
    for name in ("recorder", "recorder2"):
        Membership.objects.create(user=world.users[name], site=world.site, role="verifier")
    report = _typed_in(world)
    patch = ReportPatch(damage="heavy", extent="p31_60", observed={"precision": "on", "from": "2016-04-25"})
    operations.change_report(report.id, patch, by=world.by("recorder"), expected_version=None)
    operations.submit(report.id, by=world.by("recorder"), accept_doubts=True)
    for name in ("recorder", "recorder2"):
        with pytest.raises(Forbidden):
            operations.verify(report.id, by=world.by(name), basis="photographs")


def test_nobody_writes_in_the_name_of_who_does_not_record_there(world: SimpleNamespace) -> None:
    for name in ("outsider", "viewer"):
        with pytest.raises(Problem, match="records on this site"):
            operations.begin_report(world.arch.id, by=world.by("recorder"), language="en", author=world.users[name].id)


def test_ticked_observers_may_not_judge(world: SimpleNamespace) -> None:
    report = factories.report(world)
    ticked = {f"observer-{world.users['verifier'].id}": "1", "has_observers": "1"}
    patch = forms.report_patch(ticked, queries.report(world.by("recorder"), report.id))
    operations.change_report(report.id, patch, by=world.by("recorder"), expected_version=None)
    report = operations.submit(report.id, by=world.by("recorder"), accept_doubts=True)
    assert not policy.may_review(report, world.by("verifier"))
    assert policy.may_review(report, world.by("verifier2"))


def test_a_form_without_a_day_is_still_kept(world: SimpleNamespace) -> None:
    report = factories.report(world)
    patch = forms.report_patch(
        {"observed_from": "", "observed_to": ""}, queries.report(world.by("recorder"), report.id)
    )
    changed = operations.change_report(report.id, patch, by=world.by("recorder"), expected_version=None)
    assert changed.last_seen is None
