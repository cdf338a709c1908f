"""What every door shares: refusals turned into answers, security headers, pages for what goes wrong."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.response import Response

from assessments.kit.errors import (
    BadRequest,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    NotSignedIn,
    Problem,
    ServerFailed,
    TooFast,
    TooLarge,
    Unavailable,
    Unsupported,
    refused_by_database,
)

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class SecurityHeaders:
    """The same strict policy on every answer: nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response


def problem_of(failure: Exception) -> Problem | None:  # noqa: C901 - one line a kind
    """The refusal that a framework's exception means, if it is one."""
    match failure:
        case Problem():
            return failure
        case Http404() | drf.NotFound():
            return NotFound()
        case PermissionDenied() | drf.PermissionDenied():
            return Forbidden(str(getattr(failure, "detail", "")) or "")
        case drf.NotAuthenticated() | drf.AuthenticationFailed():
            return NotSignedIn()
        case drf.MethodNotAllowed():
            return MethodNotAllowed()
        case drf.NotAcceptable():
            return NotAcceptable()
        case drf.UnsupportedMediaType():
            return Unsupported()
        case drf.Throttled():
            return TooFast(seconds=int(getattr(failure, "wait", None) or 60))
        case RequestDataTooBig():
            return TooLarge(limit="8 MiB")
        case SuspiciousOperation() | drf.ParseError():
            return BadRequest()
        case IntegrityError():
            logger.warning("the database refused: %s", failure)
            return refused_by_database(failure)
        case DataError():
            return Invalid(_("A value is larger than its column can hold."))
        case OperationalError() | InterfaceError():
            logger.warning("the database does not answer: %s", failure)
            return Unavailable(part="database")
    return None


def api_problem(failure: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: every refusal is `application/problem+json` (RFC 9457)."""
    problem = problem_of(failure)
    if problem is None:
        logger.exception("the API failed", exc_info=failure)
        problem = ServerFailed()
    response = Response(problem.as_json(), status=problem.status, content_type=PROBLEM_JSON)
    _add_headers(response, problem)
    return response


def _add_headers(response: Response | HttpResponse, problem: Problem) -> None:
    if problem.status == 429:
        response["Retry-After"] = str(problem.facts.get("seconds", 60))
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="zenobia"'


def _wants_json(request: HttpRequest) -> bool:
    """A program: it asks the API, or brings a token to an address that the API named."""
    return request.path.startswith("/api/") or "Authorization" in request.headers


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A refusal as a page, or as JSON below /api/; without the database, a page that needs none."""
    if _wants_json(request):
        return JsonResponse(problem.as_json(), status=problem.status, content_type=PROBLEM_JSON)
    if problem.status >= 500:
        text = render_to_string("plain_problem.html", {"problem": problem, "sentence": problem.sentence()})
        return HttpResponse(text, status=problem.status)
    response = render(
        request, "problem.html", {"problem": problem, "sentence": problem.sentence()}, status=problem.status
    )
    _add_headers(response, problem)
    return response


class ProblemPages:
    """Pages need no `try`: a refusal raised anywhere below becomes a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        problem = problem_of(failure)
        if problem is None or isinstance(failure, Http404):
            return None
        if isinstance(problem, NotSignedIn) and not _wants_json(request):
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        return problem_page(request, problem)


def bad_request_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, BadRequest())


def forbidden_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, Forbidden())


def not_found_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, NotFound())


def failure_page(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles what was raised outside any view, such as a database lost before the view."""
    raised = sys.exc_info()[1]
    known = problem_of(raised) if isinstance(raised, Exception) else None
    return problem_page(request, known or ServerFailed())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_page(
        request,
        Forbidden(_("This page was open too long, or came from elsewhere. Go back, reload it and send it again.")),
    )
