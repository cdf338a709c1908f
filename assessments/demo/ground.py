"""The ground of the demo's Palmyra: hazard zones, clearances that lapse, a permit under escort, a suspicious object.

All of it is invented for an exercise. It is told in order and before the reports, so that the gate of each report is
asked as it would have been on the day.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from assessments.demo import drawings
from assessments.demo.days import day_of, on
from assessments.demo.people import Cast
from assessments.evidence import operations as evidence
from assessments.evidence.messages import DocumentIn
from assessments.kit import ids
from assessments.kit.checksums import sha256
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site

DESK = "EXERCISE Mine Action Desk"


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


CENTRE = box(38.2640, 34.5494, 38.2725, 34.5545)
"""From the Monumental Arch past the theatre and the tetrapylon to the Temple of Baalshamin."""
TOWN = box(38.2727, 34.5500, 38.2800, 34.5575)
"""Around the museum."""


class Ground:
    """What safety officers enter, day by day."""

    def __init__(self, site: Site, cast: Cast) -> None:
        self.site, self.cast = site, cast

    def state_regime(self) -> None:
        with on("2015-05-22"):
            message = m.HazardRegimeStatement(
                regime="applies", stated_by=DESK, stated_on=date(2015, 5, 21), source="EXERCISE letter of 21 May 2015"
            )
            register.state_hazard_regime(self.site.id, message, by=self.cast.actor("safety"))

    def spring_2016(self) -> None:
        with on("2016-04-01"):
            self._change("control_changed", "2015-05-20", "UNESCO, state of conservation 2016")
            self._change("control_changed", "2016-03-27", "agency reports; ASOR gives 24 March")
            for label, outline, status in (
                ("EXERCISE: Temple of Bel and surroundings", box(38.2715, 34.5455, 38.2765, 34.5492), "confirmed"),
                ("EXERCISE: Citadel hill", box(38.2545, 34.5605, 38.2600, 34.5650), "suspected"),
                ("EXERCISE: western necropolis", box(38.2440, 34.5500, 38.2560, 34.5575), "suspected"),
            ):
                register.record_hazard_zone(
                    m.HazardZoneIn(
                        id=ids.uuid7(), site=self.site.id, location=outline, status=status, label=label,
                        surveyed_on=date(2016, 4, 1), source="EXERCISE", evidence="EXERCISE: devices found on the tracks",
                    ),
                    by=self.cast.actor("safety"),
                )  # fmt: skip
        with on("2016-04-20"):
            self._clearance("EX-14", CENTRE, date(2016, 4, 18))
            self._clearance("EX-15", TOWN, date(2016, 4, 19))

    def winter_2016(self) -> None:
        with on("2016-12-12"):
            self._change("control_changed", "2016-12-11", "DGAM, 5 March 2017")
        with on("2017-03-03"):
            self._change("control_changed", "2017-03-02", "DGAM, 5 March 2017")
        with on("2017-03-04"):
            permit = m.EntryPermitIn(
                id=ids.uuid7(), site=self.site.id, location=box(38.2650, 34.5496, 38.2722, 34.5540),
                day=date(2017, 3, 5), reference="EXERCISE TO-7/2017", authority=DESK, escort="EXERCISE EOD team 2",
                source="EXERCISE letter of 4 March 2017",
            )  # fmt: skip
            register.record_entry_permit(permit, by=self.cast.actor("safety"))

    def spring_2017(self) -> None:
        with on("2017-04-02"):
            self._clearance("EX-31", box(38.2700, 34.5494, 38.2722, 34.5506), date(2017, 3, 30))
            self._clearance("EX-32", box(38.2640, 34.5496, 38.2700, 34.5530), date(2017, 4, 1), confirmed=False)
            self._clearance("EX-33", TOWN, date(2017, 4, 1))
            register.report_suspicious_object(
                m.SuspiciousObject(id=ids.uuid7(), site=self.site.id, longitude=38.2662, latitude=34.5527,
                                   note="EXERCISE: a wire across the path"), by=self.cast.actor("recorder"),
            )  # fmt: skip

    def _change(self, kind: str, day: str, source: str) -> None:
        register.record_access_change(
            m.AccessChangeIn(id=ids.uuid7(), site=self.site.id, kind=kind, happened=day_of(day), source=source),
            by=self.cast.actor("safety"),
        )

    def _clearance(self, number: str, outline: dict[str, Any], issued: date, *, confirmed: bool = True) -> None:
        safety = self.cast.actor("safety")
        body = drawings.certificate(number)
        paper = evidence.register_document(
            DocumentIn(
                id=ids.uuid7(), site=self.site.id, sha256=sha256(body).hex(), size=len(body),
                media_type="application/pdf", filename=f"{number}.pdf", document_kind="certificate",
            ),
            by=safety,
        )  # fmt: skip
        evidence.take_whole(paper, io.BytesIO(body).read, by=safety)
        clearance = register.enter_clearance(
            m.ClearanceIn(
                id=ids.uuid7(), site=self.site.id, location=outline, status="cleared", depth_cm=20, method="manual",
                task_no=f"EXERCISE {number}", certificate_no=number, certificate=paper.id,
                operator="EXERCISE operator", authority=DESK, issued_on=issued, source="EXERCISE",
            ),
            by=safety,
        )  # fmt: skip
        if confirmed:
            register.confirm_clearance(clearance.id, by=self.cast.actor("safety2"))
