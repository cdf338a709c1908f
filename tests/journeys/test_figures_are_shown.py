"""A director opens the figures of a site, follows one to what it counts, keeps a drawing, and publishes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect


def test_a_number_leads_to_its_rows_and_a_drawing_is_kept(open_page: Any) -> None:
    page = open_page("director")
    page.get_by_role("link", name="Sites", exact=True).click()
    page.get_by_role("link", name="Site of Palmyra").click()
    page.get_by_role("link", name="Figures", exact=True).click()
    grades = page.locator("#grades")
    expect(grades.locator("svg rect").first).to_be_attached()
    with page.expect_download() as kept:
        page.locator("#course").get_by_role("button", name="SVG").click()
    drawing = Path(kept.value.path()).read_text()
    assert drawing.startswith("<svg")
    assert "NaN" not in drawing
    with page.expect_download() as kept:
        grades.get_by_role("button", name="PNG").click()
    with Image.open(kept.value.path()) as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 8
    grades.get_by_text("As a table").click()
    row = grades.get_by_role("row", name="Destroyed")
    number = int(row.locator("td").first.inner_text())
    row.get_by_role("link").click()
    expect(page.locator(".card-list .stretched-link")).to_have_count(number)


def test_an_office_publishes_its_figures_and_takes_them_back(open_page: Any) -> None:
    verifier, anybody = open_page("verifier"), open_page()
    verifier.get_by_role("link", name="Sites", exact=True).click()
    verifier.get_by_role("link", name="Site of Palmyra").click()
    verifier.get_by_role("link", name="Figures", exact=True).click()
    address = verifier.url
    anybody.goto(address)
    expect(anybody.get_by_role("heading", name="Monuments by damage")).to_be_visible()
    expect(anybody.get_by_role("heading", name="Plans of restoration")).to_have_count(0)
    verifier.get_by_role("link", name="Edit the entry").click()
    verifier.get_by_label("Its figures are public").uncheck()
    verifier.get_by_role("button", name="Save").click()
    expect(verifier.get_by_role("heading", level=1, name="Site of Palmyra")).to_be_visible()
    assert anybody.request.get(address).status == 404
