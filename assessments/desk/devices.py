"""The page of one's devices: when each last synced, what waits on it, and what it sent that is not applied."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.desk.entries.crumbs import METHODS
from assessments.kit.errors import Problem
from assessments.people import operations, queries
from assessments.people.authentication import signed_in
from assessments.sync import queries as sync


@require_http_methods(METHODS)
def devices(request: HttpRequest) -> HttpResponse:
    """The person's devices; POST adds one and shows its token, only this once."""
    by = signed_in(request)
    context: dict[str, object] = {}
    if request.method == "POST":
        try:
            user = queries.user_of(by)
            device, token, expires_at = operations.add_device(user, request.POST.get("name", ""), by=by)
        except Problem as problem:
            context["problem"] = problem
        else:
            context |= {"new": device, "token": token, "expires_at": expires_at}
    waiting = sync.own_waiting(by).order_by("-received_at", "-id")
    counts = Counter((device, state != "refused") for device, state in waiting.values_list("device_id", "state"))
    context["devices"] = [(one, counts[one.id, True], counts[one.id, False]) for one in queries.devices_of(by)]
    context["waiting"] = waiting[:100]
    return render(request, "desk/devices.html", context)


@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    operations.revoke_device(id, by=signed_in(request))
    return redirect("devices")
