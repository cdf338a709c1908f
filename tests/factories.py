"""Builders of domain objects, and a small world: one site, one monument, one person for each role."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from PIL import Image

from assessments.damage import operations as damage
from assessments.damage.messages import PhotoLink, ReportIn
from assessments.evidence import operations as evidence
from assessments.evidence.messages import DocumentIn, PhotoIn
from assessments.kit import clock, geometry, ids
from assessments.kit.actor import Actor, Via, system
from assessments.kit.checksums import sha256
from assessments.kit.names import search_text
from assessments.kit.store import store
from assessments.people.models import User
from assessments.register.models import Authority, Membership, Monument, Site
from assessments.register.roles import Role

PASSWORD = "correct horse battery"


def person(name: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name}@example.org", name.title(), PASSWORD, **fields)


def actor(user: User, via: Via = Via.API, **fields: Any) -> Actor:
    return Actor(user_id=user.id, via=via, code=user.code, **fields)


def site(code: str = "PAL", **fields: Any) -> Site:
    names = fields.pop("names", [{"text": f"Site {code}", "language": "en", "kind": "official"}])
    derived = {"names": names, "search_text": search_text(names), "sort_key": code.lower()}
    return Site.objects.create(code=code, **({"visibility": "registered"} | derived | fields))


def monument(at: Site, name: str = "Monumental Arch", **fields: Any) -> Monument:
    place = geometry.placed(geometry.point(38.271, 34.549972))
    names = fields.pop("names", [{"text": name, "language": "en", "kind": "official"}])
    defaults = {"names": names, "category": "arch", "sort_key": name.lower(), "search_text": search_text(names)}
    return Monument.objects.create(site=at, **(defaults | place | fields))


def make_world() -> SimpleNamespace:
    """`world.recorder` is a user, `world.by("recorder")` their actor, freshly made each time."""
    palmyra = site()
    users = {}
    for role in Role:
        users[role.value] = person(role.value)
        everywhere = role is Role.ADMINISTRATOR
        Membership.objects.create(user=users[role.value], site=None if everywhere else palmyra, role=role)
    for name, role in (
        ("recorder2", Role.RECORDER), ("verifier2", Role.VERIFIER), ("safety2", Role.SAFETY_OFFICER),
        ("national_reviewer2", Role.NATIONAL_REVIEWER), ("state_party2", Role.STATE_PARTY),
    ):  # fmt: skip
        users[name] = person(name)
        Membership.objects.create(user=users[name], site=palmyra, role=role)
    users["outsider"] = person("outsider")
    body = Authority.objects.create(names=[{"text": "National authority", "language": "en"}], mandate="legal")
    body.sites.add(palmyra)
    world = SimpleNamespace(site=palmyra, users=users, authority=body, arch=monument(palmyra))
    world.by = lambda name, **fields: actor(users[name], **fields)
    return world


def report_message(monument_id: UUID, **fields: Any) -> ReportIn:
    defaults: dict[str, Any] = {
        "id": ids.uuid7(),
        "monument": monument_id,
        "method": "field_visual",
        "observed": {"precision": "on", "from": "2016-04-25"},
        "damage": "destroyed",
        "extent": "p91_100",
    }
    return ReportIn(**(defaults | fields))


def report(world: SimpleNamespace, *, upto: str = "draft", by: str = "recorder", **fields: Any) -> Any:
    """A report as far as `upto`: draft, submitted, returned, verified."""
    fields.setdefault("monument_id", world.arch.id)
    made = damage.create_report(report_message(**fields), by=world.by(by))
    if upto in ("submitted", "returned", "verified"):
        made = damage.submit(made.id, by=world.by(by), accept_doubts=True)
    if upto == "returned":
        made = damage.return_(made.id, by=world.by("verifier"), note="Say more.")
    if upto == "verified":
        made = damage.verify(made.id, by=world.by("verifier"), basis="photographs")
    return made


def jpeg(width: int = 640, height: int = 480, colour: str = "tan", **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **save)
    return out.getvalue()


def photo(
    world: SimpleNamespace, data: bytes | None = None, *, by: str = "recorder", received: bool = True, **fields: Any
) -> Any:
    """A registered photograph of the arch that shows nobody; with its bytes unless `received` is false."""
    data = data or jpeg()
    message = PhotoIn(
        id=ids.uuid7(),
        sha256=sha256(data).hex(),
        size=len(data),
        media_type="image/jpeg",
        filename="IMG_0001.jpg",
        **({"monument": world.arch.id, "people": "none"} | fields),
    )
    made = evidence.register_photo(message, by=world.by(by))
    if received:
        staged = store().staged(made.id)
        staged.write_bytes(data)
        made = evidence.receive_file(made, staged, by=world.by(by))
    return made


def document(world: SimpleNamespace, data: bytes = b"%PDF-1.7", *, by: str = "recorder", **fields: Any) -> Any:
    """A document of the site with its bytes; a drawing by default."""
    given = {"media_type": "application/pdf", "filename": "plan.pdf", "document_kind": "drawing"} | fields
    message = DocumentIn(id=ids.uuid7(), sha256=sha256(data).hex(), size=len(data), site=world.site.id, **given)
    made = evidence.register_document(message, by=world.by(by))
    staged = store().staged(made.id)
    staged.write_bytes(data)
    return evidence.receive_file(made, staged, by=world.by(by))


def processed(world: SimpleNamespace, data: bytes | None = None, **fields: Any) -> Any:
    """A photograph that the worker has read."""
    made = photo(world, data, **fields)
    evidence.process(made.id, by=system("photo-worker"))
    made.refresh_from_db()
    return made


def link(photo_id: UUID, **fields: Any) -> PhotoLink:
    return PhotoLink(photo_id, **fields)


def on(day: str, hour: int = 12) -> Any:
    return clock.at(datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC))
