"""Before/after pairs: two photographs of one view, chosen by a person and aligned by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.evidence import custody, isolation, policy
from assessments.evidence.errors import PairedAlready
from assessments.evidence.messages import PairIn
from assessments.evidence.models import Pair, Photo
from assessments.evidence.operations.derivatives import not_erased_meanwhile, remove_unreferenced
from assessments.evidence.operations.reading import LEASE_SECONDS, OUTAGE_S
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import Unavailable, invalid_field
from assessments.kit.messages import given
from assessments.kit.store import DERIVED, store
from assessments.register import policy as register
from assessments.register.roles import May

ALIGN_TASK = "assessments.align_pair"
OPEN = frozenset({"earlier_id", "later_id"})


def pair(message: PairIn, *, by: Actor) -> Pair:
    """Choose an earlier and a later photograph of the same site. Raises `Invalid`, `PairedAlready`."""
    earlier, later = (
        _ready(by, id_, f"/{name}") for id_, name in ((message.earlier, "earlier"), (message.later, "later"))
    )
    if earlier.site_id != later.site_id or earlier.id == later.id:
        raise invalid_field("/later", "other_site", _("Choose two different photographs of the same site."))
    register.require(by, May.RECORD, earlier.site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Pair, message.id, created_with):
        return found
    if Pair.objects.filter(earlier=earlier, later=later, removed_at__isnull=True).exists():
        raise PairedAlready
    values = given(message)
    values |= {"earlier_id": values.pop("earlier"), "later_id": values.pop("later"), "chosen_by_id": by.user_id}
    with transaction.atomic():
        made = recorded_changes.create(
            Pair, values, by=by, verb="evidence.pair.chosen", kind="pair", site_id=earlier.site_id, open_fields=OPEN,
            created_with=created_with, hidden={"chosen_by_id"},
        )  # fmt: skip
        jobs.enqueue(ALIGN_TASK, made.id)
    return made


def _ready(by: Actor, id: UUID, pointer: str) -> Photo:
    found = policy.visible_photos(by).filter(pk=id, state="ready", erased_at__isnull=True).first()
    if found is None:
        raise invalid_field(pointer, "unknown_photo", _("No readable photograph that you may see has this id."))
    return found


def unpair(pair: Pair, *, by: Actor, expected_version: int | None = None) -> None:
    """Remove a pair; its photographs stay."""
    register.require(by, May.RECORD, pair.earlier.site_id)
    if pair.removed_at is None:
        recorded_changes.update(
            pair, {"removed_at": clock.now()}, by=by, verb="evidence.pair.removed", kind="pair",
            site_id=pair.earlier.site_id, open_fields=OPEN, expected_version=expected_version,
        )  # fmt: skip


def align(pair_id: UUID, *, by: Actor) -> None:
    """Align the earlier picture with the later one, under a lease. Does nothing when the pair is not due."""
    found = jobs.claim(Pair.objects.filter(state="due", removed_at__isnull=True), pair_id, seconds=LEASE_SECONDS)
    if found is None:
        return
    if found.attempt > jobs.MAX_ATTEMPTS:
        Pair.objects.filter(pk=found.pk).update(state="done", certainty="none", lease_until=None)
        return
    try:
        with ExitStack() as held:
            folder = held.enter_context(store().working("align", found.id))
            pictures = [
                held.enter_context(
                    store().local(one.derivatives.filter(recipe="large").latest("recipe_version").sha256, DERIVED)
                )
                for one in (found.earlier, found.later)
            ]
            result = isolation.run(
                "aligning", "align", earlier=str(pictures[0]), later=str(pictures[1]), folder=str(folder)
            )
            if result["file"]:
                store().keep(Path(result["file"]), result["sha256"], DERIVED)
    except (isolation.ReaderDied, isolation.ReaderBusy):
        Pair.objects.filter(pk=found.pk).update(lease_until=None)
    except Unavailable:
        jobs.release_lease(found, pause_s=OUTAGE_S)
    except (isolation.ReaderRefused, FileNotFoundError):
        Pair.objects.filter(pk=found.pk).update(state="done", certainty="none", lease_until=None)
    else:
        _keep(found, result, by)


def _keep(found: Pair, result: dict[str, object], by: Actor) -> None:
    with transaction.atomic():
        pieces = [(str(result["sha256"]), DERIVED)] if result["sha256"] else []
        if not not_erased_meanwhile(found.earlier, pieces):
            return
        columns = ("certainty", "matched", "fitting", "error_px", "matrix", "sha256", "width", "height")
        # Filtered by the lease: when a picture was turned meanwhile, the pair is aligned again.
        if not Pair.objects.filter(pk=found.pk, lease_until=found.lease_until).update(
            state="done", lease_until=None, **{name: result[name] for name in columns}
        ):
            transaction.on_commit(lambda: remove_unreferenced(pieces))
            return
        if result["sha256"]:
            custody.append(found.earlier, "derived", by=by, facts={"aligned": result["sha256"], "with": found.later_id})


@jobs.due_tasks
def pairs_due() -> Iterable[tuple[str, UUID]]:
    due = Pair.objects.filter(jobs.unleased(), state="due", removed_at__isnull=True)
    return [(ALIGN_TASK, one) for one in due.order_by("id").values_list("pk", flat=True)[:50]]
