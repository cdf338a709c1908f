"""The dossier as PDF: in three languages, tagged, with a code that anybody verifies without an account."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from django.test import Client

from assessments.evidence.models import CustodyEntry
from assessments.exchange import operations as exchange
from assessments.exchange.models import Bundle
from assessments.exchange.operations import dossier_pdf
from assessments.exchange.operations.bundle_making import make_bundle
from assessments.exchange.typesetting import unknown_characters
from assessments.kit.actor import system
from assessments.kit.errors import Invalid, NotFound
from assessments.register.models import Authority
from assessments.restoration import operations
from assessments.restoration.messages import PlanPatch, StipulationIn
from assessments.restoration.models import Plan
from tests.product.url_map import drained, signed_in
from tests.restoration import plans


@pytest.fixture
def plan(world: SimpleNamespace, django_settings: Any) -> Plan:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True
    made = plans.begun(world)
    text = PlanPatch(objectives="Hold it: #heading[no markup] $x$ \\ * _ 中 قوس النصر", title="EXERCISE قوس #[Arch]")
    operations.change_plan(made.id, text, by=world.by("planner"), expected_version=None)
    plans.paper(world, made, "structural_study", "block_inventory")
    plans.submitted(world, made)
    plans.decide(
        world, made, "endorse", by="national_reviewer", stipulations=[StipulationIn("Photographs.", "closing")]
    )
    made.refresh_from_db()
    return made


def printed(world: SimpleNamespace, plan: Plan, language: str, by: str = "viewer") -> Bundle:
    asked = exchange.new_bundle("dossier", plan.id, by=world.by(by), language=language)
    make_bundle(asked.id, by=system("bundle-worker"))
    return Bundle.objects.get(pk=asked.pk)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_set_in_each_language_and_tagged(world: SimpleNamespace, plan: Plan, language: str) -> None:
    made = printed(world, plan, language)
    assert (made.state, made.because, made.done) == ("ready", "", 1)
    with exchange.take_bundle(made, by=world.by("viewer")) as file:
        data = file.read()
    assert data.startswith(b"%PDF-1.")
    assert b"/StructTreeRoot" in data
    assert f"/Lang ({language}".encode() in data or f"/Lang({language}".encode() in data


def test_it_prints_who_has_a_say_on_the_site(world: SimpleNamespace, plan: Plan) -> None:
    body = Authority.objects.create(names=[{"text": "Waqf", "language": "en"}], mandate="owner", territory="Homs")
    body.sites.add(world.site)
    Authority.objects.filter(mandate="legal").update(level="national")
    rows = dossier_pdf._values(plan, world.by("viewer"))["chain"]
    assert ["Waqf", "Owner", "\u2068Homs\u2069", ""] in rows
    assert "Legal · Competent national authority" in {mandate for _name, mandate, *_more in rows}


def test_everything_people_wrote_can_be_set_or_is_written_as_its_code_point(world: SimpleNamespace, plan: Plan) -> None:
    assert unknown_characters("Łódź, قوس النصر, κόσμος, Привет, “—” ş ğ ı") == set()
    assert unknown_characters("中 a") == {"中"}
    Plan.objects.filter(pk=plan.pk).update(title="\ufeffEXERCISE \x01 قوس\ufeff")
    assert printed(world, plan, "ar").state == "ready"


def test_the_code_leads_to_a_page_that_tells_anybody_what_was_decided(world: SimpleNamespace, plan: Plan) -> None:
    image = cv2.imdecode(
        np.frombuffer(dossier_pdf.qr_code(f"http://testserver/verify/{plan.dossier_sha256}"), np.uint8), 0
    )
    address, *_rest = cv2.QRCodeDetectorAruco().detectAndDecode(image)
    page = Client().get(address.removeprefix("http://testserver"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "A dossier with this digest was frozen here." in text
    assert "Endorse" in text
    assert plan.title not in text
    missing = Client().get(f"/verify/{'0' * 64}")
    assert missing.status_code == 404
    assert "No dossier with this digest was frozen here." in missing.content.decode()


def test_it_is_for_whoever_asked_and_of_what_was_submitted(world: SimpleNamespace, plan: Plan) -> None:
    made = printed(world, plan, "en")
    with pytest.raises(NotFound):
        exchange.bundle(made.id, by=world.by("recorder"))
    with pytest.raises(NotFound):
        exchange.new_bundle("dossier", plan.id, by=world.by("outsider"))
    draft = plans.begun(world)
    with pytest.raises(Invalid):
        exchange.new_bundle("dossier", draft.id, by=world.by("planner"))
    client = signed_in(world, "viewer")
    answer = drained(client.get(f"/bundles/{made.id}/file"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Dossier as PDF" in client.get(f"/bundles/{made.id}").content.decode()


def test_taking_it_exports_no_original_so_custody_says_nothing(world: SimpleNamespace, plan: Plan) -> None:
    def exports() -> int:
        return CustodyEntry.objects.filter(kind="exported").count()

    made = printed(world, plan, "en")
    before = exports()
    exchange.take_bundle(made, by=world.by("viewer")).close()
    assert (made.total, exports()) == (1, before)
