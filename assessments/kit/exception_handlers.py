"""Exceptions turned into responses: DRF's exception handler, and Django's handlers for whole pages.

Every refusal is a `Problem`. The API answers it as RFC 9457 JSON, pages as a page that says what to do.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.core.exceptions import (
    BadRequest as DjangoBadRequest,
)
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
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
    UnknownHost,
    Unsupported,
    refused_by_database,
)

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"


def problem_from(failure: Exception) -> Problem | None:  # noqa: C901 - one line a kind
    """The refusal that an exception of Django, DRF or the database stands for; None for a defect of ours."""
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
        case TooManyFieldsSent() | TooManyFilesSent():
            return TooLarge(limit=_("1,000 fields or 100 files in one form"))
        case DisallowedHost():
            return UnknownHost()
        case SuspiciousOperation() | DjangoBadRequest() | MultiPartParserError() | drf.ParseError():
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


def api_exception_handler(failure: Exception, context: dict[str, Any]) -> Response:
    """DRF's `EXCEPTION_HANDLER`: every refusal is `application/problem+json` (RFC 9457)."""
    problem = problem_from(failure)
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


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: below /api/, or with a token at an address that an API response named."""
    return request.path.startswith("/api/") or "Authorization" in request.headers


def _must_be_plain(request: HttpRequest, problem: Problem) -> bool:
    """Whether the page must do without database, session and address: a part is down, or the host is not ours."""
    try:
        request.get_host()
    except DisallowedHost:
        return True
    return problem.status >= 500


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A refusal as a page, or as JSON for programs."""
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(problem.as_json(), status=problem.status, content_type=PROBLEM_JSON)
    else:
        context = {"problem": problem, "sentence": problem.sentence()}
        if _must_be_plain(request, problem):
            response = HttpResponse(render_to_string("plain_problem.html", context), status=problem.status)
        else:
            response = render(request, "problem.html", context, status=problem.status)
    _add_headers(response, problem)
    return response


def bad_request_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    known = problem_from(exception) if exception is not None else None
    return problem_page(request, known or BadRequest())


def forbidden_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, Forbidden())


def not_found_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, NotFound())


def too_fast_page(request: HttpRequest) -> HttpResponse:
    """allauth's answer to what it counts itself; none of its windows in our settings is longer than five minutes."""
    return problem_page(request, TooFast(seconds=300))


def failure_page(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles what was raised outside any view, such as a database lost before the view."""
    raised = sys.exc_info()[1]
    known = problem_from(raised) if isinstance(raised, Exception) else None
    return problem_page(request, known or ServerFailed())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_page(
        request,
        Forbidden(_("This page was open too long, or came from elsewhere. Go back, reload it and send it again.")),
    )
