"""What stands around plans: requests of the Committee and others, money, deputies, declared interests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import NotFound, invalid_field
from assessments.kit.messages import given
from assessments.people.models import User
from assessments.register import policy as register
from assessments.register.models import Authority
from assessments.register.roles import May
from assessments.restoration import policy, queries, rules, vocabulary
from assessments.restoration.messages import (
    DeputationIn,
    FundingIn,
    FundingPatch,
    StandingRequestIn,
    StandingRequestPatch,
)
from assessments.restoration.models import ConflictOfInterest, Deputation, FundingSource, Plan, StandingRequest
from assessments.restoration.operations.plans import subject_of

REQUEST_OPEN_FIELDS = frozenset({"site_id", "authority_id", "since", "until", "tracks"})
FUNDING_OPEN_FIELDS = frozenset({"plan_id", "stage", "amount", "stated_on"})


def record_request(message: StandingRequestIn, *, by: Actor) -> StandingRequest:
    """Record what a body asks of a site for as long as it stands, paragraph by paragraph."""
    register.require(by, May.KEEP_REQUESTS, message.site)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(StandingRequest, message.id, created_with):
        return found
    values = _request_values(given(message), message.site)
    return recorded_changes.create(
        StandingRequest, values | {"site_id": values.pop("site")}, by=by, verb="restoration.request.recorded",
        kind="request", site_id=message.site, open_fields=REQUEST_OPEN_FIELDS, created_with=created_with,
    )  # fmt: skip


def change_request(
    id: UUID, message: StandingRequestPatch, *, by: Actor, expected_version: int | None
) -> StandingRequest:
    """Correct a request, end it, or say what was done about it."""
    row = queries.standing_request(by, id)
    register.require(by, May.KEEP_REQUESTS, row.site_id)
    values = _request_values(given(message), row.site_id)
    if (until := values.get("until", row.until)) and until < values.get("since", row.since):
        raise invalid_field("/until", "order", _("It ends before it begins."))
    return recorded_changes.update(
        row, values, by=by, verb="restoration.request.changed", kind="request", site_id=row.site_id,
        open_fields=REQUEST_OPEN_FIELDS, expected_version=expected_version,
    )  # fmt: skip


def _request_values(values: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    if "authority" in values:
        values["authority_id"] = values.pop("authority")
        if not Authority.objects.filter(pk=values["authority_id"], sites=site_id).exists():
            raise invalid_field("/authority", "unknown_authority", _("No such body is on file for this site."))
    for number, track in enumerate(values.get("tracks", [])):
        vocabulary.TRACK.require(track, f"/tracks/{number}")
    if values.get("until") and values.get("since") and values["until"] < values["since"]:
        raise invalid_field("/until", "order", _("It ends before it begins."))
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


def record_funding(plan_id: UUID, message: FundingIn, *, by: Actor) -> FundingSource:
    """Record money for a plan, in any state: pledges become commitments while it is reviewed."""
    plan = _plan_to_fund(plan_id, by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(FundingSource, message.id, created_with):
        return found
    values = _funding_values(given(message)) | {"plan_id": plan.id}
    return recorded_changes.create(
        FundingSource, values, by=by, verb="restoration.funding.recorded", kind="funding", site_id=plan.site_id,
        open_fields=FUNDING_OPEN_FIELDS, created_with=created_with, touched=[subject_of(plan)],
    )  # fmt: skip


def change_funding(id: UUID, message: FundingPatch, *, by: Actor, expected_version: int | None) -> FundingSource:
    """Correct what is recorded of money for a plan, such as that a pledge was committed."""
    row = queries.funding_source(by, id)
    register.require(by, May.KEEP_DOSSIER, row.plan.site_id)
    return recorded_changes.update(
        row, _funding_values(given(message)), by=by, verb="restoration.funding.changed", kind="funding",
        site_id=row.plan.site_id, open_fields=FUNDING_OPEN_FIELDS, expected_version=expected_version,
    )  # fmt: skip


def remove_funding(id: UUID, *, by: Actor, expected_version: int | None = None) -> None:
    """Take out what was recorded by mistake; history keeps it."""
    row = queries.funding_source(by, id)
    register.require(by, May.KEEP_DOSSIER, row.plan.site_id)
    resources.require_version(row, expected_version)
    with transaction.atomic():
        changes = {"funder": (row.funder, None), "stage": (row.stage, None), "amount": (row.amount, None)}
        entry = Entry("restoration.funding.removed", subject_of(row.plan), changes, FUNDING_OPEN_FIELDS)
        audit.record(entry, by=by)
        row.delete()


def _plan_to_fund(plan_id: UUID, by: Actor) -> Plan:
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.KEEP_DOSSIER, plan.site_id)
    return plan


def _funding_values(values: dict[str, Any]) -> dict[str, Any]:
    if "stage" in values:
        vocabulary.FUNDING_STAGE.require(values["stage"], "/stage")
    amount = values.get("amount")
    if amount is not None and not (amount.is_finite() and rules.CENT <= amount <= rules.MAX_RATE):
        raise invalid_field("/amount", "range", _("An amount is more than nothing, and at most 1 000 000 000 000."))
    if "external_ids" in values:
        values["external_ids"] = msgspec.to_builtins(values["external_ids"])
    return values


def depute(message: DeputationIn, *, by: Actor) -> Deputation:
    """Name who acts for a director between two days. A deputy reviews for the same authority already: two
    administrators granted that role, so that nobody is made a decider by one person."""
    register.require(by, May.DIRECT_NATIONALLY, message.site)
    policy.require_second_factor(by)
    site = resources.get_visible(register.visible_sites(by), message.site)
    if message.last_day < message.first_day or message.last_day < site.today:
        raise invalid_field("/last_day", "order", _("The last day comes after the first, and has not passed."))
    if message.deputy not in {one.id for one in queries.possible_deputies(site)}:
        raise invalid_field("/deputy", "not_a_reviewer", _("A deputy is a reviewer of the same authority."))
    with transaction.atomic():
        made = Deputation.objects.create(
            site=site, principal_id=by.user_id, deputy_id=message.deputy, first_day=message.first_day,
            last_day=message.last_day, made_at=clock.now(),
        )  # fmt: skip
        _record_deputation(made, "made", by)
    return made


def end_deputation(id: UUID, *, by: Actor) -> Deputation:
    """End a deputation at once; the director who made it does."""
    found = Deputation.objects.filter(pk=id, principal=by.user_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFound
    with transaction.atomic():
        found.ended_at = clock.now()
        found.save(update_fields=["ended_at"])
        _record_deputation(found, "ended", by)
    return found


def _record_deputation(one: Deputation, verb: str, by: Actor) -> None:
    code = User.objects.values_list("code", flat=True).get(pk=one.deputy_id)
    changes = {"deputy": (None, code), "first_day": (None, one.first_day), "last_day": (None, one.last_day)}
    subject = Subject("deputation", one.id, one.site_id)
    audit.record(Entry(f"restoration.deputation.{verb}", subject, changes, {"deputy", "first_day", "last_day"}), by=by)


def require_may_decide(plan: Plan, by: Actor) -> None:
    """Requires somebody who decides on plans of the site in any role, or passes them on."""
    if not any(register.may(by, one, plan.site_id) for one in (May.PASS_INTERNALLY, *queries.RECORDS_FOR.values())):
        register.require(by, May.REVIEW_NATIONALLY, plan.site_id)


def declare_interest(plan_id: UUID, reason: str, *, by: Actor) -> ConflictOfInterest:
    """Declare an interest in a plan: whoever does decides nothing about it from then on."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    require_may_decide(plan, by)
    if not reason.strip():
        raise invalid_field("/note", "missing", _("Say what the interest is."))
    try:
        with transaction.atomic():
            made = ConflictOfInterest.objects.create(
                plan=plan, user_id=by.user_id, reason=reason, declared_at=clock.now()
            )
            audit.record(Entry("restoration.plan.interest_declared", subject_of(plan), {}, (), note=reason), by=by)
    except IntegrityError:
        return ConflictOfInterest.objects.get(plan=plan, user_id=by.user_id)
    return made
