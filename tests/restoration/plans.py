"""Builders of plans for the tests of restoration: a plan that can be submitted, and one that passes every gate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from assessments.kit import clock, ids
from assessments.register.models import Authority, Site
from assessments.restoration import operations
from assessments.restoration.messages import (
    DecisionIn,
    Duration,
    FundingIn,
    LineIn,
    PackageIn,
    PlanDocumentIn,
    PlanIn,
    Rate,
    WorksIn,
)
from assessments.restoration.models import Decision, EnteredDecision, Plan
from tests import factories

FULL = ("structural_study", "block_inventory", "impact_assessment")
"""What the national authority reads in the full review of a World Heritage property."""


def begun(world: SimpleNamespace, *, track: str = "restoration", level: int = 2, category: str = "shoring") -> Plan:
    """A plan that can be submitted: one package with one line, on a verified report of today."""
    by = world.by("planner")
    day = clock.today().isoformat()
    picture = factories.processed(world)
    factories.report(
        world, upto="verified", observed={"precision": "on", "from": day}, photos=[factories.link(picture.id)]
    )
    made = operations.create_plan(
        PlanIn(
            id=ids.uuid7(), site=world.site.id, title="EXERCISE Arch", monuments=[world.arch.id], track=track,
            objectives="Hold it.", approach="Timber frames.", estimate_class=level,
        ),
        by=by,
    )  # fmt: skip
    days = Duration(Decimal(2), Decimal(3), Decimal(5))
    package = operations.add_package(made.id, PackageIn(id=ids.uuid7(), title="Shoring", duration_days=days), by=by)
    rate = Rate(low=Decimal(10), likely=Decimal(20), high=Decimal(35), currency="EUR")
    line = LineIn(id=ids.uuid7(), category=category, element="Frames", quantity=Decimal(6), unit="nr", rate=rate)
    operations.add_line(package.id, line, by=by)
    return made


def on_the_list(world: SimpleNamespace) -> dict[str, Authority]:
    """Makes the site a World Heritage property, with the outside bodies that write about it."""
    Site.objects.filter(pk=world.site.pk).update(
        world_heritage_id="23", hazard_regime="not_applicable", hazard_regime_by="Mine action desk",
        hazard_regime_on=clock.today(), hazard_regime_source="Letter 4",
    )  # fmt: skip
    world.site.refresh_from_db()
    bodies = {}
    for name in ("Centre", "ICOMOS", "Committee"):
        body = Authority.objects.create(names=[{"text": name, "language": "en"}], mandate="international")
        body.sites.add(world.site)
        bodies[name] = body
    return bodies


def paper(world: SimpleNamespace, plan: Plan, *purposes: str, by: str = "planner") -> None:
    """Documents in the plan's dossier, one for each purpose."""
    for purpose in purposes:
        document = factories.document(world, purpose.encode(), filename=f"{purpose}.pdf")
        operations.add_document(plan.id, PlanDocumentIn(document.id, purpose), by=world.by(by))


def letter(world: SimpleNamespace, text: bytes = b"%PDF letter") -> Any:
    return factories.document(world, text, by="verifier", document_kind="letter").id


def submitted(world: SimpleNamespace, plan: Plan, note: str = "") -> Plan:
    operations.submit(plan.id, by=world.by("planner"), note=note)
    return operations.pass_(plan.id, by=world.by("verifier"))


def decide(world: SimpleNamespace, plan: Plan, outcome: str, *, by: str, authority: Any = None, **more: Any) -> Any:
    plan.refresh_from_db()
    message = DecisionIn(
        outcome=outcome, dossier_sha256=plan.dossier_sha256, authority=(authority or world.authority).id,
        signatory="A. Signer", **more,
    )  # fmt: skip
    return operations.decide(plan.id, message, by=world.by(by))


def by_letter(
    world: SimpleNamespace, plan: Plan, outcome: str, *, authority: Any, by: str = "state_party",
    confirmed_by: str = "state_party2", **more: Any,
) -> Decision:  # fmt: skip
    """A decision recorded from its document by one person and confirmed by another."""
    more = {"text": "As written.", "instrument": "CLT/7", "document": letter(world, ids.uuid7().bytes)} | more
    entered = decide(world, plan, outcome, by=by, authority=authority, taken="recorded_from_document", **more)
    assert isinstance(entered, EnteredDecision)
    return operations.confirm(entered.id, by=world.by(confirmed_by))


def funded(world: SimpleNamespace, plan: Plan, amount: int = 1000) -> None:
    money = FundingIn(
        id=ids.uuid7(), funder="A fund", stage="committed", amount=Decimal(amount), stated_on=clock.today()
    )
    operations.record_funding(plan.id, money, by=world.by("planner"))


def worked(world: SimpleNamespace, plan: Plan, cost: int = 130) -> None:
    """Every package finished, with what it cost."""
    today = world.site.today
    for package in plan.packages.all():
        done = WorksIn(progress_percent=100, began_on=today, ended_on=today, actual_cost=Decimal(cost))
        operations.record_works(package.id, done, by=world.by("works_manager"))


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def over_rest(world: SimpleNamespace, api: Any, **fields: Any) -> SimpleNamespace:
    """A plan with one package, made by REST: `change` patches the plan, `line` adds a line to the package."""
    planner, plan, package = api("planner"), str(ids.uuid7()), str(ids.uuid7())
    body = {"id": plan, "site": str(world.site.id), "title": "EXERCISE", "monuments": [str(world.arch.id)], **fields}
    assert planner.post("/plans", body).status == 201
    assert planner.post(f"/plans/{plan}/packages", {"id": package, "title": "Props"}).status == 201

    def change(**values: Any) -> Any:
        version = planner.get(f"/plans/{plan}").json["version"]
        return planner.patch(f"/plans/{plan}", values, version=version)

    def line(**values: Any) -> Any:
        return planner.post(f"/packages/{package}/lines", {"id": str(ids.uuid7()), **values})

    return SimpleNamespace(id=plan, package=package, planner=planner, change=change, line=line)
