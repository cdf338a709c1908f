"""The form in the field: by keyboard alone, with the tab killed, offline, with an expired session. Nothing is lost."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.journeys.test_main_job_in_the_browser import open_monument
from tests.journeys.test_main_job_over_rest import Client, if_match

pytestmark = pytest.mark.xdist_group("journeys")

WORDS = "The lintel lies in two pieces."


def begin(page: Page, monument: str) -> str:
    open_monument(page, monument)
    page.get_by_role("button", name="Log an assessment").click()
    expect(page.locator("[name=narrative]")).to_be_visible()
    return page.url


def kill(page: Page) -> None:
    """End the tab's process, as a phone short of memory does. A tab that is only closed may see the line come back."""
    with page.expect_event("crash"), pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    wanted = page.locator(selector).first
    for _press in range(150):
        if wanted.evaluate(
            "one => one === document.activeElement || one.name === document.activeElement.name && one.type === 'radio'"
        ):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard never reaches {selector}")


def test_a_report_is_logged_and_submitted_by_keyboard_alone(open_page: Any) -> None:
    page = open_page("recorder")
    open_monument(page, "Tetrapylon")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("[name=narrative]")).to_be_visible()
    for name, value in (("damage", "very_heavy"), ("extent", "p61_90"), ("safety_hazards", "no")):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Space")
        for _press in range(12):
            if page.locator(f"[name={name}][value={value}]").is_checked():
                break
            page.keyboard.press("ArrowDown")
        expect(page.locator(f"[name={name}][value={value}]")).to_be_checked()
    tab_to(page, "[name=narrative]")
    page.keyboard.type("Four columns stand, twelve are down.")
    tab_to(page, "button[name=submit]")
    page.keyboard.press("Enter")
    confirm = page.locator("[name=confirm]").first
    expect(confirm.or_(page.get_by_text("Waiting for verification"))).to_be_visible()
    while page.locator("[name=confirm]:not(:checked)").count():
        tab_to(page, "[name=confirm]:not(:checked)")
        page.keyboard.press("Space")
    if page.locator("[name=confirm]").count():
        tab_to(page, "[name=change_reason]") if page.locator("details[open] [name=change_reason]").count() else None
        tab_to(page, "button[name=submit]")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Waiting for verification")).to_be_visible()


def test_a_killed_tab_without_a_line_loses_neither_words_nor_photographs(open_page: Any, shared_data: Path) -> None:
    page = open_page("recorder")
    address = begin(page, "Temple of Baalshamin")
    page.context.set_offline(True)
    page.locator("[name=narrative]").fill(WORDS)
    page.locator("[name=damage][value=destroyed]").check()
    page.locator("[data-add-finding]").click()
    page.locator("[name=finding-2-part_label]").fill("north lintel")
    page.locator("#photos").set_input_files(str(shared_data / "photos/gps/DSCN0042.jpg"))
    expect(page.locator("[data-uploads]")).to_contain_text("kept on this device")
    context = page.context
    kill(page)
    context.set_offline(False)

    again = context.new_page()
    again.goto("/outbox")
    # The photograph is sent from here; the text is sent by the page on which it was typed.
    expect(again.get_by_text("Reports: 1, photographs: 0")).to_be_visible()
    again.get_by_role("link", name="Temple of Baalshamin").first.click()
    assert again.url == address
    expect(again.locator("[name=narrative]")).to_have_value(WORDS)
    expect(again.locator("[name=damage][value=destroyed]")).to_be_checked()
    expect(again.locator("[name=finding-2-part_label]")).to_have_value("north lintel")
    expect(again.locator("#photographs img")).to_have_count(1, timeout=60_000)
    expect(again.locator("[data-saved]")).to_contain_text("Saved")
    expect(again.locator("[data-kept]")).to_be_hidden()
    again.reload()
    expect(again.locator("[name=narrative]")).to_have_value(WORDS)


def test_an_expired_session_keeps_the_words_until_one_has_signed_in_again(open_page: Any) -> None:
    page = open_page("recorder")
    address = begin(page, "Roman Theatre")
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=narrative]").fill(WORDS)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.locator("[data-saved] a").click()
    page.get_by_label("E-mail").fill("recorder@demo.example")
    page.locator("#id_password").fill("zenobia-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(address)
    expect(page.locator("[name=narrative]")).to_have_value(WORDS)
    expect(page.locator("[data-saved]")).to_contain_text("Saved")


def test_what_another_device_wrote_meanwhile_is_not_overwritten_unasked(open_page: Any, product: Any) -> None:
    page = open_page("recorder")
    address = begin(page, "Palmyra Museum")
    page.context.set_offline(True)
    page.locator("[name=narrative]").fill(WORDS)
    expect(page.locator("[data-saved]")).to_contain_text("kept on this device")
    context = page.context
    kill(page)
    context.set_offline(False)
    tablet = Client(product.url, "recorder")
    path = f"/reports/{address.split('/')[-2]}"
    tablet.call("PATCH", path, {"narrative": "Written on the tablet."}, **if_match(tablet.call("GET", path)))

    again = context.new_page()
    again.goto(address)
    expect(again.locator("[name=narrative]")).to_have_value("Written on the tablet.")
    again.get_by_role("button", name="Use what I typed").click()
    expect(again.locator("[name=narrative]")).to_have_value(WORDS)
    expect(again.locator("[data-saved]")).to_contain_text("Saved")


def test_saving_in_the_browser_harms_nothing_that_a_client_sent(open_page: Any, product: Any) -> None:
    client = Client(product.url, "recorder")
    (arch,) = client.call("GET", "/monuments?q=monumental%20arch")["results"]
    finding = {
        "id": str(uuid.uuid4()), "part_label": "north bay", "stone_pattern": "crack_deformation", "extent": "p31_60",
        "causes": [{"cause": "explosive_demolition", "certainty": "definite"}, {"cause": "shelling", "certainty": "low"}],
        "effects": [{"effect": "collapse", "certainty": "high"}],
        "measurements": {"area_m2": 96.5, "depth_mm": 40.0, "number": 3}, "note": "Two courses.",
        "occurred": {"precision": "between", "from": "2015-10-01", "to": "2015-10-05"},
    }  # fmt: skip
    report = {
        "id": str(uuid.uuid4()), "monument": arch["id"], "method": "field_measured", "stage": "detailed",
        "observed": {"precision": "between", "from": "2017-05-01", "to": "2017-05-02"}, "findings": [finding],
        "factors": [{"category": "natural", "type": "rain", "probability": "planned"}], "cordon_m": "12.5",
        "original_fabric_share": "0.125", "reference_state": {"kind": "before", "date": "2011-03-01"},
    }  # fmt: skip
    before = client.call("POST", "/reports", report, 201)
    page = open_page("recorder")
    page.goto(f"/reports/{report['id']}/write")
    page.locator("[name=narrative]").fill(WORDS)
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    after = client.call("GET", f"/reports/{report['id']}")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"narrative", "version", "updated_at"}
