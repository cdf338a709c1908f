"""HTML views of many photographs at once: what an upload says of its batch, and who is in those nobody was asked
about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.evidence import intake, operations, queries
from assessments.evidence.messages import PhotosPatch
from assessments.kit import messages, pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.people.authentication import signed_in

PAGE_SIZE = 60


def receive(request: HttpRequest, by: Actor, *, monument_id: UUID, blocks: Sequence[UUID] = ()) -> list[Problem]:
    """Files of a form without JavaScript, and what it says of them. Each file is received on its own."""
    taken, refused = intake.receive_uploaded_photos(request, monument_id=monument_id, blocks=blocks, by=by)
    try:
        intake.describe_batch(taken, request.POST, by=by)
    except Problem as problem:
        refused.append(problem)
    return refused


@require_POST
def describe(request: HttpRequest) -> HttpResponse:
    """What an upload says of photographs that the browser has sent already; they stay with the team until it does."""
    by = signed_in(request)
    try:
        intake.describe_batch(parsing.ids(request.POST.getlist("photo"), "/photo"), request.POST, by=by)
    except Problem as problem:
        return JsonResponse({"refused": [problem.sentence()]}, status=problem.status)
    return JsonResponse({"refused": []})


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The reader's own photographs of which nobody has said who is in them: one tap each, or one for all."""
    by = signed_in(request)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            return _answered(request, by)
        except Problem as refusal:
            problem = refusal
    rows = queries.photos_to_ask_about(by).select_related("monument", "site").prefetch_related("derivatives")
    found, cursor = pagination.page_of(rows, order=("-id",), cursor=request.GET.get("cursor", ""), limit=PAGE_SIZE)
    context = {"photos": [(one, _typed(request.POST, one.id)) for one in found], "next": cursor, "problem": problem}
    return render(request, "evidence/people.html", context, status=problem.status if problem else 200)


def _typed(form: QueryDict, id: UUID) -> dict[str, Any]:
    """What somebody tapped before something was refused."""
    names = ("people", "consent", "consent_for")
    return {name: form.get(f"{id}-{name}", "") for name in names} | {"flags": form.getlist(f"{id}-flags")}


def _answered(request: HttpRequest, by: Actor) -> HttpResponseRedirect:
    """Says of each photograph what was tapped below it, or of all on the page what the button says."""
    shown = parsing.ids(request.POST.getlist("shown"), "/shown")
    for_all = request.POST.get("all", "")
    found = {one.id: one for one in queries.photos_to_ask_about(by).filter(pk__in=shown)}
    said_of: dict[UUID, dict[str, Any]] = {}
    for one in set(shown) & found.keys():  # of the others somebody has said it meanwhile
        said_of[one] = intake.answers(request.POST, f"{one}-")
        if for_all:
            said_of[one].setdefault("people", for_all)
    # The same answer about the same site is one change of many photographs.
    same: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for one, said in said_of.items():
        if said:
            same[found[one].site_id, repr(sorted(said.items()))].append(one)
    for photos in same.values():
        patch = messages.converted({"photos": photos, **said_of[photos[0]]}, PhotosPatch)
        operations.describe_many(patch, by=by)
    return redirect(request.get_full_path())
