"""How the demo reports: photographs drawn for it, reports as far as they got, incidents with their claims."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from assessments.damage import operations as damage
from assessments.damage.messages import Cause, Effect, FindingIn, PhotoLink, ReportIn
from assessments.demo import drawings, places
from assessments.demo.days import day_of
from assessments.demo.people import Cast
from assessments.evidence import operations as evidence
from assessments.evidence.messages import PhotoIn
from assessments.kit import ids
from assessments.kit.checksums import sha256
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Monument

BEFORE_WAR = {"kind": "before", "date": "2011-03-01"}
EXTENTS = {
    "none": "none_visible", "slight": "p01_10", "moderate": "p11_30", "heavy": "p31_60", "very_heavy": "p61_90",
    "destroyed": "p91_100", "not_assessable": "unknown",
}  # fmt: skip


def names(en: str, fr: str = "", ar: str = "", other: tuple[tuple[str, str, str], ...] = ()) -> list[m.Name]:
    found = [m.Name(en, "en")]
    if fr:
        found.append(m.Name(fr, "fr"))
    if ar:
        found.append(m.Name(ar, "ar", script="Arab"))
    return found + [m.Name(text, language, kind) for text, language, kind in other]


class Reporting:
    """The monuments and reports of the demo by short key, and how new ones are made."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.monuments: dict[str, Monument] = {}
        self.reports: dict[str, UUID] = {}
        self.seed = 0

    def incident(
        self, title: dict[str, str], monuments: list[str], mechanism: str, claims: list[m.Claim], note: str = ""
    ) -> None:
        """Record an incident at the site of its monuments; `title` by language."""
        touched = [self.monuments[one] for one in monuments]
        register.record_incident(
            m.IncidentIn(
                id=ids.uuid7(), site=touched[0].site_id, monuments=[one.id for one in touched], title=title,
                mechanism=mechanism, intent="deliberate", claims=claims, note=note,
            ),
            by=self.cast.actor("verifier"),
        )  # fmt: skip

    def imagery(self, key: str, day: str, grade: str, narrative: str, *, parts: list[str] | None = None) -> None:
        self.report(
            f"{key}-{day}", key, day_of(day), "satellite", grade, narrative, author="recorder2", parts=parts,
            certainty="high", basis="imagery",
        )  # fmt: skip

    def photos(self, key: str, day: str, count: int, *, fallen: bool, author: str, **more: Any) -> list[PhotoLink]:
        links = []
        place = next((one.at for one in places.PALMYRA if one.key == key), None)
        for number in range(count):
            self.seed += 1
            taken = datetime.combine(date.fromisoformat(day), time(10, 5 * number), UTC).replace(tzinfo=None)
            label = self.monuments[key].label
            data = drawings.photograph(f"{label}, {day}, no. {number + 1}", taken, place, self.seed, fallen=fallen)
            links.append(PhotoLink(self.photo(data, f"IMG_{4000 + self.seed}.jpg", key, author, **more)))
        return links

    def photo(self, data: bytes, filename: str, key: str, author: str, **more: Any) -> UUID:
        message = PhotoIn(
            id=ids.uuid7(), sha256=sha256(data).hex(), size=len(data), media_type="image/jpeg", filename=filename,
            monument=self.monuments[key].id, licence="CC0-1.0", credit="Drawn by Zenobia for an exercise",
            **({"people": "none"} | more),
        )  # fmt: skip
        photo = evidence.register_photo(message, by=self.cast.actor(author))
        return evidence.take_whole(photo, io.BytesIO(data).read, by=self.cast.actor(author)).id

    def report(
        self, name: str, key: str, observed: dict[str, Any], method: str, grade: str, narrative: str, *,
        author: str = "recorder", extent: str = "", parts: list[str] | None = None, findings: list[FindingIn] | None = None,
        photos: list[PhotoLink] | None = None, certainty: str = "definite", basis: str = "photographs",
        visit: UUID | None = None, upto: str = "verified", note: str = "", reference_state: dict[str, Any] | None = None, **more: Any,
    ) -> UUID:  # fmt: skip
        by = self.cast.actor(author)
        assert by.user_id is not None
        message = ReportIn(
            id=ids.uuid7(), monument=self.monuments[key].id, method=method, observed=observed, damage=grade,
            extent=extent or EXTENTS[grade], narrative=narrative, certainty=certainty, observers=[by.user_id],
            scope="parts" if parts else "whole", seen=parts or [], findings=findings or [], photos=photos or [],
            reference_state=reference_state or BEFORE_WAR, visit=visit, **more,
        )  # fmt: skip
        report = damage.create_report(message, by=by)
        self.reports[name] = report.id
        if upto != "draft":
            damage.submit(report.id, by=by, accept_doubts=True)
        if upto == "verified":
            damage.verify(report.id, by=self.cast.actor("verifier"), basis=basis)
        if upto == "returned":
            damage.return_(report.id, by=self.cast.actor("verifier"), note=note)
        return report.id

    def finding(self, part: str, effect: str, cause: str, extent: str, **more: Any) -> FindingIn:
        return FindingIn(
            id=ids.uuid7(), part_label=part, effects=[Effect(effect, "definite")], causes=[Cause(cause, "high")],
            extent=extent, **more,
        )  # fmt: skip
