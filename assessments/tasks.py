"""Index of all tasks: load by id, call one operation. Registered under fixed names."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from assessments.audit import operations as audit
from assessments.evidence import operations as evidence
from assessments.kit import jobs, keyed
from assessments.kit.actor import system


@shared_task(name="assessments.sweep")
def sweep() -> None:
    jobs.sweep()


@shared_task(name="assessments.sequence")
def sequence() -> None:
    audit.sequence()


@shared_task(name="assessments.forget_answers")
def forget_answers() -> None:
    keyed.forget()


@shared_task(name=evidence.PROCESS)
def process_photo(photo_id: str) -> None:
    evidence.process(UUID(photo_id), by=system("photo-worker"))
