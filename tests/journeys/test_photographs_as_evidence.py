"""Photographs in a real browser: sent with a pause and a reload, looked at up close, marked, covered, paired, bundled."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw, ImageEnhance
from playwright.sync_api import Page, expect

from tests.journeys.test_rapid_form import begin

pytestmark = pytest.mark.xdist_group("journeys in full")


def gallery(page: Page, monument: str) -> None:
    page.goto("/sites")
    page.get_by_role("link", name="Site of Palmyra").click()
    page.get_by_role("link", name=monument, exact=True).first.click()
    page.get_by_role("link", name="All photographs by day, before and after").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Photographs")


def facade(number: int, *, fallen: bool) -> Image.Image:
    """A front with enough detail to be recognised, seen from a little to the side the second time."""
    picture = Image.effect_noise((1600, 1200), 30).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for row in range(9):
        for column in range(12):
            x, y = 100 + column * 115, 120 + row * 110
            shade = (90 + (row * 37 + column * 53) % 130, 70 + (row * 91 + column * 29) % 120, 60 + (column * 71) % 100)
            pen.rectangle((x, y, x + 80 + (row * column) % 25, y + 78), fill=shade, outline="black", width=3)
    if fallen:
        pen.rectangle((100, 120, 560, 520), fill=(205, 196, 178))
        picture = picture.transform(picture.size, Image.Transform.AFFINE, (1.03, 0.04, -30, -0.02, 1.02, 10))
    pen = ImageDraw.Draw(picture)
    pen.text((1200, 1150), f"no. {number}", fill="white")
    return ImageEnhance.Brightness(picture).enhance(0.92 if fallen else 1.0)


def saved(picture: Image.Image, path: Path, taken: str) -> Path:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8769)[0x9011] = "+03:00"
    picture.save(path, "JPEG", quality=90, exif=exif)
    return path


def test_uploads_pause_resume_and_survive_a_reload(open_page: Any, shared_data: Path) -> None:
    page = open_page("recorder")
    gallery(page, "Roman Theatre")
    before = page.locator("#gallery .photo").count()
    held = []

    def slow(route: Any) -> None:
        held.append(route)

    # Uploads hang at first: the chosen photographs wait on the device, each with its picture and progress bar.
    page.route("**/api/v1/uploads/**", slow)
    files = [shared_data / "photos/heic/IMG_5195.HEIC", shared_data / "photos/cameras/HMD_Nokia_8.3_5G.jpg"]
    page.locator("#photos").set_input_files([str(one) for one in files])
    lines = page.locator("[data-uploads] li")
    expect(lines).to_have_count(2)
    expect(lines.first.locator("progress")).to_be_visible()
    expect(lines.last.locator("img")).to_be_visible()
    lines.first.get_by_role("button", name="Pause").click()
    expect(lines.first.get_by_role("button", name="Go on")).to_be_visible()
    page.unroute("**/api/v1/uploads/**", slow)
    # The tab is closed and opened again: everything is still there, and goes on by itself.
    page.reload()
    expect(page.locator("#gallery .photo img")).to_have_count(before + 2, timeout=60_000)
    expect(lines).to_have_count(0)
    page.get_by_role("link", name="IMG_5195.HEIC").first.click()
    expect(page.get_by_text("iPhone 11 Pro Max").first).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name=re.compile("Original file")).click()
    assert Path(fetched.value.path()).read_bytes() == files[0].read_bytes()


def held_back(page: Page) -> list[Any]:
    """No bytes get through until `unroute_all` releases the held requests."""
    routes: list[Any] = []
    page.route("**/api/v1/uploads/**", lambda route: routes.append(route))
    return routes


def test_a_report_waits_for_its_photographs_before_it_is_submitted(open_page: Any, tmp_path: Path) -> None:
    page = open_page("recorder")
    begin(page, "Roman Theatre")
    page.locator("[name=damage][value=slight]").check()
    page.locator("[name=extent][value=p01_10]").check()
    page.locator("[name=safety_hazards][value=no]").check()
    page.get_by_text("Add detail").click()
    page.locator("#change_reason").select_option("better_knowledge")
    held = held_back(page)
    page.locator("#photos").set_input_files(
        str(saved(facade(7, fallen=False), tmp_path / "gate.jpg", "2016:04:25 10:00:00"))
    )
    expect(page.locator("[data-uploads] progress")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("[data-saved]")).to_contain_text("Photographs are still being sent: 1")
    for route in held:
        route.continue_()
    page.unroute_all()
    ticks = page.locator("[name=confirm]")
    expect(ticks.first.or_(page.get_by_text("Waiting for verification"))).to_be_visible(timeout=30_000)
    if ticks.count():
        for tick in ticks.all():
            tick.check()
        page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Waiting for verification")).to_be_visible()
    picture = page.locator(".photo img[alt$='gate.jpg']")
    for _second in range(30):  # the page of a report is not read anew by itself while a photograph is being processed
        if picture.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(picture).to_be_visible()


def test_what_a_report_left_behind_is_sent_from_the_outbox(open_page: Any, shared_data: Path) -> None:
    page = open_page("recorder")
    gallery(page, "Roman Theatre")
    held_back(page)
    page.locator("#photos").set_input_files(str(shared_data / "photos/gps/DSCN0025.jpg"))
    expect(page.locator("[data-uploads] progress")).to_be_visible()
    address = page.url
    page.goto("/outbox")
    kept = page.locator("section[data-kept]")
    expect(kept.get_by_text("photographs: 1")).to_be_visible()
    assert kept.get_by_role("link").first.get_attribute("href") == urlsplit(address).path
    page.unroute_all()
    page.reload()
    expect(kept).to_be_hidden(timeout=30_000)
    page.goto(address)
    expect(page.locator("#gallery .photo img[alt$='DSCN0025.jpg']")).to_be_visible(timeout=60_000)


def test_a_photograph_is_looked_at_up_close_marked_and_covered(open_page: Any, shared_data: Path) -> None:
    page = open_page("verifier")
    gallery(page, "Great Colonnade")
    page.locator("#photos").set_input_files(str(shared_data / "photos/cameras/jolla.jpg"))
    link = page.get_by_role("link", name="jolla.jpg").last
    expect(page.locator("#gallery img[alt$='jolla.jpg']").first).to_be_visible(timeout=60_000)
    link.click()
    expect(page.locator("[data-stage] canvas").first).to_be_visible()
    expect(page.get_by_text("Unaltered since received")).to_be_visible()
    # Tiles are cut after the smaller pictures; with them the picture is larger than the large one.
    info = page.locator("[data-viewer]").get_attribute("data-info")
    for _each in range(100):
        result = page.request.get(info).json()
        if result["width"] == 3264:
            break
        page.wait_for_timeout(200)
    assert result["tiles"][0]["scaleFactors"] == [1, 2, 4, 8]
    page.reload()
    expect(page.locator("[data-stage] canvas").first).to_be_visible()
    page.get_by_role("button", name="Nearer").click()
    page.get_by_role("button", name="Whole").click()
    page.wait_for_timeout(500)
    # A mark is drawn with the pointer …
    page.get_by_role("button", name="Draw a mark").click()
    box = page.locator("[data-stage]").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 90, middle[1] + 60, steps=5)
    page.mouse.up()
    numbers = [float(one) for one in page.locator("#rectangle").input_value().split()]
    assert len(numbers) == 4
    assert 45 < numbers[0] < 55
    page.locator("#mark-text").fill("A crack through the keystone.")
    page.get_by_role("button", name="Keep the mark").click()
    expect(page.locator(".marks").get_by_text("A crack through the keystone.").first).to_be_visible()
    # … or typed in by keyboard.
    page.locator("#rectangle").fill("10 10 20 15")
    page.locator("#mark-text").fill("Loose stone.")
    page.locator("#mark-text").press("Tab")
    page.get_by_role("button", name="Keep the mark").press("Enter")
    expect(page.locator(".marks li")).to_have_count(2)
    page.locator("#rectangle").fill("10 10")
    page.locator("#mark-text").fill("Half a rectangle")
    page.get_by_role("button", name="Keep the mark").click()
    expect(page.get_by_text("Write four numbers from 0 to 100")).to_be_visible()
    expect(page.locator("#mark-text")).to_have_value("Half a rectangle")
    # A flag in one tap keeps it with the team; a covered face is covered.
    page.get_by_label("Military position").check()
    page.locator("#describe").get_by_role("button", name="Save").click()
    expect(page.get_by_text("the site's team only")).to_be_visible()
    page.locator("#covered-new").fill("40 40 10 10")
    page.get_by_role("button", name="Cover these").click()
    expect(page.locator("#covered-1")).to_have_value("40 40 10 10")
    viewer = open_page("viewer")
    assert viewer.request.get(page.url.split("#")[0]).status == 404
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("everybody, 30 days after it was opened")).to_be_visible()
    address = page.url.split("#")[0] + "/large.jpg"
    for _each in range(100):
        seen = viewer.request.get(address)
        if seen.status == 200:
            break
        viewer.wait_for_timeout(200)
    assert hashlib.sha256(seen.body()).digest() != hashlib.sha256(page.request.get(address).body()).digest()
    with Image.open(io.BytesIO(seen.body())) as picture:
        inside = picture.convert("L").crop((820, 620, 960, 720)).getextrema()
    assert inside[1] - inside[0] < 12
    # The iiif manifest tells the marks to whoever may see them.
    page.goto(page.url.split("#")[0])
    page.get_by_role("link", name="Photographs", exact=True).click()
    manifest = page.request.get(page.get_by_role("link", name="IIIF manifest").get_attribute("href")).json()
    texts = [
        one["body"]["value"]
        for canvas in manifest["items"]
        for note in canvas.get("annotations", [])
        for one in note["items"]
    ]
    assert {"A crack through the keystone.", "Loose stone."} <= set(texts)


def test_before_and_after_are_laid_upon_each_other_and_compared(open_page: Any, tmp_path: Path) -> None:
    page = open_page("recorder")
    gallery(page, "Tetrapylon")
    files = [
        saved(facade(1, fallen=False), tmp_path / "before.jpg", "2010:05:01 10:00:00"),
        saved(facade(2, fallen=True), tmp_path / "after.jpg", "2016:04:02 10:00:00"),
    ]
    page.locator("#photos").set_input_files([str(one) for one in files])
    expect(page.locator("#gallery img[alt$='before.jpg']")).to_be_visible(timeout=60_000)
    expect(page.locator("#gallery img[alt$='after.jpg']")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="after.jpg").last.click()
    page.locator("#pair .photo").filter(has_text="2010").get_by_role("button", name="Pair").click()
    page.locator("#pair a").first.click()
    expect(page.get_by_text(re.compile("(Good: the views lie|Fair: parts shift)"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile(r"\d+ of \d+ points fit"))).to_be_visible()
    cut = page.locator("[data-cut]")
    expect(page.locator("[data-controls]")).to_be_visible()
    half = float(cut.get_attribute("width"))
    page.get_by_label("Slide: before on the left, after on the right").press("ArrowRight")
    assert float(cut.get_attribute("width")) > half
    page.get_by_label("Blend: how much of before is seen").fill("40")
    expect(page.locator("[data-before]")).to_have_attribute("opacity", "0.4")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("1 May 2010 → 2 April 2016")


def test_a_bundle_is_asked_for_with_one_tap_and_fetched(open_page: Any, tmp_path: Path) -> None:
    page = open_page("verifier")
    page.goto("/sites")
    page.get_by_role("link", name="Site of Palmyra").click()
    page.get_by_role("link", name="Monumental Arch", exact=True).first.click()
    page.get_by_role("button", name="Evidence bundle").click()
    with page.expect_download(timeout=60_000) as fetched:
        page.get_by_role("link", name=re.compile("Download")).click(timeout=60_000)
    assert fetched.value.suggested_filename.endswith(".zip")
    import subprocess
    import sys
    import zipfile

    with zipfile.ZipFile(fetched.value.path()) as bag:
        bag.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    result = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
