"""REST gives what it takes: every field that can be written is read back, and can be corrected unless it says why not.

A new field of a message fails here until it has an example, is answered, and can be changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from assessments.evidence import messages as e
from assessments.kit import ids
from assessments.register import messages as m
from assessments.register.models import Authority, Block, Membership, Monument
from assessments.register.roles import Role
from assessments.restoration import messages as r
from tests import factories
from tests.product.samples import GROUND

NAMES = [{"text": "North", "language": "en", "kind": "official"}]
OTHER_NAMES = [{"text": "South", "language": "en", "kind": "official"}]
IDS = [{"scheme": "eamena", "value": "7"}]
OTHER_IDS = [{"scheme": "eamena", "value": "8"}]
POINT = {"type": "Point", "coordinates": [38.27, 34.55]}
OTHER_POINT = {"type": "Point", "coordinates": [38.28, 34.56]}
JUNE = {"precision": "between", "from": "2015-06-01", "to": "2015-06-30", "approximate": True, "as_written": "c. June"}
DAY = {"precision": "on", "from": "2016-04-25"}


@dataclass
class Case:
    """A resource: where it is made, by whom, with an example of every field, and what every field changes to."""

    path: str
    role: str
    takes: Any
    changes: Any
    example: dict[str, Any]
    changed: dict[str, Any] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    """Fields that cannot be changed, each with the reason."""
    made_at: str = ""
    """Where it is made, if that is not `path`."""
    corrected_by: str = ""
    """Who corrects it, if that is not who made it."""


PARENT = {"monument": "a row belongs to its monument; a wrong one is withdrawn"}
SITE = {"site": "a row belongs to its site"}
FILE = {"sha256": "7" * 64, "size": 7, "media_type": "image/jpeg", "filename": "a.jpg"}
BYTES = dict.fromkeys(FILE, "it says of the bytes what they are")


def cases(world: SimpleNamespace) -> dict[str, Case]:
    site, arch = str(world.site.id), str(world.arch.id)
    Monument.objects.filter(pk=arch).update(movable=True)
    Membership.objects.create(user=world.users["verifier"], site=None, role=Role.VERIFIER)
    other = factories.site("UGA")
    another = Authority.objects.create(names=[{"text": "Committee", "language": "en"}], mandate="international")
    another.sites.add(world.site)
    below = factories.monument(world.site, "Group")
    document = str(factories.document(world, by="verifier").id)
    certificate = str(factories.document(world, b"c1", by="safety_officer", document_kind="certificate").id)
    second = str(factories.document(world, b"c2", by="safety_officer", document_kind="certificate").id)
    block = str(Block.objects.create(monument=world.arch, number="Z-1").id)
    organisation = str(ids.uuid7())
    picture = str(factories.processed(world, by="verifier").id)
    person, other_person = str(world.users["recorder"].id), str(world.users["recorder2"].id)
    world.site.attributes = [{"code": "iv-a", "text": {"en": "Axis"}}, {"code": "iv-b", "text": {"en": "Tombs"}}]
    world.site.save()
    return {
        "organisations": Case(
            "organisations", "administrator", m.OrganisationIn, m.OrganisationPatch,
            {"id": organisation, "names": NAMES, "country": "SY", "external_ids": IDS},
            {"names": OTHER_NAMES, "country": "FR", "external_ids": OTHER_IDS},
        ),
        "sites": Case(
            "sites", "administrator", m.SiteIn, m.SitePatch,
            {
                "code": "NEW", "names": NAMES, "parent": site, "visibility": "public", "time_zone": "Asia/Damascus",
                "countries": ["SY"], "states_text": {"en": "Syria"}, "location": POINT, "boundary": GROUND,
                "boundary_since": "2001-01-01", "buffer_zone": GROUND, "buffer_zone_since": "2002-01-01",
                "world_heritage_id": "9999", "criteria": "(i)", "category": "Cultural", "inscribed_year": 1980,
                "in_danger_since": 2013, "area_ha": "16.5000", "description": {"en": "A city"},
                "contacts": [{"name": "Office", "phone": "1"}], "hazard_regime": "not_applicable",
                "hazard_regime_by": "Desk", "hazard_regime_on": "2016-01-01", "hazard_regime_source": "Letter",
                "unknown_after_hours": 48, "mine_action_contact": "Desk", "list_is_complete": True,
                "publishes_figures": True,
                "attributes": [{"code": "i-a", "text": {"en": "Words"}}], "external_ids": IDS, "source": "List",
            },
            {
                "code": "NEW-2", "names": OTHER_NAMES, "parent": str(other.id), "visibility": "members",
                "time_zone": "UTC", "countries": ["IQ"], "states_text": {"en": "Iraq"}, "location": OTHER_POINT,
                "boundary": None, "boundary_since": None, "buffer_zone": None, "buffer_zone_since": None,
                "world_heritage_id": "9998", "criteria": "(ii)", "category": "Mixed", "inscribed_year": 1981,
                "in_danger_since": None, "area_ha": "17.0000", "description": {"en": "A town"}, "contacts": [],
                "hazard_regime": "applies", "hazard_regime_by": "Another", "hazard_regime_on": "2016-02-01",
                "hazard_regime_source": "Mail", "unknown_after_hours": 72, "mine_action_contact": "Other",
                "list_is_complete": False, "publishes_figures": False, "attributes": [], "external_ids": OTHER_IDS, "source": "Book",
            },
            corrected_by="verifier",
        ),
        "monuments": Case(
            "monuments", "verifier", m.MonumentIn, m.MonumentPatch,
            {
                "site": site, "names": NAMES, "category": "statue", "category_label": "Idol", "parent": arch,
                "sensitivity": "guarded", "location": POINT, "location_error_m": 5, "dating": "AD 1", "height_m": "3.45",
                "area_m2": "7.5", "conveys": ["iv-a"], "materials": ["limestone"], "original_fabric": "half",
                "movable": True, "whereabouts": "missing", "last_seen": JUNE,
                "inventory_numbers": [{"number": "A 1", "given_by": "Museum"}], "interpol_no": "2016/1",
                "object_id": {"title": "Lion"}, "provisional": True, "external_ids": IDS, "source": "Book",
            },
            {
                "names": OTHER_NAMES, "category": "mosaic_painting", "category_label": "Floor", "parent": str(below.id),
                "sensitivity": "sensitive", "location": OTHER_POINT, "location_error_m": 6, "dating": "AD 2",
                "height_m": "4.50", "area_m2": "8.5", "conveys": ["iv-b"], "materials": ["clay"],
                "original_fabric": "all", "movable": False, "whereabouts": "", "last_seen": DAY,
                "inventory_numbers": [], "interpol_no": "", "object_id": {"maker": "X"}, "provisional": False,
                "external_ids": OTHER_IDS, "source": "List",
            },
            SITE,
        ),
        "parts": Case(
            "parts", "verifier", m.PartIn, m.PartPatch,
            {"monument": arch, "names": NAMES, "kind": "bay", "provisional": True, "external_ids": IDS},
            {"names": OTHER_NAMES, "kind": "pier", "provisional": False, "external_ids": OTHER_IDS}, PARENT,
        ),
        "locations": Case(
            "locations", "verifier", m.LocationIn, m.LocationPatch,
            {
                "monument": arch, "since": JUNE, "until": "2016-12-01", "place": "Garden", "location": POINT,
                "is_restricted": True, "holder": "A", "owner": "B", "manager": "C", "document": document, "reason": "D",
                "source": "E", "external_ids": IDS,
            },
            {
                "since": DAY, "until": None, "place": "Depot", "location": None, "is_restricted": False, "holder": "F",
                "owner": "G", "manager": "H", "document": None, "reason": "I", "source": "J", "external_ids": OTHER_IDS,
            },
            PARENT,
        ),
        "blocks": Case(
            "blocks", "verifier", m.BlockIn, m.BlockPatch,
            {
                "monument": arch, "number": "A-1", "part": "{parts}", "kind": "voussoir", "course": "3",
                "joins": ["A-2"], "location": POINT, "found_at": "C4", "found_on": "2016-04-25", "length_m": "1.200",
                "width_m": "0.600", "height_m": "0.500", "weight_kg": "800.0", "condition": "split", "store": "Yard",
                "stored_on": "2016-05-01", "source": "x", "external_ids": IDS,
            },
            {
                "number": "A-9", "part": None, "kind": "capital", "course": "4", "joins": [], "location": OTHER_POINT,
                "found_at": "C5", "found_on": "2016-04-26", "length_m": "1.300", "width_m": "0.700", "height_m": "0.600",
                "weight_kg": "900.0", "condition": "whole", "stored_on": None, "store": "", "source": "y",
                "external_ids": OTHER_IDS,
            },
            PARENT,
        ),
        "visits": Case(
            "visits", "recorder", m.VisitIn, m.VisitPatch,
            {
                "site": site, "first_day": "2016-04-24", "last_day": "2016-04-26", "title": "Spring",
                "mandate": "Ministry", "organisation": organisation, "team": [{"person": person, "role": "architect"}],
                "method": "field_visual", "not_reached": ["Citadel"], "hazards_seen": ["Wire"], "caveat": "Far",
                "external_ids": IDS, "source": "Book",
            },
            {
                "first_day": "2016-04-23", "last_day": "2016-04-27", "title": "April", "mandate": "Museum",
                "organisation": None, "team": [{"person": other_person, "role": ""}], "method": "field_distance",
                "not_reached": [], "hazards_seen": [], "caveat": "", "external_ids": OTHER_IDS, "source": "",
            },
            SITE,
        ),
        "incidents": Case(
            "incidents", "verifier", m.IncidentIn, m.IncidentPatch,
            {
                "site": site, "monuments": [arch], "title": {"en": "Blast"}, "mechanism": "explosion",
                "intent": "deliberate", "claims": [{"occurred": DAY, "source": "A", "chosen": True}], "note": "n",
                "external_ids": IDS,
            },
            {
                "monuments": [], "title": {"en": "Fire"}, "mechanism": "fire", "intent": "unknown",
                "claims": [{"occurred": JUNE, "source": "B"}], "note": "o", "proposed": True, "external_ids": OTHER_IDS,
            },
            SITE,
        ),
        "statements": Case(
            "statements", "verifier", m.StatementIn, m.StatementPatch,
            {
                "site": site, "who": "A director", "said_on": "2016-03-28", "about": "condition", "words": "Good.",
                "source": "AFP", "office": "DGAM", "language": "en", "translations": {"fr": "Bon."},
                "attributed_to": {"fr": "Un directeur, DGAM"},
                "is_preliminary": True, "figure": "80 %", "difference": {"en": "No."}, "external_ids": IDS,
            },
            {"source": "Times", "attributed_to": {"ar": "مدير"}, "translations": {"ar": "جيد."}, "difference": {}, "external_ids": OTHER_IDS},
            SITE | dict.fromkeys(
                ("who", "said_on", "about", "words", "office", "language", "is_preliminary", "figure"),
                "what was said stays; a later statement stands beside it",
            ),
        ),
        "site-features": Case(
            "site-features", "verifier", m.SiteFeatureIn, m.SiteFeaturePatch,
            {
                "site": site, "kind": "street", "location": {"type": "LineString", "coordinates": [[38.27, 34.55], [38.26, 34.551]]},
                "source": "Survey", "title": {"en": "Colonnade"}, "is_open": True, "is_shown": True, "external_ids": IDS,
            },
            {
                "kind": "building", "location": GROUND, "source": "Plan", "title": {}, "is_open": False,
                "is_shown": False, "external_ids": OTHER_IDS,
            },
            SITE,
        ),
        "base-maps": Case(
            "base-maps", "administrator", m.BaseMapIn, m.BaseMapPatch,
            {
                "kind": "wms", "address": "https://maps.example.org/{z}/{x}/{y}/ows", "layers": "relief", "title": {"en": "Relief"},
                "attribution": "© Somebody", "min_zoom": 3, "max_zoom": 18, "place_in_list": 2, "is_shown": True,
                "external_ids": IDS,
            },
            {
                "kind": "tiles", "address": "https://maps.example.org/{z}/{x}/{y}.png", "layers": "", "title": {"fr": "Rues"},
                "attribution": "© Another", "min_zoom": 0, "max_zoom": 19, "place_in_list": 0, "is_shown": False,
                "external_ids": OTHER_IDS,
            },
        ),
        "georeferenced-images": Case(
            "georeferenced-images", "verifier", e.GeoreferencedImageIn, e.GeoreferencedImagePatch,
            {"photo": picture, "control_points": _control_points(0.0), "is_shown": False},
            {"control_points": _control_points(0.001), "is_shown": True},
            {"photo": "another picture has points of its own"},
        ),
        "authorities": Case(
            "authorities", "administrator", m.AuthorityIn, m.AuthorityPatch,
            {
                "names": NAMES, "mandate": "legal", "level": "state_party", "territory": "Homs", "first_day": "2010-01-01",
                "last_day": "2020-01-01", "sites": [site], "external_ids": IDS,
            },
            {
                "names": OTHER_NAMES, "level": "", "mandate": "owner", "territory": "", "first_day": None, "last_day": None,
                "sites": [], "external_ids": OTHER_IDS,
            },
        ),
        "hazard-zones": Case(
            "hazard-zones", "safety_officer", m.HazardZoneIn, m.HazardZonePatch,
            {
                "site": site, "location": GROUND, "status": "suspected", "surveyed_on": "2016-04-01", "label": "Hill",
                "ordnance": ["IED"], "evidence": "seen", "imsma_ref": "7", "source": "Desk", "external_ids": IDS,
            },
            {
                "location": GROUND, "status": "confirmed", "surveyed_on": "2016-04-02", "closed_on": "2016-05-01",
                "label": "Slope", "ordnance": [], "evidence": "", "imsma_ref": "8", "source": "Mail",
                "external_ids": OTHER_IDS,
            },
            SITE,
        ),
        "clearances": Case(
            "clearances", "safety_officer", m.ClearanceIn, m.ClearancePatch,
            {
                "site": site, "location": GROUND, "status": "cleared", "certificate_no": "7", "operator": "O",
                "authority": "A", "issued_on": "2016-04-01", "depth_cm": 20, "valid_until": "2026-04-01",
                "method": "manual", "task_no": "T", "area_m2": "100.0", "certificate": certificate,
                "restrictions": "none", "source": "s", "external_ids": IDS,
            },
            {
                "location": GROUND, "certificate_no": "8", "operator": "P", "authority": "B", "issued_on": "2016-04-02",
                "status": "released_ts", "depth_cm": None, "valid_until": None, "method": "mechanical", "task_no": "U",
                "area_m2": "200.0", "certificate": second, "restrictions": "paths", "source": "t",
                "external_ids": OTHER_IDS,
            },
            SITE,
        ),
        "entry-permits": Case(
            "entry-permits", "safety_officer", m.EntryPermitIn, None,
            {
                "site": site, "location": {"type": "Polygon", "coordinates": [
                    [[38.30, 34.60], [38.31, 34.60], [38.31, 34.61], [38.30, 34.61], [38.30, 34.60]]]},
                "day": "{today}", "reference": "TO-7", "authority": "A", "escort": "Team 2", "note": "n",
                "source": "s", "external_ids": IDS,
            },
            fixed={"*": "leave is withdrawn and recorded anew, never rewritten"},
        ),
        "access-changes": Case(
            "access-changes", "safety_officer", m.AccessChangeIn, None,
            {
                "site": site, "kind": "closed", "happened": DAY, "location": GROUND, "note": "n", "source": "s",
                "external_ids": IDS,
            },
            fixed={"*": "a change of access is only followed by another"},
        ),
        "photos": Case(
            "photos", "recorder", e.PhotoIn, e.PhotoPatch,
            FILE | {
                "site": site, "monument": arch, "obtained_from": "scan", "also_shows": [str(below.id)],
                "blocks": [block], "taken_at": "2016-04-25T10:00:00Z", "taken_on": JUNE, "clock_ahead_s": 60,
                "device_position": {"longitude": 38.27, "latitude": 34.55, "error_m": 5.0, "at": None},
                "caption": "The gate.", "role": "archive", "people": "identifiable", "consent": "given",
                "consent_for": "a report", "flags": ["slogan"], "licence": "InC", "credit": "A museum",
                "external_ids": IDS,
            },
            {
                "monument": str(below.id), "obtained_from": "web", "also_shows": [arch], "blocks": [], "taken_on": DAY,
                "clock_ahead_s": None, "caption": "A gate.", "role": "detail", "people": "none",
                "consent": "not_asked", "consent_for": "", "flags": [], "licence": "CC0-1.0", "credit": "",
                "external_ids": OTHER_IDS,
            },
            SITE | BYTES | dict.fromkeys(("taken_at", "device_position"), "what a device claimed stays as it claimed it"),
        ),
        "documents": Case(
            "documents", "recorder", e.DocumentIn, e.DocumentPatch,
            FILE | {
                "site": site, "monument": arch, "document_kind": "letter", "source": "Museum", "obtained_from": "scan",
                "caption": "A letter.", "licence": "InC", "credit": "A museum", "external_ids": IDS,
            },
            {
                "monument": None, "document_kind": "testimony", "source": "A guardian", "obtained_from": "web",
                "caption": "What he saw.", "licence": "", "credit": "", "external_ids": OTHER_IDS,
            },
            SITE | BYTES,
        ),
        "plans": Case(
            "plans", "planner", r.PlanIn, r.PlanPatch,
            {
                "site": site, "title": "T", "monuments": [arch], "track": "restoration", "objectives": "o",
                "approach": "a", "language": "fr", "currency": "EUR", "price_date": "2016-05-01", "estimate_class": 4,
                "basis_of_estimate": "b", "continues": "{plan}", "crews": {"masons": 2},
                "stoppages": [{"since": "12-01", "until": "02-28", "reason": "Rain"}], "is_exercise": True, "external_ids": IDS,
                "phases": ["One", "Two"], "options_appraisal": "Nothing, or props", "original_fabric_share": "0.500",
                "exchange_rates": [
                    {"currency": "SYP", "amount": "585.6", "equals": "1", "kind": "market", "on": "2016-05-01", "source": "s"}
                ],
                "contingency_rule": "stated", "contingency_percent": "12.50", "contingency_reason": "Hidden defects",
                "escalation_percent": "8.00", "escalation_until": "2017-06-30", "escalation_source": "index",
            },
            {
                "exchange_rates": [],  # a rate is stated in the currency that the plan leaves
                "title": "U", "monuments": [str(below.id)], "track": "emergency", "objectives": "p", "approach": "c",
                "language": "en", "currency": "USD", "estimate_class": None,
                "basis_of_estimate": "d", "continues": None, "crews": {"masons": 3, "survey": 1},
                "stoppages": [{"since": "2016-06-06", "until": "2016-07-05", "reason": ""}], "is_exercise": False, "external_ids": OTHER_IDS,
                "phases": ["Three"], "options_appraisal": "Props", "original_fabric_share": None,
                "contingency_rule": "by_class", "contingency_percent": None, "contingency_reason": "",
                "escalation_percent": None, "escalation_until": None, "escalation_source": "",
                "price_date": None,
            },
            SITE,
        ),
        "packages": Case(
            "packages", "planner", r.PackageIn, r.PackagePatch,
            {
                "title": "Shoring", "description": "d", "depends_on": ["{package}"], "external_ids": IDS, "crew": "masons",
                "phase": "Ground", "duration_days": {"low": "1.0", "likely": "2.0", "high": "3.0"},
            },
            {
                "title": "Props", "description": "e", "depends_on": [], "external_ids": OTHER_IDS, "crew": "survey",
                "phase": "", "duration_days": None,
            },
            made_at="plans/{plan}/packages",
        ),
        "lines": Case(
            "lines", "planner", r.LineIn, r.LinePatch,
            {
                "category": "shoring", "element": "Frames", "quantity": "6.000", "unit": "nr", "rate_source": "quote",
                "rate": {"low": "1.00", "likely": "2.00", "high": "3.00", "currency": "EUR"},
                "rate_date": "2016-05-01", "external_ids": IDS,
            },
            {
                "category": "scaffolding", "element": "Tower", "quantity": "7.000", "unit": "m2", "rate_source": "book",
                "rate": {"low": "2.00", "likely": "3.00", "high": "4.00", "currency": "EUR"}, "rate_date": None,
                "external_ids": OTHER_IDS,
            },
            made_at="packages/{package}/lines",
        ),
        "funding": Case(
            "funding", "planner", r.FundingIn, r.FundingPatch,
            {
                "funder": "A fund", "stage": "pledged", "amount": "1200.00", "stated_on": "2016-05-01",
                "restrictions": "No salaries", "source": "Letter", "external_ids": IDS,
            },
            {
                "funder": "A bank", "stage": "received", "amount": "900.50", "stated_on": "2016-06-01",
                "restrictions": "", "source": "Statement", "external_ids": OTHER_IDS,
            },
            made_at="plans/{plan}/funding",
        ),
        "standing-requests": Case(
            "standing-requests", "state_party", r.StandingRequestIn, r.StandingRequestPatch,
            {
                "site": site, "authority": str(world.authority.id), "decision": "40 COM 7A.17", "paragraph": "6",
                "text": "Wait.", "language": "en", "since": "2016-07-20", "until": "2019-07-10", "done": "We wait.",
                "tracks": ["restoration"], "source": "Book", "external_ids": IDS,
            },
            {
                "authority": str(another.id), "decision": "41 COM 7A.3", "paragraph": "7", "text": "Attendre.",
                "language": "fr", "since": "2017-07-20", "until": None, "done": "Done.", "tracks": ["emergency"],
                "source": "List", "external_ids": OTHER_IDS,
            },
            SITE,
        ),
    }  # fmt: skip


NAMES_OF_CASES = ("organisations", "sites", "monuments", "parts", "locations", "blocks", "visits", "incidents",
                  "statements", "site-features", "base-maps", "georeferenced-images", "authorities", "hazard-zones", "clearances", "entry-permits", "access-changes", "photos",
                  "documents", "plans", "packages", "lines", "funding", "standing-requests")  # fmt: skip


def _control_points(moved: float) -> list[dict[str, float]]:
    corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    return [{"x": x, "y": y, "longitude": 38.26 + moved + x / 100, "latitude": 34.55 - y / 100} for x, y in corners]


def _fields(message: Any) -> set[str]:
    return {one.encode_name for one in msgspec.structs.fields(message)} - {"id"}


def _read(answer: dict[str, Any], name: str) -> Any:
    found = answer["data"] if "data" in answer and name not in answer else answer
    assert name in found, f"'{name}' can be written and is not read back"
    return found[name]


@pytest.mark.parametrize("name", NAMES_OF_CASES)
def test_every_field_is_read_back_and_can_be_corrected(world: SimpleNamespace, api: Any, name: str) -> None:
    case = cases(world)[name]
    client = api(case.role)
    example = json.loads(_filled(json.dumps(case.example), world, api, name))
    assert set(example) - {"id"} == _fields(case.takes), "an example for every field"
    body = {"id": example.get("id") or str(ids.uuid7()), **example}
    made = client.post(f"/{_filled(case.made_at, world, api, name) or case.path}", body)
    assert made.status == 201, made
    found = client.get(f"/{case.path}/{body['id']}").json
    for one, value in example.items():
        assert _read(found, one) == value, one
    if case.changes is None:
        assert case.fixed
        return
    assert set(case.changed) == _fields(case.changes), "a change for every field that can be changed"
    assert _fields(case.takes) - _fields(case.changes) == set(case.fixed), "what cannot be changed says why"
    corrector = api(case.corrected_by) if case.corrected_by else client
    for one, value in case.changed.items():
        answer = corrector.patch(f"/{case.path}/{body['id']}", {one: value}, version=found["version"])
        assert answer.status == 200, (one, answer)
        found = client.get(f"/{case.path}/{body['id']}").json
        assert _read(found, one) == value, one


def _filled(text: str, world: SimpleNamespace, api: Any, name: str) -> str:
    """The ids that an example refers to, made when they are asked for."""
    if "{today}" in text:
        text = text.replace("{today}", world.site.today.isoformat())
    if "{parts}" in text:
        part = str(ids.uuid7())
        assert (
            api("verifier").post("/parts", {"id": part, "monument": str(world.arch.id), "names": NAMES}).status == 201
        )
        text = text.replace("{parts}", part)
    if "{plan}" in text or "{package}" in text:
        if not hasattr(world, "plan"):
            world.plan, world.package = str(ids.uuid7()), str(ids.uuid7())
            planner = api("planner")
            plan = {"id": world.plan, "site": str(world.site.id), "title": "P", "phases": ["Ground"]}
            assert planner.post("/plans", plan).status == 201
            package = {"id": world.package, "title": "First"}
            assert planner.post(f"/plans/{world.plan}/packages", package).status == 201
        text = text.replace("{plan}", world.plan).replace("{package}", world.package)
    if name == "visits" and text.startswith("{"):
        body = json.loads(text)
        if body.get("organisation"):
            organisation = {"id": body["organisation"], "names": NAMES}
            assert api("administrator").post("/organisations", organisation).status == 201
    return text


def test_packages_and_lines_are_taken_out_on_the_version_that_was_read(world: SimpleNamespace, api: Any) -> None:
    _filled("{plan}", world, api, "")
    planner, line = api("planner"), str(ids.uuid7())
    body = cases(world)["lines"].example | {"id": line}
    made = planner.post(f"/packages/{world.package}/lines", body)
    assert (made.status, [one["id"] for one in made.json["lines"]]) == (201, [line])
    assert planner.delete(f"/lines/{line}", version=9).status == 412
    assert planner.delete(f"/lines/{line}", version=1).status == 204
    assert planner.get(f"/lines/{line}").status == 404
    assert planner.delete(f"/packages/{world.package}", version=1).status == 204
    assert planner.get(f"/packages/{world.package}").status == 404


def test_packages_do_not_wait_for_each_other_in_a_circle(world: SimpleNamespace, api: Any) -> None:
    _filled("{plan}", world, api, "")
    planner, second = api("planner"), str(ids.uuid7())
    body = {"id": second, "title": "Second", "depends_on": [world.package]}
    assert planner.post(f"/plans/{world.plan}/packages", body).status == 201
    answer = planner.patch(f"/packages/{world.package}", {"depends_on": [second]}, version=1)
    assert answer.status == 422
    assert "circle" in answer.json["detail"]
