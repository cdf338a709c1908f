"""What people rely on, in a browser: ground that closes wherever it is, words that are read again and proved, a report that
a verifier sees whole, and a mistake that is corrected."""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_assessments_in_full import press_submit, site_of, submit
from tests.journeys.test_main_job_over_rest import Client, if_match

pytestmark = pytest.mark.xdist_group("journeys of an office")

BOSRA = {
    "permissions": ["geolocation"], "geolocation": {"longitude": 36.4821, "latitude": 32.5182, "accuracy": 8},
}  # fmt: skip
WORDS = "The stage wall leans outwards by a hand's breadth."


def test_a_suspicious_object_closes_ground_where_hazards_were_said_not_to_apply(open_page: Any) -> None:
    page = open_page("verifier", **BOSRA)
    site_of(page, "Ancient City of Bosra")
    page.get_by_role("link", name="State it").click()
    page.locator("[name=regime][value=not_applicable]").check()
    page.locator("#stated_by").fill("EXERCISE Mine Action Desk")
    page.locator("#stated_on").fill("2017-04-01")
    page.locator("#source").fill("EXERCISE letter")
    page.locator("main form .sticky button").first.click()
    expect(page.get_by_role("heading", name="May I go?")).to_be_visible()
    assert "No explosive-hazard regime" in _answer(page)
    page.locator("header [data-suspicious]").click()
    dialog = page.locator("#suspicious-dialog")
    dialog.get_by_role("button", name="I am out").click()
    expect(dialog.locator("[name=latitude]")).to_have_value("32.518200")
    dialog.get_by_role("button", name="Close 100 m around it").click()
    expect(dialog.get_by_text("Closed. Everybody on this site sees it now.")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    page.reload()
    assert "No explosive-hazard regime" not in _answer(page)
    page.get_by_role("link", name="Roman Theatre and Citadel of Bosra", exact=True).first.click()
    expect(page.get_by_text("Do not enter.").first).to_be_visible()


def _answer(page: Page) -> str:
    theatre = page.get_by_role("link", name="Roman Theatre and Citadel of Bosra", exact=True)
    return page.locator("tr", has=theatre).inner_text()


def test_a_director_reads_what_was_submitted_two_versions_ago_and_proves_it_with_the_printed_program(
    open_page: Any, product: Any, tmp_path: Path
) -> None:
    planner, verifier = Client(product.url, "planner"), Client(product.url, "verifier")
    plans = planner.call("GET", "/plans?limit=100")["results"]
    (stair,) = [one for one in plans if "stair to the Citadel" in one["title"]]
    address = f"/plans/{stair['id']}"
    for words in ("A stair of timber.", "A stair of timber, with a rail."):
        stair = verifier.call("POST", f"{address}/send_back", {"note": "Say more."}, **if_match(stair))
        stair = planner.call("PATCH", address, {"approach": words}, **if_match(stair))
        stair = planner.call("POST", f"{address}/submit", {}, **if_match(stair))
    page = open_page("director")
    page.goto(f"{address}/dossiers/{stair['revision'] - 2}")
    expect(page.locator("main")).to_contain_text("Reversible steel stair on spread footings.")
    page.get_by_role("link", name=f"version {stair['revision']}", exact=True).click()
    expect(page.locator("main")).to_contain_text("with a rail")
    page.get_by_role("link", name="alone").click()
    with page.expect_download() as handed:
        page.get_by_role("link", name="Download as sealed").click()
    file, program = tmp_path / "dossier.json", tmp_path / "printed.py"
    file.write_bytes(Path(handed.value.path()).read_bytes())
    program.write_text(page.locator("pre.code code").inner_text())
    proved = [sys.executable, "-I", str(program), str(file)]
    done = subprocess.run(proved, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert page.locator("code.hash").first.inner_text() in done.stdout
    file.write_text(file.read_text().replace("steel stair", "stone stair"))
    assert subprocess.run(proved, capture_output=True, text=True, check=False).returncode != 0


def test_a_verifier_sees_the_factor_the_cause_and_the_reason_and_the_report_is_corrected(
    open_page: Any, product: Any
) -> None:
    recorder = Client(product.url, "recorder")
    (theatre,) = recorder.call("GET", "/monuments?q=roman%20theatre&limit=5")["results"][:1]
    report = {
        "id": str(uuid.uuid4()), "monument": theatre["id"], "method": "field_distance", "damage": "heavy",
        "extent": "p31_60", "observed": {"precision": "on", "from": "2017-05-02"}, "narrative": WORDS,
        "factors": [{"category": "natural", "type": "wind_action", "probability": "probable"}],
        "priority": "emergency", "priority_reason": "It stands above the path.", "field_number": "PAL-TH-07",
    }  # fmt: skip
    recorder.call("POST", "/reports", report, 201)
    page = open_page("recorder")
    page.goto(f"/reports/{report['id']}/write")
    submit(page)
    verifier = open_page("verifier")
    verifier.goto(f"/reports/{report['id']}")
    for words in ("Wind", "It stands above the path.", "PAL-TH-07", WORDS):
        expect(verifier.locator("main")).to_contain_text(words)
    verifier.locator("[name=basis][value=second_witness]").check()
    verifier.get_by_role("button", name="Verify", exact=True).click()
    expect(verifier.get_by_text("Verified by")).to_be_visible()

    page.goto(f"/reports/{report['id']}")
    page.get_by_role("button", name="Correct this report").click()
    expect(page.locator("[name=narrative]")).to_have_value(WORDS)
    page.locator("[name=narrative]").fill(WORDS.replace("a hand's breadth", "two"))
    press_submit(page)
    for doubt in page.locator("[name=confirm]").all():
        doubt.check()
    if page.locator("[name=confirm]").count():
        press_submit(page)
    expect(page.get_by_text("It corrects")).to_be_visible()
    expect(page.get_by_text("That one stands until this one is verified.")).to_be_visible()
    corrected = page.url
    verifier.goto(corrected)
    verifier.locator("[name=basis][value=second_witness]").check()
    verifier.get_by_role("button", name="Verify", exact=True).click()
    verifier.goto(f"/reports/{report['id']}")
    expect(verifier.get_by_text(re.compile("That one stands; this one no longer counts."))).to_be_visible()
