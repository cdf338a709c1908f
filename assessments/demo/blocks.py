"""Fallen blocks of the Monumental Arch: numbered, found, stored, some matched to their bay. An exercise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assessments.demo.days import on
from assessments.demo.reporting import Reporting, names
from assessments.kit import geometry, ids
from assessments.register import messages as m
from assessments.register import operations as register

BAYS = (
    ("central", "Central arch", "Arche centrale", "القوس الأوسط"),
    ("north", "North bay", "Baie nord", "الفتحة الشمالية"),
    ("south", "South bay", "Baie sud", "الفتحة الجنوبية"),
)
BLOCKS = (
    ("A-001", "voussoir", "central", "keystone", "EXERCISE container 2", ("0.92", "0.61", "0.75")),
    ("A-002", "voussoir", "central", "", "EXERCISE container 2", ("0.88", "0.60", "0.72")),
    ("A-003", "cornice", "north", "upper course", "", ("1.10", "0.70", "0.48")),
    ("A-004", "wall_block", None, "", "", ("0.95", "0.55", "0.50")),
    ("A-005", "sculpture", None, "", "EXERCISE museum yard", ("0.64", "0.42", "0.30")),
)


def number_the_arch(reporting: Reporting) -> None:
    """Record the bays of the Arch as parts, and five of its fallen blocks."""
    arch = reporting.monuments["arch"]
    with on("2016-04-27"):
        bays = {
            key: register.create_part(
                m.PartIn(id=ids.uuid7(), monument=arch.id, names=names(en, fr, ar), kind="bay"),
                by=reporting.cast.actor("verifier"),
            ).id
            for key, en, fr, ar in BAYS
        }
        for place, (number, kind, bay, course, store, measures) in enumerate(BLOCKS):
            length, width, height = map(Decimal, measures)
            register.record_block(
                m.BlockIn(
                    id=ids.uuid7(), monument=arch.id, number=number, kind=kind, part=bays[bay] if bay else None,
                    course=course, found_at="EXERCISE: within 15 m of the north pier", found_on=date(2016, 4, 26),
                    location=geometry.point(38.27095 + place * 0.00002, 34.54999), length_m=length, width_m=width,
                    height_m=height, store=store, stored_on=date(2016, 4, 27) if store else None,
                    condition="EXERCISE: edges broken", source="EXERCISE",
                ),
                by=reporting.cast.actor("recorder"),
            )  # fmt: skip
