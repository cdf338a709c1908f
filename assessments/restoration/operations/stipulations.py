"""Stipulations: opened by a decision, answered in writing, closed by the body that set them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.evidence.models import Document
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import moves, policy, queries
from assessments.restoration.messages import AnswerIn, ClosingIn
from assessments.restoration.models import Stipulation
from assessments.restoration.operations.judging import require_paper
from assessments.restoration.operations.plans import subject_of
from assessments.restoration.operations.review import require_impartial
from assessments.restoration.workflow import STIPULATION

OPEN_FIELDS = frozenset({"status", "before", "answer_document_id", "closing_document_id"})


def require_answerer(found: Stipulation, by: Actor) -> None:
    """Requires somebody who plans, runs works or speaks for the State Party."""
    register.require(by, May.KEEP_DOSSIER, found.plan.site_id)


def require_closer(found: Stipulation, by: Actor) -> None:
    """Requires somebody who acts for the level that set it, and neither wrote the plan nor has an interest in it."""
    register.require(by, queries.RECORDS_FOR[moves.Level(found.decision.level)], found.plan.site_id)
    require_impartial(found.plan, by)
    policy.require_second_factor(by)


def answer(id: UUID, message: AnswerIn, *, by: Actor, expected_version: int | None = None) -> Stipulation:
    """Say what was done about a stipulation. It can be answered again until it is closed."""
    found = queries.stipulation(by, id)
    require_answerer(found, by)
    resources.require_version(found, expected_version)
    STIPULATION.require(found.status, "answer")
    if not message.text.strip():
        raise invalid_field("/text", "missing", _("Say what was done."))
    if message.document is not None:
        require_paper(found.plan, message.document, by)
    values = {
        "answer": message.text, "answer_document_id": message.document,
        "answered_by_id": by.user_id, "answered_at": clock.now(),
    }  # fmt: skip
    return _move(found, "answer", "answered", values, by)


def close(id: UUID, message: ClosingIn, *, by: Actor, expected_version: int | None = None) -> Stipulation:
    """Say, for the body that set it, that a stipulation is met. What outside bodies set is closed by their letter."""
    found = queries.stipulation(by, id)
    require_closer(found, by)
    resources.require_version(found, expected_version)
    STIPULATION.require(found.status, "close")
    if found.answered_by_id == by.user_id:
        raise invalid_field("/note", "own_answer", _("You answered it, so somebody else has to close it."))
    if found.decision.level in moves.OUTSIDE:
        _require_letter(found, message.document)
    if message.document is not None:
        require_paper(found.plan, message.document, by)
    values = {
        "closing_note": message.note, "closing_document_id": message.document,
        "closed_by_id": by.user_id, "closed_at": clock.now(),
    }  # fmt: skip
    return _move(found, "close", "closed", values, by)


def _require_letter(found: Stipulation, document: UUID | None) -> None:
    """What outside bodies set is answered first, and closed by another person who has the body's letter in hand."""
    if found.status != "answered":
        raise invalid_field("/note", "not_answered", _("It is answered first; then the body says that it is met."))
    if not Document.objects.filter(pk=document, document_kind="letter").exists():
        detail = _("Name the letter in which the body says that it is met.")
        raise invalid_field("/document", "missing", detail)


def _move(found: Stipulation, move: str, verb: str, values: dict[str, Any], by: Actor) -> Stipulation:
    before = found.status
    said = {name: (None, one) for name, one in values.items() if name not in WHO_AND_WHEN}
    with transaction.atomic():
        found = advance(found, STIPULATION, move, **values)
        subject = Subject("stipulation", found.id, found.plan.site_id)
        changes = {"status": (before, found.status), **said}
        touched = (subject_of(found.plan),)
        audit.record(Entry(f"restoration.stipulation.{verb}", subject, changes, OPEN_FIELDS, touched=touched), by=by)
    return found


WHO_AND_WHEN = frozenset({"answered_at", "answered_by_id", "closed_at", "closed_by_id"})
"""What the history entry says by itself."""
