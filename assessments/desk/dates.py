"""How a date that somebody is typing is read, told back while they type."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from assessments.kit import typed_dates
from assessments.kit.digits import text_in
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in
from assessments.templatetags.zenobia import when


@require_GET
def reading(request: HttpRequest) -> JsonResponse:
    """`{"reading": "between …", "is_wrong": false}` for `?text=`; what could not be read is told in the same place."""
    signed_in(request)
    try:
        found = typed_dates.read(request.GET.get("text", "")[:200], "/text")
    except Problem as problem:
        return JsonResponse({"reading": problem.errors[0].detail, "is_wrong": True})
    system = getattr(request.user, "digits", "latn")
    return JsonResponse({"reading": text_in(when(found), system) if found else "", "is_wrong": False})
