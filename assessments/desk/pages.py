"""HTML views that combine packages and have no file of their own: the outbox, the as-of date."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from assessments.damage import queries as damage
from assessments.demo.days import DAYS_TO_LOOK_BACK_AT
from assessments.evidence import queries as evidence
from assessments.kit import as_of
from assessments.kit.sealed_response import verifier_response
from assessments.people.authentication import signed_in

PAGE_SIZE = 50
MAX_PHOTOS_ON_PAGE = 24
MAX_DOCUMENTS_ON_PAGE = 5
MAX_ON_LOCATOR = 150
"""Limits the size of the small locator map; the main map shows all monuments."""


def back(request: HttpRequest, fallback: str = "/") -> HttpResponse:
    """Redirect to the page the person came from, if it is on this host."""
    to = request.POST.get("next") or request.headers.get("Referer") or fallback
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if safe else fallback)


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """The actor's own work: drafts, submitted and returned reports, photographs in processing or failed."""
    actor = signed_in(request)
    mine = damage.reports(actor, author=actor.user_id).select_related("monument", "site").order_by("-updated_at")
    context = {
        "drafts": mine.filter(status="draft")[:50],
        "returned": damage.returned_to(actor),
        "waiting": mine.filter(status="submitted")[:50],
        "done": mine.filter(status__in=["verified", "superseded", "retracted", "withdrawn"])[:20],
        "pending_photos": evidence.pending_photos(actor)[:100],
        "unreadable_photos": evidence.unreadable_photos(actor)[:50],
        "damaged_files": evidence.damaged_files(actor),
    }
    return render(request, "desk/outbox.html", context)


@require_POST
def choose_date(request: HttpRequest) -> HttpResponse:
    if settings.DEMO:
        as_of.choose(request, request.POST.get("as_of", ""), DAYS_TO_LOOK_BACK_AT)
    return back(request)


@require_GET
def verify_sealed(request: HttpRequest) -> HttpResponse:
    """The program that recomputes the hash of a sealed document."""
    return verifier_response()
