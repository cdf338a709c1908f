"""Who is in photographs is asked in one tap, a picture is turned, the clock of a card is put right, a testimony keeps its
source: in a browser, with the worker."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.test_assessments_in_full import site_of

pytestmark = pytest.mark.xdist_group("journeys of an office")

UNSAID = "Nobody has said who is in it"


def card(number: int, camera: str) -> list[dict[str, Any]]:
    """The files of one card: a camera that has a name, a quarter of an hour apart."""
    files = []
    for shot in range(number):
        exif = Image.Exif()
        exif[0x0110] = camera
        exif.get_ifd(0x8769)[0x9003] = f"2017:04:20 10:{15 * shot:02}:00"
        exif.get_ifd(0x8769)[0x9011] = "+03:00"
        out = io.BytesIO()
        Image.effect_noise((900, 600), 40 + shot).convert("RGB").save(out, "JPEG", exif=exif)
        files.append({"name": f"CARD_{shot}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    return files


def gallery(page: Page, monument: str) -> None:
    site_of(page, "Site of Palmyra")
    page.get_by_role("link", name=monument, exact=True).first.click()
    page.get_by_role("link", name="All photographs by day, before and after").click()


def test_one_tap_answers_for_a_whole_card_also_after_it_is_sent(open_page: Any) -> None:
    page = open_page("recorder")
    gallery(page, "Tetrapylon")
    before = page.get_by_text(UNSAID).count()
    page.locator("#photos").set_input_files(card(2, "Camera 1"))
    expect(page.get_by_text(UNSAID)).to_have_count(before + 2)
    page.locator("#photos_people-incidental").check()
    expect(page.get_by_text(UNSAID)).to_have_count(before)
    # The answer holds for what is added to the batch later, too.
    page.locator("#photos").set_input_files(card(3, "Camera 1")[2:])
    expect(page.locator("#gallery .caption").get_by_role("link", name="CARD_2.jpg")).to_be_visible()
    expect(page.get_by_text(UNSAID)).to_have_count(before)


def test_a_picture_is_turned_and_the_clock_of_its_card_put_right(open_page: Any) -> None:
    page = open_page("recorder")
    gallery(page, "Great Colonnade")
    page.locator("#photos_people-none").check()
    page.locator("#photos").set_input_files(card(2, "Camera 2"))
    link = page.get_by_role("link", name="CARD_1.jpg").first
    expect(link).to_be_visible()
    expect(page.locator("#gallery progress")).to_have_count(0)
    link.click()
    picture = page.locator("[data-plain] img")
    expect(picture).to_have_attribute("width", "900")
    page.get_by_role("button", name="Turn right").click()
    for _look in range(40):
        page.wait_for_timeout(500)
        page.reload()
        if picture.get_attribute("width") == "600":
            break
    expect(picture).to_have_attribute("width", "600")
    assert picture.evaluate("one => one.naturalHeight > one.naturalWidth")
    expect(page.get_by_text("For all 2 photographs of this camera")).to_be_visible()
    page.locator("select[name=clock]").select_option("ahead")
    page.locator("[name=clock_hours]").fill("2")
    page.get_by_role("button", name="Put the time right").click()
    expect(page.get_by_text(re.compile("The camera's clock was 2.h ahead"))).to_be_visible()
    expect(page.get_by_text("20 April 2017, 08:15").first).to_be_visible()


def test_a_testimony_is_sent_by_pieces_and_its_source_stays_with_author_and_verifiers(open_page: Any) -> None:
    recorder = open_page("recorder")
    site_of(recorder, "Site of Palmyra")
    recorder.get_by_role("link", name="Documents", exact=True).first.click()
    recorder.locator("#document_kind").select_option("testimony")
    recorder.locator("#monument").select_option(label="Tetrapylon")
    recorder.locator("#caption").fill("EXERCISE: what was heard in the night")
    recorder.locator("#source").fill("EXERCISE guardian of the tetrapylon")
    voice = {"name": "voice.m4a", "mimeType": "audio/mp4", "buffer": b"EXERCISE" * 900_000}
    recorder.locator("#file").set_input_files(voice)
    recorder.get_by_role("button", name="Send", exact=True).click()
    sent = recorder.get_by_role("link", name="voice.m4a")
    expect(sent).to_be_visible()
    address = sent.get_attribute("href")
    assert address
    for name, sees in (("recorder", True), ("verifier", True), ("planner", False)):
        page = open_page(name)
        page.goto(address)
        expect(page.get_by_text("EXERCISE: what was heard in the night").first).to_be_visible()
        told = page.get_by_text("EXERCISE guardian of the tetrapylon").first
        expect(told).to_be_visible() if sees else expect(page.locator("main")).to_contain_text("withheld, to protect")
    recorder.get_by_role("link", name="Tetrapylon", exact=True).first.click()
    expect(recorder.get_by_role("link", name="EXERCISE: what was heard in the night")).to_be_visible()
