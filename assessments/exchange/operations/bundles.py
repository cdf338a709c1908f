"""Evidence bundles: asking for one, taking it, letting it go. The worker makes it (`bundle_making`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.damage import queries as damage
from assessments.evidence import custody
from assessments.evidence.models import Document, Photo
from assessments.exchange.messages import BundleIn
from assessments.exchange.models import KINDS, PAGE_OF_PDF, Bundle
from assessments.kit import clock, ids, jobs
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.resources import get_visible
from assessments.kit.store import store
from assessments.register import policy as register
from assessments.register import queries as places
from assessments.register.roles import May
from assessments.restoration import queries as restoration

MAKE_BUNDLE_TASK = "assessments.make_bundle"
NAMESPACE = "bundles"
NOT_MADE = gettext_noop("It could not be made in five attempts. Ask for it anew, or tell an administrator.")
NO_LONGER_SEEN = gettext_noop("Who asked for it may no longer see what it is of.")
NO_ROOM = gettext_noop("There is not enough room on the server to write it. Tell an administrator.")
KEPT_LONG_ENOUGH = gettext_noop("It was removed to make room. Ask for it anew.")
KEPT = timedelta(days=14)
"""How long a finished bundle is kept; being a copy, it can be made again."""
ERASED_SINCE = gettext_noop("Something of this site was erased since it was made. Ask for it anew.")


def ask_bundle(message: BundleIn, *, by: Actor) -> Bundle:
    """Request a bundle of a report, a monument or a plan, for the site's team only, because it contains originals; or a
    PDF, for whoever may see what it is of."""
    named = {kind: id_ for kind in KINDS if (id_ := getattr(message, kind)) is not None}
    if len(named) != 1:
        raise invalid_field("/report", "get_visible", _("Name a report, a monument or a plan, and only one of them."))
    ((kind, subject),) = named.items()
    site_id = _site_of(kind, subject, by)
    if kind == "dossier":
        _require_dossier(subject, by)
    register.require(by, May.SEE if kind in PAGE_OF_PDF else May.SEE_TEAM_ONLY, site_id)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Bundle, message.id, created_with):
        return found
    values = {
        "id": message.id, "site_id": site_id, "subject_kind": kind, "subject_id": subject, "asked_by_id": by.user_id,
        "language": message.language if kind in PAGE_OF_PDF else "",
    }  # fmt: skip
    with transaction.atomic():
        bundle = recorded_changes.create(
            Bundle, values, by=by, verb="exchange.bundle.asked", kind="bundle", site_id=site_id,
            open_fields={"subject_kind", "subject_id", "site_id"}, created_with=created_with, hidden={"asked_by_id"},
        )  # fmt: skip
        jobs.enqueue(MAKE_BUNDLE_TASK, bundle.id)
    return bundle


def _site_of(kind: str, subject: UUID, by: Actor) -> UUID:
    match kind:
        case "report":
            return damage.report(by, subject).site_id
        case "plan" | "dossier":
            return restoration.plan(by, subject).site_id
        case "conservation":
            return places.site(by, subject).id
    return places.monument(by, subject).site_id


def _require_dossier(plan_id: UUID, by: Actor) -> None:
    """Whoever may see a plan may print its dossier: it holds smaller pictures, and of those what they may see."""
    if not restoration.plan(by, plan_id).revision:
        raise invalid_field("/dossier", "not_submitted", _("There is no dossier before the plan is submitted."))


def bundle(id: UUID, *, by: Actor) -> Bundle:
    """A bundle requested by the actor or by somebody of the same site's team; a PDF by the actor only, since it shows
    what that person may see."""
    pdf = Q(subject_kind__in=PAGE_OF_PDF)
    team = register.rows_where(by, May.SEE_TEAM_ONLY, "site_id")
    own = Q(asked_by=by.user_id) & register.member_rows(by, "site_id")
    return get_visible(Bundle.objects.filter((~pdf & team) | (pdf & own)).select_related("site"), id)


def take_bundle(found: Bundle, *, by: Actor) -> BinaryIO:
    """Open the finished file, after recording in the custody of every original in it who exports it; a PDF holds
    none. Raises `NotFound` when the bundle is not ready.
    """
    if found.state != "ready":
        raise NotFound
    file = store().open(found.sha256, NAMESPACE)
    facts = {"bundle": found.id, "sha256": found.sha256}
    with transaction.atomic():
        for rows in (Photo.objects.filter(pk__in=found.items), Document.objects.filter(pk__in=found.items)):
            custody.append_to_each(list(rows), "exported", by=by, facts=facts)
        audit.record(Entry("exchange.bundle.taken", Subject("bundle", found.id, found.site_id)), by=by)
    return file


def remove_bundles(site_id: UUID) -> None:
    """Remove the finished bundles of a site after an erasure, since they may contain the erased file."""
    with transaction.atomic():
        # Bundles being written are locked as well: `make_bundle` checks for erasures again when it finishes.
        for found in Bundle.objects.select_for_update().filter(site=site_id, state__in=["due", "ready"]):
            if found.state == "ready":
                _remove(found, ERASED_SINCE)


def make_again() -> None:
    """Have the worker make every ready bundle again: their files are in no backup."""
    Bundle.objects.filter(state="ready").update(state="due", sha256="", attempt=0, lease_until=None)


def expire_bundles() -> int:
    """Remove expired bundles; they can be requested again. Returns how many were removed."""
    with transaction.atomic():
        old = Bundle.objects.select_for_update().filter(state="ready", made_at__lt=clock.now() - KEPT)
        for found in old:
            _remove(found, KEPT_LONG_ENOUGH)
    return len(old)


def _remove(found: Bundle, because: str) -> None:
    transaction.on_commit(lambda: store().remove(found.sha256, NAMESPACE))
    fail(found, because)


def fail(found: Bundle, because: str) -> None:
    Bundle.objects.filter(pk=found.pk).update(state="failed", because=because, lease_until=None)


@jobs.due_tasks
def bundles_due() -> Iterable[tuple[str, UUID]]:
    due = Bundle.objects.filter(jobs.unleased(), state="due")
    return [(MAKE_BUNDLE_TASK, one) for one in due.order_by("id").values_list("pk", flat=True)[:20]]


def new_bundle(kind: str, subject: UUID, *, by: Actor, language: str = "en") -> Bundle:
    """Request a bundle from an HTML page."""
    return ask_bundle(BundleIn(id=ids.uuid7(), language=language, **{kind: subject}), by=by)
