"""What goes into a dossier beside the plan itself: documents and answers to standing requests; and erasing from one."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.seal import without
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import policy, queries, vocabulary
from assessments.restoration.errors import DossierFrozen
from assessments.restoration.messages import PlanDocumentIn, RequestAnswerIn
from assessments.restoration.models import Dossier, Plan, PlanDocument
from assessments.restoration.operations.judging import require_paper
from assessments.restoration.operations.plans import OPEN_FIELDS, lock_writable, record_edit, subject_of, writable
from assessments.restoration.workflow import WRITABLE

OF_THE_WORKS = frozenset(
    {
        "notice_172",
        "safety_plan",
        "insurance",
        "owner_consent",
        "finance",
        "completion_report",
        "monitoring_plan",
        "whc_report",
    }
)
"""Papers that come after the review: they are added in any state, and reviewers judged without them."""


def add_document(plan_id: UUID, message: PlanDocumentIn, *, by: Actor) -> PlanDocument:
    """Put a document of the site into a plan's dossier, saying as what. Raises `DossierFrozen` for what reviewers
    read, once they read it."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.KEEP_DOSSIER, plan.site_id)
    vocabulary.DOSSIER_DOCUMENT.require(message.purpose, "/purpose")
    _require_open(plan, message.purpose)
    require_paper(plan, message.document, by)
    try:
        with transaction.atomic():
            if message.purpose not in OF_THE_WORKS:
                lock_writable(plan)
            made = PlanDocument.objects.create(
                plan=plan,
                document_id=message.document,
                purpose=message.purpose,
                added_by_id=by.user_id,
                added_at=clock.now(),
            )
            _record(plan, made, "added", by)
    except IntegrityError:
        return PlanDocument.objects.get(plan=plan, document=message.document, purpose=message.purpose)
    return made


def remove_document(plan_id: UUID, entry_id: UUID, *, by: Actor) -> None:
    """Take a document out of a plan's dossier; the document itself stays. What was submitted keeps naming it."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.KEEP_DOSSIER, plan.site_id)
    found = plan.dossier_documents.filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    _require_open(plan, found.purpose)
    with transaction.atomic():
        if found.purpose not in OF_THE_WORKS:
            lock_writable(plan)
        _record(plan, found, "removed", by)
        found.delete()


def _require_open(plan: Plan, purpose: str) -> None:
    if plan.status not in WRITABLE and purpose not in OF_THE_WORKS:
        raise DossierFrozen


def _record(plan: Plan, one: PlanDocument, verb: str, by: Actor) -> None:
    changes = {"document": (None, one.document_id), "purpose": (None, one.purpose)}
    entry = Entry(f"restoration.plan.document_{verb}", subject_of(plan), changes, {"document", "purpose"})
    audit.record(entry, by=by)
    if one.purpose not in OF_THE_WORKS:
        record_edit(plan, by)


def answer_request(plan_id: UUID, message: RequestAnswerIn, *, by: Actor, expected_version: int | None = None) -> Plan:
    """Answer a standing request in writing, as part of what reviewers will read. An empty text takes it out."""
    plan = writable(plan_id, by)
    if not any(one.id == message.request for one in queries.requests_of(plan.site_id)):
        raise invalid_field("/request", "unknown_request", _("There is no such request on this site."))
    answers = {one: text for one, text in plan.request_answers.items() if one != str(message.request)}
    if message.text.strip():
        answers[str(message.request)] = message.text
    with transaction.atomic():
        lock_writable(plan)
        plan = recorded_changes.update(
            plan, {"request_answers": answers}, by=by, verb="restoration.plan.request_answered", kind="plan",
            site_id=plan.site_id, open_fields=OPEN_FIELDS, expected_version=expected_version,
        )  # fmt: skip
        record_edit(plan, by)
    return plan


def erase_from_dossier(plan_id: UUID, number: int, fields: Collection[str], *, because: str, by: Actor) -> Dossier:
    """Erase salt and value of private fields of one dossier, with the reason in history. Administrators of all sites
    only. Raises `Invalid` without a reason, or for a field that is not kept privately."""
    register.require_administrator(by)
    if not because.strip():
        raise invalid_field("/because", "missing", _("Say why it is erased."))
    with transaction.atomic():
        rows = Dossier.objects.select_related("plan").filter(plan_id=plan_id, revision=number)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound
        found.private = without(found.private, fields)
        Dossier.objects.filter(pk=found.pk).update(private=found.private)
        changes = {"number": (None, number), "fields": (None, sorted(fields))}
        entry = Entry("restoration.dossier.erased", subject_of(found.plan), changes, {"number", "fields"}, note=because)
        audit.record(entry, by=by)
    return found
