"""Addresses that belong to no one noun: who am I, what are the limits, every vocabulary, is the server well."""

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

from assessments.audit.models import Pending
from assessments.audit.operations import head
from assessments.damage import crosswalks
from assessments.evidence.models import Photo
from assessments.evidence.reader.formats import MEDIA_TYPES
from assessments.kit import clock, messages, paging, vocabulary
from assessments.kit.api import Answer, Door, says
from assessments.kit.checksums import digest_of
from assessments.kit.store import store
from assessments.people.doors import signed_in
from assessments.people.queries import user_of
from assessments.register import policy
from assessments.sync.messages import MOST_OPERATIONS


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


class WhoAmI(Door):
    @says("Who you are here", answer=Me)
    def get(self, request: Request) -> Me:
        actor = signed_in(request)
        user, standing = user_of(actor), policy.standing(actor)
        roles = [Standing(None, sorted(standing.everywhere))] if standing.everywhere else []
        roles += [Standing(site, sorted(held)) for site, held in sorted(standing.by_site.items())]
        return Me(
            id=user.id, email=user.email, name=user.full_name, language=user.language, roles=roles,
            server_time=clock.recorded_now(),
        )  # fmt: skip


class LimitsDoor(Door):
    @says("What this server accepts", answer=Limits)
    def get(self, request: Request) -> Limits:
        return Limits(
            push_operations=MOST_OPERATIONS, body_bytes=messages.MOST_BYTES, upload_bytes=settings.UPLOAD_MAX_BYTES,
            pixels=settings.MOST_PIXELS, page_size=paging.MOST, media_types=sorted(set(MEDIA_TYPES.values())),
        )  # fmt: skip


class VocabularyDoor(Door):
    @says("Every list with its labels in English, French and Arabic", answer=VocabularyOut)
    def get(self, request: Request) -> Answer:
        lists = {
            name: [{"id": term.id, "en": term.en, "fr": term.fr, "ar": term.ar} for term in terms]
            for name, terms in sorted(vocabulary.catalogue.items())
        }
        others = crosswalks.tables()
        version = digest_of({"lists": lists, "others": others}).hex()[:12]
        return Answer(
            VocabularyOut(version, lists, others),
            headers={"ETag": f'"{version}"', "Cache-Control": "private, no-cache"},
        )


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
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
        return store().answers()
    except OSError:
        return False


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and store answer; else 503 naming what does not."""
    parts = {"database": _database_answers(), "broker": _broker_answers(), "store": _store_answers()}
    silent = [name for name, answers in parts.items() if not answers]
    return JsonResponse({"ready": not silent, "silent": silent}, status=503 if silent else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """What is due and how long the ledger is, in Prometheus text, for administrators."""
    policy.require_administrator(signed_in(request))
    registry = CollectorRegistry()
    gauges: dict[str, tuple[str, Any]] = {
        "zenobia_ledger_position": ("Places in the ledger", head()[0]),
        "zenobia_ledger_pending": ("Things that wait for their place in the ledger", Pending.objects.count()),
        "zenobia_photos_due": (
            "Photographs that wait for a worker",
            Photo.objects.filter(state__in=["received", "processing"]).count(),
        ),
        "zenobia_photos_set_aside": ("Photographs set aside", Photo.objects.filter(state="set_aside").count()),
    }
    for name, (help_, value) in gauges.items():
        Gauge(name, help_, registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
