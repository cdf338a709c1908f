"""Endpoints that belong to no single resource: current user, limits, vocabularies, health checks, metrics."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.audit.models import Pending
from assessments.audit.operations import head
from assessments.damage import crosswalks
from assessments.evidence.models import Photo
from assessments.evidence.reader.formats import MEDIA_TYPES
from assessments.kit import clock, messages, pagination, vocabulary
from assessments.kit.api import JSONView, endpoint, respond
from assessments.kit.checksums import digest_of
from assessments.kit.store import store
from assessments.people.authentication import signed_in
from assessments.people.queries import user_of
from assessments.register import policy
from assessments.sync.messages import MAX_OPERATIONS


class Standing(msgspec.Struct):
    site: UUID | None
    roles: list[str]


class Me(msgspec.Struct, kw_only=True):
    id: UUID
    email: str
    name: str
    language: str
    roles: list[Standing]
    server_time: datetime


class Limits(msgspec.Struct, kw_only=True):
    push_operations: int
    body_bytes: int
    upload_bytes: int
    pixels: int
    page_size: int
    media_types: list[str]


class VocabularyOut(msgspec.Struct):
    version: str
    lists: dict[str, list[dict[str, str]]]
    damage_in_other_scales: dict[str, dict[str, str | None]]


class WhoAmI(JSONView):
    @endpoint("Who you are here", response=Me)
    def get(self, request: Request) -> Me:
        actor = signed_in(request)
        user, standing = user_of(actor), policy.standing(actor)
        roles = [Standing(None, sorted(standing.everywhere))] if standing.everywhere else []
        roles += [Standing(site, sorted(held)) for site, held in sorted(standing.by_site.items())]
        return Me(
            id=user.id, email=user.email, name=user.full_name, language=user.language, roles=roles,
            server_time=clock.recorded_now(),
        )  # fmt: skip


class LimitsView(JSONView):
    @endpoint("What this server accepts", response=Limits)
    def get(self, request: Request) -> Limits:
        return Limits(
            push_operations=MAX_OPERATIONS, body_bytes=messages.MAX_BYTES, upload_bytes=settings.UPLOAD_MAX_BYTES,
            pixels=settings.MAX_PIXELS, page_size=pagination.MAX_LIMIT, media_types=sorted(set(MEDIA_TYPES.values())),
        )  # fmt: skip


class VocabularyView(JSONView):
    @endpoint("Every list with its labels in English, French and Arabic", response=VocabularyOut)
    def get(self, request: Request) -> Response:
        lists = {
            name: [{"id": term.id, "en": term.en, "fr": term.fr, "ar": term.ar} for term in terms]
            for name, terms in sorted(vocabulary.catalogue.items())
        }
        others = crosswalks.tables()
        version = digest_of({"lists": lists, "others": others}).hex()[:12]
        return respond(
            VocabularyOut(version, lists, others),
            headers={"ETag": f'"{version}"', "Cache-Control": "private, no-cache"},
        )


def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness probe."""
    return HttpResponse("alive\n", content_type="text/plain")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(settings.BROKER_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


def _store_answers() -> bool:
    try:
        root = store().root
        root.mkdir(parents=True, exist_ok=True)
        probe = root / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
        return store().is_available()
    except OSError:
        return False


def readyz(request: HttpRequest) -> JsonResponse:
    """Readiness probe: 200 when database, broker and store respond, else 503 naming those that do not."""
    parts = {"database": _database_answers(), "broker": _broker_answers(), "store": _store_answers()}
    silent = [name for name, answers in parts.items() if not answers]
    return JsonResponse({"ready": not silent, "silent": silent}, status=503 if silent else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Queue and ledger sizes in the Prometheus text format, for administrators."""
    policy.require_administrator(signed_in(request))
    registry = CollectorRegistry()
    gauges: dict[str, tuple[str, Any]] = {
        "zenobia_ledger_position": ("Entries in the ledger", head()[0]),
        "zenobia_ledger_pending": ("Entries waiting to be added to the ledger", Pending.objects.count()),
        "zenobia_photos_due": (
            "Photographs that wait for a worker",
            Photo.objects.filter(state__in=["received", "processing"]).count(),
        ),
        "zenobia_photos_set_aside": ("Photographs set aside", Photo.objects.filter(state="set_aside").count()),
    }
    for name, (help_, value) in gauges.items():
        Gauge(name, help_, registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
