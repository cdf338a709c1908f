"""A plan is laid on the map by clicking the same points on both, and is seen there through a slider of its strength."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.test_the_map import opened


def test_three_points_lay_a_picture_where_it_belongs(open_page: Any) -> None:
    page = open_page("verifier", viewport={"width": 1280, "height": 1000})
    site = page.request.get("/api/v1/sites?q=palmyra").json()["results"][0]["id"]
    photo = next(
        one for one in page.request.get(f"/api/v1/photos?site={site}").json()["results"] if one["state"] == "ready"
    )
    page.goto(f"/photos/{photo['id']}")
    page.get_by_role("link", name="Lay it on the map").click()
    ground = page.locator("[data-map]")
    expect(ground).to_have_attribute("data-loaded", "1", timeout=20_000)
    picture, field = page.locator("[data-sheet] img"), page.locator("#points")
    for number, (across, down, x, y) in enumerate(
        [(40, 40, 120, 100), (300, 40, 320, 100), (300, 160, 320, 220)], start=1
    ):
        picture.click(position={"x": across, "y": down})
        expect(page.locator("[data-next]")).to_have_text("Now click the same point on the map.")
        ground.click(position={"x": x, "y": y})
        expect(page.locator("[data-map] .control-point")).to_have_count(number)
    page.get_by_role("button", name="Take the last point back").click()
    page.get_by_role("button", name="Lay it there").click()
    expect(page.locator(".problem")).to_contain_text("Set at least three points")
    expect(ground).to_have_attribute("data-loaded", "1", timeout=20_000)
    expect(field).to_have_value(re.compile(r"^[\d.]+% [\d.]+% = .+\n.+$"))
    picture.click(position={"x": 300, "y": 160})
    ground.click(position={"x": 320, "y": 220})
    page.get_by_role("button", name="Lay it there").click()
    expect(page).to_have_url(re.compile(rf"/photos/{photo['id']}$"))
    opened(page, f"/map?site={site}")
    page.locator(".map-layers summary").click()
    with page.expect_response(re.compile(rf"/photos/{photo['id']}/large\.jpg")):
        page.get_by_label("Plans and orthophotos").check()
        opened(page, f"/map?site={site}")
    page.locator(".map-layers summary").click()
    page.get_by_label("Their strength").fill("30")
    expect(page.get_by_label("Plans and orthophotos")).to_be_checked()
