"""Everything is a few keys away: `/` or Ctrl K on any page, a few letters, the arrows and Enter."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect


def test_a_misspelt_monument_is_opened_by_keyboard_alone(open_page: Any) -> None:
    page: Page = open_page("verifier")
    page.goto("/plans")
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("arch of triomph")
    arch = page.get_by_role("dialog").get_by_role("link", name="Monumental Arch")
    expect(arch.first).to_be_visible()
    for _press in range(12):
        page.keyboard.press("ArrowDown")
        if arch.first.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/monuments/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Monumental Arch")


def test_it_works_without_script_and_for_everybody(open_page: Any) -> None:
    page: Page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox", name="Search").fill("تدمر")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name=re.compile("^Site of Palmyra"))).to_be_visible()
    page.get_by_role("searchbox", name="Search").fill("xylophone")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nothing that you may see")).to_be_visible()
