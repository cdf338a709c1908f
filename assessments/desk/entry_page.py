"""What the pages of the register's entries share: a form is shown, saved by an operation, and shown again with what was
wrong beside its fields. Nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments.audit.queries import history_of
from assessments.kit import ids, messages, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.resources import Resource
from assessments.people.queries import with_display_names
from assessments.register.forms.entries import EntryForm
from assessments.register.models import Monument, Site


@dataclass(slots=True)
class EntryPage:
    """One form of the register. `row` is None for a new entry; `fixed` are fields of the message that nobody types."""

    heading: str
    form: type[EntryForm]
    message: type[msgspec.Struct]
    save: Callable[..., Any]
    back: Callable[[Any], str]
    """The address that the saved row leads to."""
    kind: str
    row: Resource | None = None
    fixed: dict[str, Any] = field(default_factory=dict)
    initial: dict[str, Any] = field(default_factory=dict)
    offered: dict[str, Any] = field(default_factory=dict)
    """The rows to choose from, by field, as (id, label)."""
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    site: Site | None = None
    with_document: Callable[[HttpRequest, dict[str, Any]], None] | None = None
    """Receives the document that came with the form, inside the same transaction."""
    note: str = ""
    is_whole: bool = False
    """Whether the message replaces all its fields at once, touched or not."""


def respond(request: HttpRequest, page: EntryPage, by: Actor) -> HttpResponse:
    """GET shows the form, POST saves it and redirects; a refusal shows it again, with 422 or the refusal's status."""
    initial = page.form.stored(page.row) if page.row else dict(page.initial)
    data = request.POST if request.method == "POST" else None
    form = page.form(data, request.FILES or None, initial=initial)
    form.offer(page.offered, is_stored=page.row is not None)
    status = 200
    if data is not None:
        try:
            version = _version(request, page)
            status = 422
            if form.is_valid():
                with transaction.atomic():
                    return redirect(page.back(_saved(request, page, form, version, by)))
        except Problem as problem:
            form.refuse(problem)
            status = problem.status
    return render(request, "register/entry_form.html", _context(request, page, form), status=status)


def _version(request: HttpRequest, page: EntryPage) -> int | None:
    if page.row is None:
        return None
    return parsing.version_read(request.POST, page.row.version)


def _saved(request: HttpRequest, page: EntryPage, form: EntryForm, version: int | None, by: Actor) -> Any:
    values = form.values() if page.row is None or page.is_whole else form.changed()
    if page.with_document:
        page.with_document(request, values)
    if page.row is None:
        message = messages.converted(_plain({"id": ids.uuid7(), **page.fixed, **values}), page.message)
        return page.save(message, by=by)
    message = messages.converted(_plain(values), page.message)
    return page.save(page.row.pk, message, by=by, expected_version=version)


def _plain(values: dict[str, Any]) -> Any:
    """The values as JSON has them, so that the message judges them as it judges those of an API client."""
    return msgspec.to_builtins(values)


def _context(request: HttpRequest, page: EntryPage, form: EntryForm) -> dict[str, Any]:
    opened, folded = form.groups()
    return {
        "page": page, "form": form, "fields": opened, "folded": folded, "is_unfolded": form.is_unfolded(),
        **parsing.versions_shown(request.POST, page.row.version if page.row else None),
        "history": with_display_names(history_of(page.kind, page.row.pk, limit=30)) if page.row else [],
        "has_outline": any(getattr(one.field, "kind", "") == "outline" for one in (*opened, *folded)),
        "bounds": page.site,
    }  # fmt: skip


def monument_choices(monuments: list[Monument]) -> list[tuple[Any, str]]:
    return [(one.pk, one.label) for one in monuments]
