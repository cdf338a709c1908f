"""One thing in a list that is read at a glance: its picture, what it is, where, in which grade, since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from assessments.damage import queries as damage
from assessments.damage.models import DamageReport
from assessments.evidence.models import Photo
from assessments.kit.actor import Actor
from assessments.restoration.models import Plan


@dataclass(frozen=True, slots=True)
class Card:
    """`icon` stands where there is no picture. `day` is when it was seen or when its state began."""

    url: str
    title: str
    icon: str
    reference: str = ""
    where: str = ""
    by: str = ""
    photo: Photo | None = None
    grade: str | None = None
    day: date | datetime | None = None
    note: str = ""


def of_reports(actor: Actor, rows: Iterable[DamageReport], *, page: str = "report") -> list[Card]:
    """Cards of reports with their monuments, sites and authors; `page` is the name of the address they lead to."""
    reports = list(rows)
    pictures = damage.first_pictures(actor, [one.id for one in reports])
    return [
        Card(
            reverse(page, args=[one.id]), one.monument.label, "file-earmark-text", one.reference or "", one.site.label,
            one.author.display_name if one.author_id != actor.user_id else "", pictures.get(one.id), one.damage or None,
            one.last_seen,
        )
        for one in reports
    ]  # fmt: skip


def of_photos(photos: Iterable[Photo]) -> list[Card]:
    """Cards of photographs with their monuments and sites, called by what they show."""
    return [
        Card(
            reverse("photo", args=[one.id]), one.title, "image", one.filename, one.site.label, photo=one,
            day=one.shown_at,
        )
        for one in photos
    ]  # fmt: skip


def of_plans(actor: Actor, rows: Iterable[Plan]) -> list[Card]:
    """Cards of plans with their sites; the picture is that of a monument each is about."""
    plans = list(rows)
    about = {one.id: next(iter(one.monuments.all()), None) for one in plans}
    pictures = damage.cover_pictures(actor, [one for one in about.values() if one])
    return [
        Card(
            reverse("plan", args=[one.id]), one.title, "rulers", where=one.site.label, day=one.state_since,
            photo=pictures.get(monument.id) if (monument := about[one.id]) else None,
        )
        for one in plans
    ]  # fmt: skip
