"""Stipulations: opened by a decision, answered in writing, closed by the body that set them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.evidence import queries as evidence
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import invalid_field
from assessments.kit.workflow import advance
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import moves, policy, queries
from assessments.restoration.messages import AnswerIn, ClosingIn
from assessments.restoration.models import Stipulation
from assessments.restoration.operations.plans import subject_of
from assessments.restoration.operations.review import require_impartial, require_version
from assessments.restoration.workflow import STIPULATION

OPEN_FIELDS = frozenset({"status", "before", "answer_document_id", "closing_document_id"})


def require_answerer(found: Stipulation, by: Actor) -> None:
    """Requires somebody who plans, runs works or speaks for the State Party."""
    register.require(by, May.KEEP_DOSSIER, found.plan.site_id)


def require_closer(found: Stipulation, by: Actor) -> None:
    """Requires somebody who acts for the level that set it, and neither wrote the plan nor has an interest in it."""
    level = found.decision.level
    what = queries.RECORDS_FOR.get(moves.Level(level)) if level in set(moves.Level) else May.ACT_FOR_STATE_PARTY
    register.require(by, what or May.ACT_FOR_STATE_PARTY, found.plan.site_id)
    require_impartial(found.plan, by)
    policy.require_second_factor(by)


def answer(id: UUID, message: AnswerIn, *, by: Actor, expected_version: int | None = None) -> Stipulation:
    """Say what was done about a stipulation. It can be answered again until it is closed."""
    found = queries.stipulation(by, id)
    require_answerer(found, by)
    require_version(found, expected_version)
    STIPULATION.require(found.status, "answer")
    _require_readable(message.document, by)
    values = {
        "answer": message.text, "answer_document_id": message.document,
        "answered_by_id": by.user_id, "answered_at": clock.now(),
    }  # fmt: skip
    return _move(found, "answer", "answered", values, by)


def close(id: UUID, message: ClosingIn, *, by: Actor, expected_version: int | None = None) -> Stipulation:
    """Say, for the body that set it, that a stipulation is met. What outside bodies set is closed by their letter."""
    found = queries.stipulation(by, id)
    require_closer(found, by)
    require_version(found, expected_version)
    STIPULATION.require(found.status, "close")
    if found.answered_by_id == by.user_id:
        raise invalid_field("/note", "own_answer", _("You answered it, so somebody else has to close it."))
    if found.decision.level in {*moves.OUTSIDE, "other"} and message.document is None:
        detail = _("Name the letter in which the body says that it is met.")
        raise invalid_field("/document", "missing", detail)
    _require_readable(message.document, by)
    values = {
        "closing_note": message.note, "closing_document_id": message.document,
        "closed_by_id": by.user_id, "closed_at": clock.now(),
    }  # fmt: skip
    return _move(found, "close", "closed", values, by)


def _require_readable(document: UUID | None, by: Actor) -> None:
    if document is not None and document not in evidence.readable_documents(by, {document}):
        raise invalid_field("/document", "unknown_document", _("There is no such document that you may read."))


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
