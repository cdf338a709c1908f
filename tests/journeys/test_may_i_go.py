"""Field safety in a browser: ground is closed in one step, also offline, and opened by two officers; pages go stale."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_main_job_in_the_browser import open_monument

pytestmark = pytest.mark.xdist_group("journeys in full")

HERE = {"longitude": 38.2599, "latitude": 34.5571, "accuracy": 8}
FIELD = {"permissions": ["geolocation"], "geolocation": HERE, "viewport": {"width": 360, "height": 740}}
TEMPLE = "Temple of Baalshamin"


def may_i_go(page: Page) -> None:
    page.goto("/safety")
    expect(page.get_by_role("heading", name="May I go?")).to_be_visible()


def answer_for(page: Page, monument: str) -> str:
    may_i_go(page)
    return page.locator("tr", has=page.get_by_role("link", name=monument, exact=True)).inner_text()


def test_a_suspicious_object_seen_without_a_line_closes_the_ground_before_all_else(open_page: Any) -> None:
    recorder = open_page("recorder", **FIELD)
    open_monument(recorder, "Tetrapylon")
    recorder.get_by_role("button", name="Log an assessment").click()
    expect(recorder.locator("[name=narrative]")).to_be_visible()
    recorder.context.set_offline(True)
    recorder.locator("header [data-suspicious]").click()
    expect(recorder.get_by_text("Go back the way you came.").first).to_be_visible()
    recorder.get_by_role("button", name="I am out").click()
    expect(recorder.locator("#so-lat")).to_have_value("34.557100")
    recorder.locator("#so-note").fill("A shell beside the third column")
    recorder.get_by_role("button", name="Close 100 m around it").click()
    expect(recorder.get_by_text("It is kept on this device and sent before everything else.")).to_be_visible()
    recorder.get_by_role("button", name="Done").click()
    expect(recorder.get_by_text("has not reached the server yet")).to_be_visible()
    with recorder.expect_response(re.compile("/suspicious-object$")) as sent:
        recorder.context.set_offline(False)
    assert sent.value.status == 201
    expect(recorder.get_by_text("has not reached the server yet")).to_be_hidden()
    officer = open_page("safety")
    may_i_go(officer)
    expect(officer.get_by_text("A shell beside the third column")).to_be_visible()
    seen = open_page("recorder2")
    may_i_go(seen)
    expect(seen.get_by_text("suspicious object", exact=True).first).to_be_visible()
    expect(seen.get_by_text("A shell beside the third column")).to_have_count(0)


def test_hazardous_ground_is_drawn_typed_redrawn_and_ended(open_page: Any) -> None:
    officer = open_page("safety")
    may_i_go(officer)
    officer.get_by_role("link", name="Map hazardous ground").click()
    officer.get_by_label("Confirmed hazardous area").check()
    map_ = officer.locator("#outline-map[data-loaded]")
    expect(map_).to_be_visible()
    for x, y in ((150, 80), (260, 80), (260, 180)):
        map_.click(position={"x": x, "y": y})
        officer.wait_for_timeout(350)
    drawn = officer.locator("#outline").input_value().splitlines()
    assert len(drawn) == 3
    officer.locator("#label").fill("Drawn by hand")
    officer.get_by_role("button", name="Put it on the map").click()
    officer.get_by_role("link", name="Confirmed hazardous area: Drawn by hand").click()
    assert sorted(officer.locator("#outline").input_value().splitlines()) == sorted(drawn)
    officer.locator("#outline").fill("34°34'00\"N 38°15'00\"E\n34.5670, 38.2510\n34.5660, 38.2510")
    officer.get_by_role("button", name="Save", exact=True).click()
    officer.get_by_role("link", name="Confirmed hazardous area: Drawn by hand").click()
    expect(officer.locator("#outline")).to_have_value(re.compile("^34.566667, 38.250000"))
    officer.locator("#outline").fill("north of the road")
    officer.get_by_role("button", name="Save", exact=True).click()
    expect(officer.locator(".is-wrong .error")).to_contain_text("Write latitude, longitude")
    expect(officer.locator("#outline")).to_have_value("north of the road")
    officer.locator("#outline").fill("34.5660, 38.2500")
    officer.locator("#radius").fill("150")
    officer.get_by_role("button", name="End this zone").click()
    officer.get_by_text(re.compile("zones? that ended")).click()
    expect(officer.get_by_text("Drawn by hand")).to_be_visible()


def test_a_page_stands_still_when_a_field_far_down_is_reached(open_page: Any) -> None:
    officer = open_page("safety")
    may_i_go(officer)
    officer.get_by_role("link", name="Enter a clearance").click()
    officer.evaluate("window.moves = 0; addEventListener('scroll', () => { window.moves += 1; })")
    officer.locator("#source").focus()
    officer.wait_for_timeout(600)
    assert officer.evaluate("scrollY") > 100
    assert officer.evaluate("window.moves") == 1


def test_ground_is_opened_by_a_certificate_and_two_officers_and_lapses_when_control_changes(
    open_page: Any, tmp_path: Path
) -> None:
    certificate = tmp_path / "certificate 77.pdf"
    certificate.write_bytes(b"%PDF-1.4 EXERCISE")
    officer = open_page("safety")
    may_i_go(officer)
    officer.get_by_role("link", name="Enter a clearance").click()
    officer.get_by_label("Cleared to the stated depth").check()
    officer.locator("#outline").fill("34.5520, 38.2700")
    officer.locator("#radius").fill("400")
    for name, value in (("certificate_no", "EX-77"), ("operator", "EXERCISE operator"), ("authority", "EXERCISE desk")):
        officer.locator(f"#{name}").fill(value)
    officer.locator("#issued_on").fill("2026-01-15")
    officer.locator("#certificate").set_input_files(str(certificate))
    officer.get_by_role("button", name="Enter it for confirmation").click()
    expect(officer.locator(".is-wrong .error")).to_contain_text("never stated without its depth")
    officer.locator("#depth_cm").fill("20")
    officer.locator("#certificate").set_input_files(str(certificate))
    officer.get_by_role("button", name="Enter it for confirmation").click()
    row = officer.locator("tr", has_text="EX-77")
    expect(row).to_contain_text("it awaits the second officer")
    expect(row.get_by_role("button")).to_have_count(0)
    second = open_page("safety2")
    may_i_go(second)
    row = second.locator("tr", has_text="EX-77")
    with second.expect_download() as handed:
        row.get_by_role("link", name="Certificate as received").click()
    assert Path(handed.value.path()).read_bytes() == certificate.read_bytes()
    row.get_by_role("button", name="I have read the certificate: confirm").click()
    expect(second.locator("tr", has_text="EX-77").last).to_contain_text("Confirmed")
    assert "Released, 20 cm" in answer_for(second, TEMPLE)
    text = second.locator("main").inner_text().lower()
    assert not re.search(r"\bsafe\b|you may go|you may enter", text)

    anybody = open_page("recorder")
    may_i_go(anybody)
    anybody.get_by_role("link", name="Access changed").click()
    expect(anybody.get_by_label("Reopened")).to_have_count(0)
    anybody.get_by_label("Control changed").check()
    anybody.locator("#outline").fill("34.5520, 38.2700")
    anybody.locator("#radius").fill("50")
    anybody.get_by_role("button", name="Record it").click()
    expect(anybody.locator("tr", has_text="EX-77").last).to_contain_text("it lapsed on")
    assert "Unknown" in answer_for(anybody, TEMPLE)


def test_a_page_left_open_for_three_days_knows_nothing_any_more(open_page: Any) -> None:
    page = open_page("recorder")
    page.clock.install()
    may_i_go(page)
    expect(page.locator(".while-fresh table")).to_be_visible()
    page.clock.fast_forward("05:00:00")
    expect(page.get_by_text("This page is 5 hours old.")).to_be_visible()
    page.clock.fast_forward(70 * 3_600_000)
    expect(page.get_by_text("treat everything as unknown until you have asked.").last).to_be_visible()
    expect(page.locator(".while-fresh table")).to_be_hidden()
