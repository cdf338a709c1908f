"""HTML views of photographs: detail page with metadata and annotations, before/after pairs, galleries."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.audit.queries import history_of
from assessments.damage import operations as damage_operations
from assessments.damage import queries as damage
from assessments.desk import erasure, locator, photo_form
from assessments.desk import photograph_batches as batches
from assessments.evidence import camera, custody, intake, operations, policy, queries
from assessments.evidence.messages import AnnotationIn, AnnotationPatch, PairIn, PhotosPatch, TurnIn
from assessments.evidence.models import Annotation, Pair, Photo
from assessments.kit import as_of, ids, messages, pagination, parsing
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem, invalid_field
from assessments.kit.resources import get_visible
from assessments.people.authentication import signed_in
from assessments.people.queries import with_display_names
from assessments.register import policy as places
from assessments.register import queries as register
from assessments.register.roles import May

PAGE_SIZE = 60
NEAR_M = 20_000.0
"""Beyond this distance the position is given as text, since a map of both would be too coarse."""


@require_GET
def photo(request: HttpRequest, id: UUID) -> HttpResponse:
    actor = signed_in(request)
    found = queries.photo(actor, id)
    if found.can_be_seen:
        custody.append_once_an_hour(found, "viewed", by=actor)
    return _page(request, found, actor)


def _page(request: HttpRequest, found: Photo, actor: Actor, problem: Problem | None = None) -> HttpResponse:
    marks = queries.annotations_of(found)
    may_describe = policy.may_describe(found, actor)
    typed = request.POST if problem else None
    described = typed if typed and "caption" in typed else None
    links = {"also_shows": list(found.also_shows.all()), "blocks": list(found.blocks.all())}
    monuments = register.monuments_of(found.site_id) if may_describe else []
    known_blocks = register.blocks_of(actor, found.monument_id) if may_describe and found.monument_id else []
    reports = damage.reports_showing(actor, found.id)
    context = {
        "photo": found,
        "problem": problem,
        "errors": {one.pointer: one for one in problem.errors} if problem else {},
        "typed": request.POST.dict() if problem else {},
        "said": links | photo_form.shown(found, described, monuments, known_blocks),
        "clock": photo_form.clock(found, typed),
        "card": len(queries.same_card(found, actor)) if may_describe else 0,
        **links,
        "monuments": monuments,
        "known_blocks": known_blocks,
        "licences": photo_form.LICENCES,
        **parsing.versions_shown(request.POST, found.version),
        "large": next((one for one in found.derivatives.all() if one.recipe == "large"), None),
        "custody": with_display_names(list(custody.entries_of(found))),
        "chain": custody.verify(found),
        "marks": marks,
        "findings_of_mark": damage.findings_by_mark(actor, [one.id for one in marks]),
        "findings": damage.findings_of(reports),
        "reports": reports,
        "likenesses": queries.likenesses(found, actor),
        "pairs": queries.pairs(actor, photo=found.id),
        "suggestions": queries.suggestions(found, actor) if found.can_be_seen else [],
        "locator": _where(found, actor),
        "erasure": queries.erasure_of(found),
        "mask": getattr(found, "mask", None),
        "is_held": found.holds.exists(),
        "may_have_original": found.has_bytes and policy.may_have_original(actor, found),
        "may_describe": may_describe,
        "may_record": places.may(actor, May.RECORD, found.site_id),
        "may_georeference": found.state == "ready" and places.may(actor, May.KEEP_REGISTER, found.site_id),
        "may_verify": places.may(actor, May.VERIFY, found.site_id),
        "may_erase": policy.may_erase(found, actor),
        "is_team": policy.sees_uncovered(actor, found),
        "history": with_display_names(history_of("photo", found.id, limit=30)),
    }
    return render(request, "evidence/photo_detail.html", context, status=problem.status if problem else 200)


def _where(found: Photo, actor: Actor) -> locator.Locator | None:
    """Map of the camera position and direction next to the monument, when the file or the device recorded them."""
    stood = camera.position_of(found)
    if stood is None:
        return None
    if found.camera_distance_m is None or found.camera_distance_m > NEAR_M or found.monument_id is None:
        return None
    around: Any = register.monument(actor, found.monument_id)
    if around.display_lon is None:
        return None
    there = locator.Spot(
        around.display_lon, around.display_lat, register.display_label(around), is_here=True,
        url=reverse("monument", args=[around.id]),
    )  # fmt: skip
    return locator.draw([there], camera=locator.Spot(*stood, _("Camera")), direction=found.exif_direction_deg)


# What people do with one photograph


def _describe(form: QueryDict, found: Photo, by: Actor) -> None:
    policy.require_describe(found, by)
    version = parsing.version_read(form, found.version)
    operations.describe(found.id, photo_form.read(form), by=by, expected_version=version)


def _clock(form: QueryDict, found: Photo, by: Actor) -> None:
    """Put the camera's time right, for this photograph or for the whole card it is from."""
    policy.require_describe(found, by)
    card = queries.same_card(found, by) if form.get("whole_card") else [found.id]
    said = {"clock_ahead_s": intake.answers(form).get("clock_ahead_s")}
    operations.describe_many(messages.converted({"photos": card, **said}, PhotosPatch), by=by)


