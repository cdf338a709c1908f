"""Demo plans in several workflow states, one with a decision. All of them are exercises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.demo.approvals import Approvals
from assessments.demo.days import on
from assessments.demo.people import Cast
from assessments.kit import clock, ids
from assessments.register.models import Authority, Monument, Site
from assessments.restoration import operations as restoration
from assessments.restoration.messages import (
    DecisionIn,
    Duration,
    ExchangeRate,
    LineIn,
    PackageIn,
    PlanIn,
    Rate,
    StipulationIn,
    Stoppage,
)


class Works:
    """Loads the demo plans; `monuments` are keyed by the short names of `places`."""

    def __init__(self, site: Site, monuments: Mapping[str, Monument], cast: Cast) -> None:
        self.site, self.monuments, self.cast = site, monuments, cast

    def load(self) -> None:
        planner = self.cast.actor("planner")
        approvals = Approvals(self.site, self.cast)
        approvals.find_works_begun([self.monuments["elahbel"].id])
        approvals.record_requests()
        with on("2016-10-01"):
            arch = self._plan(
                "EXERCISE: anastylosis of the Monumental Arch", ["arch"], "restoration", 3,
                "Return the fallen stones of the central arch to their courses.",
                "Block inventory first; anastylosis with original stones; new stone only where structure needs it, and distinguishable.",
                stoppages=[Stoppage("12-15", "02-15", "EXERCISE: winter rain, no crane on the ground")],
                exchange_rates=[
                    ExchangeRate(currency="SYP", amount=Decimal(550), kind="market", on=clock.today(),
                                 source="EXERCISE: invented rate")
                ],
                contingency_rule="by_class", contingency_reason="EXERCISE: cracks that show when blocks are lifted",
                escalation_percent=Decimal(4), escalation_until=date(2018, 6, 30), escalation_source="EXERCISE: invented",
                phases=["Investigation", "Works"],
            )  # fmt: skip
            first = self._package(arch, "Documentation and block inventory", 30, 45, 80, phase="Investigation")
            self._line(first, "documentation", "Photogrammetry and survey", "60", "day", 320, 420, 640)
            self._line(first, "debris_blocks", "Inventory of blocks, lifting included", "180", "nr", 90, 140, 260)
            second = self._package(arch, "Anastylosis of the central arch", 90, 140, 260, after=[first], phase="Works")
            self._line(second, "scaffolding", "Scaffold and crane", "1", "sum", 60000, 85000, 140000)
            self._line(second, "anastylosis", "Re-assembly of blocks", "150", "nr", 800, 1150, 2100)
            self._line(
                second, "training_labour", "Masons and labourers of the town", "2400", "day", 2500, 3500, 6000, "SYP"
            )
            approvals.papers(arch, ("structural_study", "impact_assessment", "options_appraisal"))
        with on("2016-10-28"):
            approvals.answer_requests(arch)
            restoration.submit(arch, by=planner)
            restoration.pass_(arch, by=self.cast.actor("verifier"), note="Checked against the reports of April 2016.")
        with on("2016-12-10"):
            lion = self._plan(
                "EXERCISE: putting the Lion of Al-Lat together", ["lion"], "restoration", 2,
                "Give the fragments their form again, and show what is new.",
                "Original fragments on a steel frame; what is missing is filled in another tone; nothing is guessed.",
            )  # fmt: skip
            pieces = self._package(lion, "Joining the fragments", 60, 100, 150)
            self._line(pieces, "stone_conservation", "Joining and frame", "1", "sum", 32000, 40000, 55000)
        approvals.close_the_lion(lion)
        approvals.change_under_the_arch(self.monuments["arch"])
        with on("2017-04-22"):
            portal = self._plan(
                "EXERCISE: shoring of the portal of the Temple of Bel", ["bel"], "emergency", None,
                "Keep the standing portal from falling before winter.", "",
            )  # fmt: skip
            shoring = self._package(portal, "Timber shoring", 10, 15, 30)
            self._line(shoring, "shoring", "Shoring frames", "6", "nr", 2500, 3800, 6500)
            stair = self._plan(
                "EXERCISE: provisional stair to the Citadel", ["citadel"], "emergency", 4,
                "Reach the Citadel for survey without climbing the moat.", "Reversible steel stair on spread footings.",
            )  # fmt: skip
            steel = self._package(stair, "Steel stair", 12, 20, 40)
            self._line(steel, "access_security", "Stair, transport and fitting", "1", "sum", 18000, 26000, 45000)
            restoration.submit(stair, by=planner)
            museum = self._plan(
                "EXERCISE: closing the roof of the museum", ["museum"], "emergency", 4,
                "Keep rain out of the galleries.", "Timber and membrane over the shell hole; reversible.",
            )  # fmt: skip
            roof = self._package(museum, "Provisional roof", 8, 12, 25)
            self._line(roof, "shoring", "Timber roof over the shell hole", "40", "m2", 110, 160, 300)
            restoration.submit(museum, by=planner)
            plan = restoration.pass_(museum, by=self.cast.actor("verifier"))
            authority = next(iter(self._legal()))
            restoration.decide(
                museum,
                DecisionIn(
                    outcome="endorse", dossier_sha256=plan.dossier_sha256, authority=authority,
                    text="EXERCISE. Endorsed as first aid.", signatory="Ziad Mansour", office="EXERCISE",
                    stipulations=[StipulationIn("EXERCISE: photographs before and after.", "closing")],
                ),
                by=self.cast.actor("reviewer2"),
            )  # fmt: skip

        with on("2017-04-24"):
            stage = self._plan(
                "EXERCISE: props for the stage front of the Theatre", ["theatre"], "emergency", 4,
                "Keep the stage front from falling.", "Reversible timber props; no anchors in old stone.",
            )  # fmt: skip
            props = self._package(stage, "Props", 6, 9, 20)
            self._line(props, "shoring", "Timber props", "14", "nr", 700, 950, 1800)
        approvals.await_a_second_person(stage)
        salvage = self._plan(
            "EXERCISE: fencing and salvage at the Tetrapylon", ["tetrapylon"], "emergency", None,
            "Keep people and carts away from the fallen columns.", "Fence; bring the small pieces into the store.",
        )  # fmt: skip
        fence = self._package(salvage, "Fence and salvage", 2, 4, 8)
        self._line(fence, "access_security", "Fence", "240", "m", 12, 18, 35)
        approvals.hear_on_the_telephone(salvage)

    def _legal(self) -> list[UUID]:
        return list(Authority.objects.filter(mandate="legal").values_list("pk", flat=True))

    def _plan(
        self, title: str, keys: list[str], track: str, class_: int | None, objectives: str, approach: str,
        **more: Any,
    ) -> UUID:  # fmt: skip
        message = PlanIn(
            id=ids.uuid7(), site=self.site.id, title=title, monuments=[self.monuments[key].id for key in keys],
            track=track, objectives=objectives, approach=approach, estimate_class=class_, is_exercise=True,
            price_date=clock.today() - timedelta(days=20), basis_of_estimate="EXERCISE: invented rates",
            **more,
        )  # fmt: skip
        return restoration.create_plan(message, by=self.cast.actor("planner")).id

    def _package(
        self, plan: UUID, title: str, low: int, likely: int, high: int, after: list[UUID] | None = None, phase: str = "",
    ) -> UUID:  # fmt: skip
        message = PackageIn(
            id=ids.uuid7(), title=title, duration_days=Duration(Decimal(low), Decimal(likely), Decimal(high)),
            depends_on=after or [], phase=phase,
        )  # fmt: skip
        return restoration.add_package(plan, message, by=self.cast.actor("planner")).id

    def _line(
        self, package: UUID, category: str, element: str, quantity: str, unit: str, low: int, likely: int, high: int,
        currency: str = "EUR",
    ) -> None:  # fmt: skip
        message = LineIn(
            id=ids.uuid7(), category=category, element=element, quantity=Decimal(quantity), unit=unit,
            rate=Rate(low=Decimal(low), likely=Decimal(likely), high=Decimal(high), currency=currency),
            rate_source="EXERCISE",
        )  # fmt: skip
        restoration.add_line(package, message, by=self.cast.actor("planner"))
