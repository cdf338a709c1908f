"""Middleware for every response: security headers, caching, compression, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from assessments.kit.errors import NotSignedIn
from assessments.kit.exception_handlers import problem_from, problem_page, wants_json

GetResponse = Callable[[HttpRequest], HttpResponse]


def policy_with(origins: Sequence[str] = (), *, framed_by: str = "'none'") -> str:
    """The content security policy: nothing inline, nothing from elsewhere but pictures and data of these origins, and
    in no frame but those of `framed_by`."""
    elsewhere = "".join(f" {one}" for one in origins)
    return "; ".join(
        [
            "default-src 'self'",
            f"img-src 'self' data: blob:{elsewhere}",
            *([f"connect-src 'self'{elsewhere}"] if origins else []),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {framed_by}",
        ]
    )


CONTENT_SECURITY_POLICY = policy_with()


class SecurityHeaders:
    """The strict policy on every response, unless its view names services that a base map comes from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response


class PrivateByDefault:
    """Nothing that depends on who asks is kept by a browser or a proxy, unless the view says how long it may be.

    Static files are answered before this middleware; views that may be cached set `Cache-Control` themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["Cookie", "Authorization", "Accept-Language"])
        return response


class Compressed(GZipMiddleware):
    """Pages and what they ask for as text go compressed, with Django's guard against BREACH: a bad line is what people
    in the field have. Not the API, whose strong ETags clients send back, and nothing that is a file."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        if (
            request.path.startswith("/api/")
            or kind not in ("text/html", "application/json")
            or response.has_header("ETag")
        ):
            return response
        return super().process_response(request, response)


class ProblemPages:
    """A refusal that a view raises becomes a page that says what to do; views need no `try`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        problem = problem_from(failure)
        if problem is None or isinstance(failure, Http404):
            return None
        if isinstance(problem, NotSignedIn) and not wants_json(request):
            return redirect_to_login(request.get_full_path())
        return problem_page(request, problem)