def _turn(form: QueryDict, found: Photo, by: Actor) -> None:
    policy.require_describe(found, by)
    degrees = form.get("degrees", "")
    message = messages.converted({"degrees": int(degrees) if degrees.isdecimal() else 0}, TurnIn)
    operations.turn(found.id, message.degrees, by=by)


def _decide(form: QueryDict, found: Photo, by: Actor) -> None:
    operations.decide_audience(found.id, form.get("audience", ""), by=by)


def _try_again(form: QueryDict, found: Photo, by: Actor) -> None:
    operations.try_again(found, by=by)


def _cover(form: QueryDict, found: Photo, by: Actor) -> None:
    policy.require_describe(found, by)
    rectangles = [_shares(text, "/rectangles") for text in form.getlist("rectangles") if text.strip()]
    operations.cover(found, rectangles, by=by, expected_revision=parsing.version(form.get("revision", ""), 0))


def _annotate(form: QueryDict, found: Photo, by: Actor) -> None:
    left, top, width, height = _shares(form.get("rectangle", ""), "/rectangle")
    points = [[left, top], [min(1.0, left + width), min(1.0, top + height)]]
    values = {"id": ids.uuid7(), "photo": found.id, "points": points, "text": form.get("text", "").strip()}
    turned = form.get("turned", "")
    if turned in ("0", "1", "2", "3"):
        values["turned_deg"] = int(turned) * 90
    made = operations.annotate(messages.converted(values, AnnotationIn), by=by)
    if wanted := parsing.ids(form.getlist("findings"), "/findings"):
        damage_operations.link_annotation(made.id, wanted, by=by)


def _pair(form: QueryDict, found: Photo, by: Actor) -> None:
    other = queries.photo(by, parsing.id_(form.get("other", ""), "/other"))
    first, second = sorted((found, other), key=lambda one: (one.shown_at, one.id))
    operations.pair(PairIn(id=ids.uuid7(), earlier=first.id, later=second.id), by=by)


