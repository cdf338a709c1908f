"""The main job: from a logged, photographed assessment at Palmyra to a national decision, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("journeys")


def open_monument(page: Page, name: str) -> None:
    page.get_by_role("link", name="Sites", exact=True).click()
    page.get_by_role("link", name="Site of Palmyra").click()
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def fill_finding(page: Page, number: int, part: str, effect: str, cause: str) -> None:
    page.locator(f"[name=finding-{number}-part_label]").fill(part)
    page.locator(f"[name=finding-{number}-effect-0]").select_option(label=effect)
    page.locator(f"[name=finding-{number}-cause-0]").select_option(label=cause)
    page.locator("[data-finding]").nth(number).get_by_text("More of this finding").click()
    page.locator(f"[name=finding-{number}-effect-0-certainty]").select_option("definite")


def test_from_the_first_photograph_to_the_verified_report(open_page: Any, shared_data: Path) -> None:
    recorder = open_page("recorder")
    open_monument(recorder, "Monumental Arch")
    recorder.get_by_role("button", name="Log an assessment").click()
    photos = [shared_data / "photos/gps" / name for name in ("DSCN0010.jpg", "DSCN0012.jpg", "DSCN0021.jpg")]
    recorder.locator("#photos").set_input_files([str(one) for one in photos])
    expect(recorder.locator("#photographs .photo")).to_have_count(3)
    recorder.locator("[name=damage][value=destroyed]").check()
    recorder.locator("[name=extent][value=p91_100]").check()
    recorder.locator("[name=safety_hazards][value=yes]").check()
    recorder.locator("[name=narrative]").fill("Central arch and north bay down.")
    fill_finding(recorder, 0, "central arch", "Collapse", "Deliberate destruction, explosives")
    fill_finding(recorder, 1, "north bay", "Displaced fragments", "Deliberate destruction, explosives")
    expect(recorder.locator("#photographs img")).to_have_count(3, timeout=60_000)
    expect(recorder.locator("[data-saved]")).to_contain_text("Saved")
    recorder.get_by_role("button", name="Submit for review").click()
    recorder.get_by_label("A camera says it was more than 1 km away.").check()
    recorder.get_by_role("button", name="Submit for review").click()
    expect(recorder.get_by_text("Waiting for verification")).to_be_visible()
    reference = recorder.locator("h1 .ref").inner_text()
    assert re.fullmatch(r"PAL-\d{4}-\d{4}", reference)
    url = recorder.url

    verifier = open_page("verifier")
    verifier.get_by_role("link", name="To verify", exact=True).first.click()
    verifier.get_by_role("link", name=reference).click()
    expect(verifier.get_by_text("The machine noticed:")).to_be_visible()
    expect(verifier.get_by_text(re.compile("says it was .* from the monument")).first).to_be_visible()
    verifier.locator("#return-note").fill("Which bay fell first?")
    verifier.get_by_role("button", name="Return with a note").click()

    recorder.goto("/outbox")
    recorder.get_by_role("link", name=reference).click()
    expect(recorder.get_by_text("Which bay fell first?")).to_be_visible()
    recorder.locator("[name=narrative]").fill("Central arch and north bay down; the north bay fell first.")
    recorder.get_by_role("button", name="Submit for review").click()
    recorder.get_by_label("A camera says it was more than 1 km away.").check()
    recorder.get_by_role("button", name="Submit for review").click()
    expect(recorder.get_by_text("Waiting for verification")).to_be_visible()

    verifier.goto(url)
    verifier.locator("[name=basis][value=photographs]").check()
    verifier.get_by_role("button", name="Verify", exact=True).click()
    expect(verifier.get_by_text("Verified by")).to_be_visible()
    verifier.get_by_text("History").click()
    for sentence in (
        "began a report",
        "submitted the report",
        "returned the report with a note",
        "verified the report",
    ):
        expect(verifier.get_by_text(sentence).first).to_be_visible()
    open_monument(verifier, "Monumental Arch")
    expect(verifier.get_by_role("link", name=reference)).to_be_visible()


def test_from_the_drafted_plan_to_the_national_decision(open_page: Any) -> None:
    planner = open_page("planner")
    planner.get_by_role("link", name="Sites", exact=True).click()
    planner.get_by_role("link", name="Site of Palmyra").click()
    planner.get_by_role("link", name="Restoration", exact=True).click()
    planner.get_by_label("Title of a new plan").fill("Shoring of the theatre's stage")
    planner.get_by_role("button", name="Begin a plan").click()
    planner.get_by_label("Objectives").fill("Keep the stage façade from falling.")
    planner.get_by_label("Method").fill("Timber shoring, reversible.")
    planner.locator("[name=track][value=emergency]").check()
    planner.get_by_label("Roman Theatre").check()
    planner.get_by_role("button", name="Save", exact=True).click()
    url = planner.url
    for number, title in enumerate(("Survey of the stage", "Shoring frames")):
        planner.get_by_role("link", name="Add a work package").click()
        planner.get_by_label("Title of the package").fill(title)
        for point, days in (("low", "5"), ("likely", "8"), ("high", "15")):
            planner.locator(f"[name={point}_days]").fill(days)
        if number:
            planner.get_by_label("Survey of the stage").check()
        planner.get_by_role("button", name="Save", exact=True).click()
        planner.locator("section.finding").nth(number).get_by_role("link", name="Add an estimate line").click()
        planner.locator("#element").fill(f"{title}, all in")
        planner.locator("#category").select_option("shoring")
        planner.locator("#unit").select_option("nr")
        for name, value in (("quantity", "4"), ("low_rate", "1000"), ("likely_rate", "1500"), ("high_rate", "2600")):
            planner.locator(f"[name={name}]").fill(value)
        planner.get_by_role("button", name="Save", exact=True).click()
        expect(planner.get_by_role("link", name=f"{title}, all in", exact=True)).to_be_visible()
    expect(planner.get_by_text("Waits for: Survey of the stage")).to_be_visible()
    planner.get_by_role("button", name="Submit to internal review").click()
    expect(planner.get_by_text("Internal review").first).to_be_visible()

    director = open_page("verifier")
    director.goto(url)
    director.get_by_role("button", name="Pass to national review").click()
    expect(director.get_by_text("National review").first).to_be_visible()

    reviewer = open_page("reviewer")
    reviewer.goto("/admin/")
    row = reviewer.get_by_role("row", name="Shoring of the theatre's stage")
    row.get_by_role("link", name="Read and decide").click()
    reviewer.locator("#authority").select_option(index=1)
    reviewer.locator("input[value=endorse]").check()
    reviewer.get_by_label("Taken here").check()
    reviewer.locator("#stipulations-0-text").fill("Photographs before and after.")
    reviewer.get_by_label("Binding language").select_option("ar")
    reviewer.get_by_label("Instrument").fill("EXERCISE order 7 of 2 May 2017")
    reviewer.get_by_role("button", name="Read it back to me").click()
    expect(reviewer.locator(".read-back")).to_contain_text("endorses version 1 of “Shoring of the theatre's stage”")
    reviewer.get_by_role("button", name="This is my decision").click()
    expect(reviewer.get_by_text("Decided. The history of the plan says who")).to_be_visible()
    reviewer.goto(url)
    expect(reviewer.get_by_text("Nationally endorsed").first).to_be_visible()


def test_who_sees_nothing_finds_nothing(open_page: Any) -> None:
    outsider = open_page("outsider")
    outsider.get_by_role("link", name="Sites", exact=True).click()
    outsider.get_by_role("link", name="Site of Palmyra").click()
    expect(outsider.get_by_text("name withheld").first).to_be_visible()
    expect(outsider.get_by_role("link", name="May I go?").first).to_be_visible()
    assert outsider.request.get(outsider.url + "/safety").status in (403, 404)


def test_pages_stand_in_arabic_from_right_to_left_and_on_a_small_phone(open_page: Any) -> None:
    page = open_page("verifier", viewport={"width": 360, "height": 740})
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": page.url}])
    hidden = "each => each.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    for path in (
        "/",
        "/sites",
        "/queue",
        "/reports",
        "/plans",
        "/safety",
        "/outbox",
        "/devices",
        "/map",
        "/search?q=tower",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.dir") == "rtl", path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator(".scroll").evaluate_all(hidden) == 0, f"{path} hides columns"
