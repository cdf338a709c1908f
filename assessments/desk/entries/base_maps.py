"""The base maps of this installation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.desk.entries.crumbs import METHODS
from assessments.desk.entry_page import EntryPage, respond
from assessments.kit import tile_files
from assessments.people.authentication import signed_in
from assessments.register import messages, operations, policy, queries
from assessments.register.forms import entries as forms
from assessments.register.models import BaseMap


@require_GET
def base_maps(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    rows = queries.base_maps(by)
    context = {"base_maps": rows, "folder": tile_files.folder(), "files": tile_files.names()}
    return render(request, "register/base_maps.html", context)


@require_http_methods(METHODS)
def new_base_map(request: HttpRequest) -> HttpResponse:
    """A base map; `?file=` begins with one that lies in the folder."""
    initial: dict[str, Any] = {"is_shown": True, "min_zoom": 0, "max_zoom": 19}
    if file := request.GET.get("file", ""):
        initial |= {"kind": "file", "address": file}
    return _entry(request, _("Offer a base map"), operations.record_base_map, messages.BaseMapIn, None, initial)


@require_http_methods(METHODS)
def edit_base_map(request: HttpRequest, id: UUID) -> HttpResponse:
    row = queries.base_map(signed_in(request), id)
    return _entry(request, _("Correct a base map"), operations.change_base_map, messages.BaseMapPatch, row, {})


def _entry(
    request: HttpRequest, heading: str, save: Any, message: Any, row: BaseMap | None, initial: dict[str, Any]
) -> HttpResponse:
    by = signed_in(request)
    policy.require_administrator(by)
    listing = reverse("base-maps")
    page = EntryPage(
        heading=heading, form=forms.BaseMapForm, message=message, save=save, back=lambda _row: listing, kind="base_map",
        row=row, initial=initial, crumbs=[(listing, _("Base maps"))],
    )  # fmt: skip
    return respond(request, page, by)
