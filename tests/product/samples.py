"""One resource of each kind that a URL may name, for the tables over all endpoints."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import msgspec

from assessments.damage import operations as damage
from assessments.damage.messages import ReportPatch
from assessments.evidence import operations as evidence
from assessments.evidence.messages import AnnotationIn, ControlPoint, GeoreferencedImageIn, PairIn
from assessments.exchange import operations as exchange
from assessments.kit import clock, geometry, ids
from assessments.kit.checksums import sha256_of_file
from assessments.people import operations as people
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.restoration import messages as r
from assessments.restoration import operations as restoration
from assessments.restoration.messages import Duration, LineIn, PackageIn, PlanIn, Rate
from assessments.restoration.models import Decision, EnteredDecision, Stipulation
from assessments.sync import operations as sync
from assessments.sync.messages import Operation
from tests import factories

NAME = [m.Name("Bay", "en")]
GROUND = {
    "type": "Polygon",
    "coordinates": [[[38.26, 34.54], [38.27, 34.54], [38.27, 34.55], [38.26, 34.55], [38.26, 34.54]]],
}

CONTROL_POINTS = [
    ControlPoint(x=x, y=y, longitude=38.26 + x / 100, latitude=34.55 - y / 100) for x, y in ((0, 0), (1, 0), (1, 1))
]


def of_each_kind(world: SimpleNamespace) -> dict[str, Any]:
    """Ids by the first path segment of their URL."""
    return _evidence(world) | _register(world) | _works(world) | {"conflicts": _conflict(world)}


def _conflict(world: SimpleNamespace) -> Any:
    """A draft whose narrative was changed in the browser and on a tablet."""
    report, by = factories.report(world), world.by("recorder")
    damage.change_report(report.id, ReportPatch(narrative="Ours."), by=by, expected_version=1)
    tablet = people.add_device(world.users["recorder"], "tablet", by=by)[0]
    change = Operation(
        op_id=ids.uuid7(), kind="report", id=report.id, action="update", base_version=1, data={"narrative": "Theirs."}
    )
    (outcome,) = sync.push([change], by=world.by("recorder", device_id=tablet.id))
    return outcome.conflict.id


def _evidence(world: SimpleNamespace) -> dict[str, Any]:
    by = world.by("recorder")
    photo, later = factories.processed(world), factories.processed(world, factories.jpeg(colour="navy"))
    mark = AnnotationIn(id=ids.uuid7(), photo=photo.id, points=[[0.1, 0.1], [0.4, 0.4]], text="A crack")
    evidence.annotate(mark, by=by)
    couple = PairIn(id=ids.uuid7(), earlier=photo.id, later=later.id)
    evidence.pair(couple, by=by)
    laid = evidence.georeference(
        GeoreferencedImageIn(id=ids.uuid7(), photo=photo.id, control_points=CONTROL_POINTS), by=world.by("verifier")
    )
    report = factories.report(world, upto="submitted")
    bundle = exchange.new_bundle("report", report.id, by=by)
    return {
        "reports": report.id, "photos": photo.id, "uploads": photo.id, "iiif/image": photo.id,
        "documents": factories.document(world).id, "annotations": mark.id, "pairs": couple.id, "bundles": bundle.id,
        "georeferenced-images": laid.id,
    }  # fmt: skip


def _register(world: SimpleNamespace) -> dict[str, Any]:
    site, today = world.site.id, clock.today()
    safety, verifier, recorder = world.by("safety_officer"), world.by("verifier"), world.by("recorder")
    day = {"precision": "on", "from": today.isoformat()}
    certificate = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate").id
    made = {
        "parts": register.create_part(m.PartIn(id=ids.uuid7(), monument=world.arch.id, names=NAME), by=verifier),
        "visits": register.create_visit(
            m.VisitIn(id=ids.uuid7(), site=site, first_day=today, last_day=today), by=recorder
        ),
        "incidents": register.record_incident(
            m.IncidentIn(id=ids.uuid7(), site=site, monuments=[world.arch.id], title={"en": "Blast"}), by=verifier
        ),
        "statements": register.record_statement(
            m.StatementIn(
                id=ids.uuid7(), site=site, who="A director", said_on=today, about="condition", words="Good.", source="-"
            ),
            by=verifier,
        ),
        "site-features": register.record_site_feature(
            m.SiteFeatureIn(id=ids.uuid7(), site=site, kind="building", location=GROUND, source="Plan"), by=verifier
        ),
        "hazard-zones": register.record_hazard_zone(
            m.HazardZoneIn(id=ids.uuid7(), site=site, location=GROUND, status="suspected", surveyed_on=today), by=safety
        ),
        "clearances": register.enter_clearance(
            m.ClearanceIn(
                id=ids.uuid7(), site=site, location=GROUND, status="cleared", depth_cm=20, certificate_no="7",
                certificate=certificate, operator="O", authority="A", issued_on=today,
            ),
            by=safety,
        ),
        "access-changes": register.record_access_change(
            m.AccessChangeIn(id=ids.uuid7(), site=site, kind="closed", happened=day, location=GROUND), by=safety
        ),
    }  # fmt: skip
    elsewhere = geometry.circle(38.30, 34.60, 50)
    permit = m.EntryPermitIn(
        id=ids.uuid7(), site=site, location=elsewhere, day=today, reference="TO-7", authority="A", escort="Team 2"
    )
    made["entry-permits"] = register.record_entry_permit(permit, by=safety)
    device = people.add_device(world.users["recorder"], "tablet", by=recorder)[0]
    lion = factories.monument(world.site, "Lion", movable=True)
    moved = m.LocationIn(id=ids.uuid7(), monument=lion.id, since=day, place="Museum store")
    block = m.BlockIn(id=ids.uuid7(), monument=world.arch.id, number="A-1")
    body = m.OrganisationIn(id=ids.uuid7(), names=NAME)
    sheet = factories.store().staged(ids.uuid7())
    sheet.write_text("name_en,category\nTower,tomb\n")
    table = register.StagedDocument(sheet, sha256_of_file(sheet), "list.csv", "text/csv")
    stored = register.receive_document(table, site_id=site, by=verifier)
    return {kind: row.id for kind, row in made.items()} | {
        "sites": site, "monuments": world.arch.id, "iiif/monuments": world.arch.id, "authorities": world.authority.id,
        "people": world.users["recorder"].id, "devices": device.id, "import": stored.id,
        "blocks": register.record_block(block, by=recorder).id,
        "base-maps": register.record_base_map(
            m.BaseMapIn(
                id=ids.uuid7(), kind="tiles", address="https://tiles.example.org/{z}/{x}/{y}.png", title={"en": "Streets"},
                attribution="© Somebody",
            ),
            by=world.by("administrator"),
        ).id,
        "organisations": register.record_organisation(body, by=world.by("administrator")).id,
        "locations": register.record_location(moved, by=verifier).id,
    }  # fmt: skip


def _works(world: SimpleNamespace) -> dict[str, Any]:
    planner = world.by("planner")
    plan = restoration.create_plan(
        PlanIn(id=ids.uuid7(), site=world.site.id, title="Plan", monuments=[world.arch.id]), by=planner
    )
    span = Duration(Decimal(1), Decimal(2), Decimal(3))
    package = restoration.add_package(
        plan.id, PackageIn(id=ids.uuid7(), title="Shoring", duration_days=span), by=planner
    )
    line = LineIn(
        id=ids.uuid7(), category="shoring", element="Frames", quantity=Decimal(6), unit="nr",
        rate=Rate(low=Decimal(1), likely=Decimal(2), high=Decimal(3), currency="EUR"),
    )  # fmt: skip
    made = {"plans": plan.id, "packages": package.id, "lines": restoration.add_line(package.id, line, by=planner).id}
    return made | {"dossiers": plan.id} | _around_plans(world, plan.id)


def _around_plans(world: SimpleNamespace, plan: Any) -> dict[str, Any]:
    planner, today = world.by("planner"), world.site.today
    paper = factories.document(world, b"study").id
    document = restoration.add_document(plan, r.PlanDocumentIn(paper, "structural_study"), by=planner)
    money = r.FundingIn(id=ids.uuid7(), funder="A fund", stage="pledged", amount=Decimal(9), stated_on=today)
    request = r.StandingRequestIn(
        id=ids.uuid7(), site=world.site.id, authority=world.authority.id, decision="40 COM 7A.17", text="Wait.",
        since=today,
    )  # fmt: skip
    deputy = r.DeputationIn(world.site.id, world.users["national_reviewer"].id, today, today)
    director = world.by("national_director", second_factor_at=clock.recorded_now())
    decision = Decision.objects.create(
        plan_id=plan, authority=world.authority, kind="authorisation", outcome="request_revision", text="Once more.",
        signatory="A. Signer", entered_by=world.users["national_reviewer"], dossier_sha256="0" * 64, revision=1,
    )  # fmt: skip
    condition = Stipulation.objects.create(plan_id=plan, decision=decision, number=1, text="Show the joints.")
    entered = EnteredDecision.objects.create(
        plan_id=plan, entered_by=world.users["national_reviewer"],
        message=msgspec.to_builtins(
            r.DecisionIn(outcome="reject", dossier_sha256="0" * 64, authority=world.authority.id, signatory="A")
        ),
    )  # fmt: skip
    return {
        "dossier-documents": document.id, "funding": restoration.record_funding(plan, money, by=planner).id,
        "standing-requests": restoration.record_request(request, by=world.by("state_party")).id,
        "deputations": restoration.depute(deputy, by=director).id, "stipulations": condition.id,
        "entered-decisions": entered.id,
    }  # fmt: skip
