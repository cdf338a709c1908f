"""The map in a browser: what lies on the ground, what is told of a mark, layers, another day, an address that keeps the
view, a base map out of a file and one that does not answer."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.product import Product
from tests.kit.test_tile_files import write_mbtiles

SQUARE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def opened(page: Page, address: str = "/map") -> None:
    page.goto(address)
    expect(page.locator("#map[data-loaded]")).to_be_visible(timeout=20_000)


def test_the_list_follows_the_view_and_the_address_keeps_it(open_page: Any) -> None:
    page = open_page("verifier")
    opened(page, "/map#map=13/34.552/38.268")
    expect(page.locator("#map-list")).to_contain_text("Temple of Bel")
    with page.expect_response(re.compile("/map/data")):
        page.goto("/map#map=9/36.2/37.16")
    expect(page.locator("#map-list")).not_to_contain_text("Temple of Bel")
    page.reload()
    expect(page.locator("#map[data-loaded]")).to_be_visible(timeout=20_000)
    assert "#map=9/" in page.url
    expect(page.locator("#map-list")).not_to_contain_text("Temple of Bel")


def test_a_site_is_gone_to_by_name_and_its_list_is_a_map_too(open_page: Any) -> None:
    page = open_page("recorder")
    opened(page)
    page.locator("#map-site").select_option(label="Site of Palmyra")
    expect(page).to_have_url(re.compile(r"\?site="))
    page.locator(".acts").get_by_role("link", name="Site of Palmyra").click()
    page.locator(".views").get_by_role("link", name="Map").click()
    expect(page.locator("#map[data-loaded]")).to_be_visible(timeout=20_000)
    expect(page.locator("#map-list")).to_contain_text("Tetrapylon")
    page.locator("#q").fill("bel")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#map[data-loaded]")).to_be_visible(timeout=20_000)
    expect(page.locator("#map-list")).to_contain_text("Temple of Bel")
    expect(page.locator("#map-list")).not_to_contain_text("Tetrapylon")


def test_an_earlier_day_is_slid_to_and_layers_stay_as_chosen(open_page: Any) -> None:
    page = open_page("verifier")
    opened(page, "/map#map=14/34.552/38.268")
    expect(page.locator("#map-list li", has_text="Tetrapylon")).to_contain_text("Very heavy damage")
    begins = json.loads(page.locator("#map-config").text_content() or "")["first"]
    page.locator(".map-time input").fill(str((date(2016, 5, 1) - date.fromisoformat(begins)).days))
    expect(page.locator("#map-list li", has_text="Tetrapylon")).to_contain_text("Slight damage")
    expect(page.locator(".map-time output")).to_have_text("1 May 2016")
    page.locator(".map-layers summary").click()
    with page.expect_response(re.compile("/map/photographs")):
        page.get_by_label("Photographs, and which way they look").check()
    page.get_by_label("Names").uncheck()
    opened(page, "/map#map=14/34.552/38.268")
    page.locator(".map-layers summary").click()
    expect(page.get_by_label("Photographs, and which way they look")).to_be_checked()
    expect(page.get_by_label("Names")).not_to_be_checked()


def test_an_administrator_offers_a_file_of_tiles_and_a_service_that_fails_says_so(
    open_page: Any, product: Product
) -> None:
    folder = Path(product.data) / "maps"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    write_mbtiles(folder / "whisper.mbtiles", SQUARE)
    page = open_page("admin")
    page.goto("/map")
    page.locator(".map-layers summary").click()
    page.get_by_role("link", name="Base maps").click()
    page.get_by_role("link", name="Offer it").click()
    page.locator("#title").fill("Our own")
    page.locator("#attribution").fill("© Our survey")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Offer a base map").first.click()
    page.locator("#title").fill("Elsewhere")
    page.locator("[name=kind][value=tiles]").check()
    page.locator("#address").fill("http://127.0.0.1:9/{z}/{x}/{y}.png")
    page.locator("#attribution").fill("© Nobody")
    page.get_by_role("button", name="Save").click()
    with page.expect_response(re.compile(r"/base-maps/.+/\d+/\d+/\d+")):
        page.goto("/map#map=1/40/20")
    expect(page.locator("[data-map-credit]")).to_have_text("© Our survey")
    page.locator(".map-layers summary").click()
    page.get_by_label("Elsewhere").check()
    expect(page.locator("[data-map-trouble]")).to_contain_text("The base map does not answer")
    page.get_by_label("Paper").check()
    expect(page.locator("[data-map-trouble]")).to_be_hidden()


def test_a_plan_is_drawn_by_hand_and_stands_on_the_map(open_page: Any) -> None:
    page = open_page("verifier")
    page.get_by_role("link", name="Sites", exact=True).click()
    page.get_by_role("link", name="Site of Palmyra").click()
    page.locator("dl.facts").get_by_role("link", name="on the map").click()
    page.get_by_role("link", name="Draw a feature").click()
    page.locator("#title").fill("Spring house")
    page.locator("#kind").select_option("building")
    page.locator("#location").fill("34.5441, 38.2581\n34.5443, 38.2581\n34.5443, 38.2584")
    page.locator("#source").fill("Sketch of the visit")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile("Spring house"))
    expect(row).to_contain_text("Building")
    page.get_by_role("link", name="See it on the map").click()
    expect(page.locator("#map[data-loaded]")).to_be_visible(timeout=20_000)
