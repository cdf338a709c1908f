"""All Celery tasks: each calls one operation. Registered under fixed names."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from assessments.audit import ledger_mail
from assessments.audit import operations as audit
from assessments.evidence import operations as evidence
from assessments.exchange import operations as exchange
from assessments.exchange.operations import bundle_making
from assessments.kit import idempotency, jobs
from assessments.kit.actor import system
from assessments.people import sign_in
from assessments.register import operations as register
from assessments.restoration import mail as reminders
from assessments.restoration import operations as restoration
from assessments.sync import operations as sync


@shared_task(name="assessments.sweep")
def sweep() -> None:
    jobs.sweep()


@shared_task(name="assessments.sequence")
def sequence() -> None:
    audit.sequence()


@shared_task(name="assessments.send_ledger_head")
def send_ledger_head() -> None:
    ledger_mail.send_daily_head()


@shared_task(name="assessments.delete_expired_responses")
def delete_expired_responses() -> None:
    idempotency.delete_expired()
    sign_in.delete_old()


@shared_task(name=evidence.PROCESS_TASK)
def process_photo(photo_id: str) -> None:
    evidence.process(UUID(photo_id), by=system("photo-worker"))


@shared_task(name=evidence.TILE_TASK)
def tile_photo(photo_id: str) -> None:
    evidence.cut_tiles(UUID(photo_id), by=system("photo-worker"))


@shared_task(name=evidence.MASK_TASK)
def mask_photo(photo_id: str) -> None:
    evidence.paint(UUID(photo_id), by=system("photo-worker"))


@shared_task(name=restoration.FORECAST_TASK)
def make_forecast(forecast_id: str) -> None:
    restoration.make_forecast(UUID(forecast_id), by=system("forecaster"))


@shared_task(name="assessments.watch_plans")
def watch_plans() -> None:
    """Every minute: authorisations that are over lapse, and works stand still on ground that is released no longer."""
    restoration.lapse_over()
    restoration.suspend_on_lost_ground()


@shared_task(name="assessments.send_reminders")
def send_reminders() -> None:
    reminders.send_reminders()


@shared_task(name=evidence.TURN_TASK)
def turn_photo(photo_id: str) -> None:
    evidence.make_turned(UUID(photo_id), by=system("photo-worker"))


@shared_task(name=evidence.ALIGN_TASK)
def align_pair(pair_id: str) -> None:
    evidence.align(UUID(pair_id), by=system("photo-worker"))


@shared_task(name="assessments.look_after_files")
def look_after_files() -> None:
    """Every half hour: remove abandoned uploads and expired bundles, re-hash a share of the stored files."""
    evidence.clear_uploads()
    exchange.expire_bundles()
    evidence.check_files(by=system("store-check"), most=evidence.CHECK_BATCH)


@shared_task(name=register.COUNT_TASK)
def count_map_cells(_which: str) -> None:
    register.count_map_cells()


@shared_task(name=sync.APPLY_TASK)
def apply_held(_which: str) -> None:
    """Judge again what devices sent before the things that it names."""
    sync.apply_held()


@shared_task(name=exchange.MAKE_BUNDLE_TASK)
def make_bundle(bundle_id: str) -> None:
    bundle_making.make_bundle(UUID(bundle_id), by=system("bundle-worker"))
