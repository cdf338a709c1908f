"""The fallen blocks of a monument: recorded, photographed, stored, matched to a part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.audit.queries import history_of
from assessments.desk import photograph_batches
from assessments.desk.entries.crumbs import METHODS, monument_crumbs
from assessments.desk.entry_page import EntryPage, respond
from assessments.evidence import intake
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import Monument
from assessments.register.roles import May


@require_GET
def blocks(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    """The fallen blocks of a monument by number, with how many are stored and matched."""
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.SEE, monument.site_id)
    found = queries.blocks_of(by, monument.id)
    pictures = evidence.photos_by_block(by, monument.id)
    context = {
        "monument": monument, "label": queries.display_label(monument),
        "blocks": [(one, pictures.get(one.id, 0)) for one in found],
        "counts": queries.block_counts(monument.id), "may_propose": policy.may(by, May.PROPOSE, monument.site_id),
    }  # fmt: skip
    return render(request, "register/blocks.html", context)


@require_http_methods(["GET", "POST"])
def block(request: HttpRequest, id: UUID) -> HttpResponse:
    """One fallen block with its photographs, close and from afar; POST takes more without JavaScript."""
    by = signed_in(request)
    found = queries.block(by, id)
    site_id = found.monument.site_id
    policy.require(by, May.SEE, site_id)
    refused: list[Problem] = []
    if request.method == "POST":
        policy.require(by, May.RECORD, site_id)
        refused = photograph_batches.receive(request, by, monument_id=found.monument_id, blocks=[found.id])
        if not refused:
            return redirect("block", id=id)
    photos = list(evidence.photos_of_block(by, found))
    context = {
        "fallen": found, "monument": found.monument, "label": queries.display_label(found.monument), "photos": photos,
        "unsettled": any(not one.is_settled for one in photos), "refused": refused,
        "may_propose": policy.may(by, May.PROPOSE, site_id), "may_record": policy.may(by, May.RECORD, site_id),
        "obtained_from": intake.obtained_from(request),
        "history": with_display_names(history_of("block", found.id, limit=30)),
    }  # fmt: skip
    return render(request, "register/block.html", context, status=refused[0].status if refused else 200)


@require_http_methods(METHODS)
def new_block(request: HttpRequest, monument_id: UUID) -> HttpResponse:
    by = signed_in(request)
    monument = queries.monument(by, monument_id)
    policy.require(by, May.PROPOSE, monument.site_id)
    page = EntryPage(
        heading=_("Record a fallen block"), form=forms.BlockForm, message=messages.BlockIn,
        save=operations.record_block, back=lambda row: reverse("block", args=[row.id]), kind="block",
        fixed={"monument": monument.id}, initial={"found_on": monument.site.today}, **_of_monument(by, monument),
    )  # fmt: skip
    return respond(request, page, by)


@require_http_methods(METHODS)
def edit_block(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    block = queries.block(by, id)
    monument = queries.monument(by, block.monument_id)
    policy.require(by, May.PROPOSE, monument.site_id)
    page = EntryPage(
        heading=_("Block %(number)s") % {"number": block.number}, form=forms.BlockForm, message=messages.BlockPatch,
        save=operations.change_block, back=lambda row: reverse("block", args=[row.id]), kind="block", row=block,
        **_of_monument(by, monument),
    )  # fmt: skip
    return respond(request, page, by)


def _of_monument(by: Actor, monument: Monument) -> dict[str, Any]:
    crumbs = [*monument_crumbs(monument), (reverse("blocks", args=[monument.id]), _("Fallen blocks"))]
    parts = [(one.pk, one.label) for one in monument.parts.order_by("sort_key", "id")]
    return {"offered": {"part": parts}, "site": monument.site, "crumbs": crumbs}