def _shares(text: str, pointer: str) -> list[float]:
    """`left top width height` in percent of the picture, as the drawing or a person writes them."""
    try:
        numbers = [float(one) / 100 for one in text.replace(",", " ").replace("%", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(0 <= one <= 1 for one in numbers):
        raise invalid_field(pointer, "unreadable", _("Write four numbers from 0 to 100: left, top, width, height."))
    return numbers


ACTIONS: dict[str, Callable[[QueryDict, Photo, Actor], None]] = {
    "describe": _describe, "clock": _clock, "turn": _turn, "decide": _decide, "try-again": _try_again, "cover": _cover,
    "annotate": _annotate, "pair": _pair, **erasure.ACTIONS,
}  # fmt: skip


@require_POST
def act(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """Run one action on a photograph; on an error the page is shown again with the reason and the submitted values."""
    by = signed_in(request)
    found = queries.photo(by, id)
    try:
        ACTIONS[name](request.POST, found, by)
    except Problem as problem:
        return _page(request, queries.photo(by, id), by, problem)
    return redirect(f"{reverse('photo', args=[id])}#{name}")


@require_POST
def mark(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """Reword a mark, say which findings it shows, or take it off the picture."""
    by = signed_in(request)
    found: Annotation = queries.one_annotation(by, id)
    if name == "remove":
        operations.remove_annotation(found, by=by)
    else:
        operations.change_annotation(found, AnnotationPatch(text=request.POST.get("text", "").strip()), by=by)
        damage_operations.link_annotation(found.id, parsing.ids(request.POST.getlist("findings"), "/findings"), by=by)
    return redirect(f"{reverse('photo', args=[found.photo_id])}#annotate")


# Galleries


@require_http_methods(["GET", "POST"])
def of_monument(request: HttpRequest, id: UUID) -> HttpResponse:
    """All photographs of one monument by day; POST takes files without JavaScript."""
    by = signed_in(request)
    monument = register.monument(by, id)
    places.require(by, May.SEE, monument.site_id)
    refused: list[Problem] = []
    if request.method == "POST":
        places.require(by, May.RECORD, monument.site_id)
        refused = batches.receive(request, by, monument_id=monument.id)
        if not refused:
            return redirect("monument-photographs", id=id)
    context = {"monument": monument, "label": register.display_label(monument), "pairs": queries.pairs(by, monument=id)}
    return _gallery(request, by, monument.site, context, monument=id, refused=refused)


@require_GET
def of_site(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    site = register.site(by, id)
    places.require(by, May.SEE, site.id)
    return _gallery(request, by, site, {})


def _gallery(
    request: HttpRequest, by: Actor, site: Any, context: dict[str, Any], *, monument: UUID | None = None,
    refused: list[Problem] | None = None,
) -> HttpResponse:  # fmt: skip
    moment = as_of.viewpoint(request, site.time_zone)
    rows = queries.gallery(by, site=site.id, monument=monument, received_by=moment.known_at)
    rows = rows.prefetch_related("derivatives")
    found, cursor = pagination.page_of(
        rows, order=("-shown_at", "-id"), cursor=request.GET.get("cursor", ""), limit=PAGE_SIZE
    )
    by_day = [(day, list(photos)) for day, photos in groupby(found, key=lambda one: one.shown_at.date())]
    context |= {
        "site": site, "moment": moment, "days": by_day, "next": cursor, "refused": refused or [],
        "may_record": places.may(by, May.RECORD, site.id), "obtained_from": intake.obtained_from(request),
        "unsettled": any(not one.is_settled for one in found),
    }  # fmt: skip
    return render(request, "evidence/gallery.html", context, status=refused[0].status if refused else 200)


# Before and after


@require_GET
def pair(request: HttpRequest, id: UUID) -> HttpResponse:
    """Two photographs of one view: with a slider, blended, or side by side, and how certain the alignment is."""
    by = signed_in(request)
    found: Pair = get_visible(queries.pairs(by), id)
    sides = [(_("Before"), found.earlier), (_("After"), found.later)]
    is_covered = policy.is_covered_for(by, found.earlier)
    context = {
        "pair": found,
        "sides": sides,
        "is_covered": is_covered,
        "may_record": places.may(by, May.RECORD, found.earlier.site_id),
    }
    return render(request, "evidence/pair.html", context)


@require_POST
def unpair(request: HttpRequest, id: UUID) -> HttpResponse:
    by = signed_in(request)
    found: Pair = get_visible(queries.pairs(by), id)
    operations.unpair(found, by=by)
    return redirect("photo", id=found.later_id)
