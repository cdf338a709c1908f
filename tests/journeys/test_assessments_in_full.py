"""Damage assessments as people do them, one story a demand: visits and paper, judging, correcting, damage over time,
what cannot wait, incidents, the register, lists and prints; and all of it in three languages."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_main_job_in_the_browser import open_monument

pytestmark = pytest.mark.xdist_group("journeys in full")


def site_of(page: Page, name: str) -> None:
    page.goto(f"/sites?q={name}")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


WITHOUT_STATEMENTS = """main => {
    const copy = main.cloneNode(true);
    for (const one of copy.querySelectorAll(".statement")) one.remove();
    return copy.textContent;
}"""


def palmyra(page: Page) -> None:
    site_of(page, "Site of Palmyra")


def fill_rapid(page: Page, grade: str, extent: str, words: str) -> None:
    page.locator(f"[name=damage][value={grade}]").check()
    page.locator(f"[name=extent][value={extent}]").check()
    page.locator("[name=narrative]").fill(words)


def press_submit(page: Page) -> None:
    """Press the button and wait for the page that answers, so that nothing of the page before it is taken for an answer."""
    with page.expect_navigation():
        page.get_by_role("button", name="Submit for review").click()


def submit(page: Page) -> str:
    """Submit, saying why the grade differs and looking again at what is unusual; the reference."""
    press_submit(page)
    if page.locator(".error", has_text="The grade differs from the last verified one.").count():
        page.locator("#change_reason").select_option("better_knowledge")
        press_submit(page)
    doubts = page.locator("[name=confirm]").all()
    for doubt in doubts:
        doubt.check()
    if doubts:
        press_submit(page)
    expect(page.get_by_text("Waiting for verification")).to_be_visible()
    return page.locator("h1 .ref").inner_text()


def log(page: Page, monument: str, grade: str, extent: str, words: str) -> str:
    open_monument(page, monument)
    page.get_by_role("button", name="Log an assessment").click()
    fill_rapid(page, grade, extent, words)
    return submit(page)


def test_a_paper_form_of_a_visit_is_typed_in_for_who_wrote_it(open_page: Any) -> None:
    page = open_page("recorder")
    palmyra(page)
    page.get_by_role("link", name="Visits", exact=True).click()
    page.get_by_text("Record a visit").click()
    page.locator("#title").fill("Spring round")
    page.locator("#first_day").fill("2016-04-30")
    page.locator("#last_day").fill("2016-04-30")
    page.get_by_role("checkbox", name="Rana Khoury").check()
    page.get_by_label("What Rana Khoury did").fill("architect")
    page.locator("#not_reached").fill("Citadel")
    page.locator("#hazards_seen").fill("Loose lintel over the north door")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.locator("dl.facts")).to_contain_text("Loose lintel over the north door")
    expect(page.locator("dl.facts")).to_contain_text("Rana Khoury (architect)")
    open_monument(page, "Palmyra Museum")
    page.get_by_text("Paper form").click()
    page.locator("#paper-author").select_option(label="Rana Khoury")
    page.get_by_role("button", name="Type it in").click()
    expect(page.get_by_text("The paper form of Rana Khoury")).to_be_visible()
    fill_rapid(page, "moderate", "p11_30", "From her notebook.")
    press_submit(page)
    expect(page.get_by_text("Say on which day it was seen.").first).to_be_visible()
    page.locator("#observed_from").fill("2016-04-30")
    page.locator("#visit").select_option(label="30 April 2016 · Spring round")
    submit(page)
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text(re.compile(r"Author\s*Rana Khoury"))
    expect(facts).to_contain_text(re.compile(r"Typed in by\s*Rami Haddad"))
    facts.get_by_role("link", name=re.compile("Spring round")).click()
    expect(page.get_by_role("cell", name="Palmyra Museum")).to_be_visible()


def test_two_verifiers_at_once_one_wins_the_other_loses_no_words_and_sees_what_was_mended(open_page: Any) -> None:
    recorder = open_page("recorder")
    log(recorder, "Temple of Bel", "heavy", "p31_60", "The portal stands.")
    url = recorder.url
    first, second = open_page("verifier"), open_page("verifier2")
    first.goto(url)
    expect(first.get_by_text("What differs from the last verified report")).to_be_visible()
    expect(
        first.get_by_role("row", name=re.compile("^Damage Destroyed|^Damage Heavy|^Narrative")).first
    ).to_be_visible()
    second.goto(url)
    expect(second.get_by_text(re.compile("being read by|is reading", re.IGNORECASE)).first).to_be_visible()
    first.locator("#return-note").fill("Which part of the cella?")
    first.get_by_role("button", name="Return with a note").click()
    expect(first.get_by_text("Returned", exact=True).first).to_be_visible()
    second.locator("#return-note").fill("I would ask for the north side.")
    second.get_by_role("button", name="Return with a note").click()
    expect(second.get_by_text("Your note is kept as a comment.")).to_be_visible()
    recorder.goto(url)
    expect(recorder.get_by_text("I would ask for the north side.").first).to_be_visible()
    recorder.get_by_role("link", name="Write", exact=True).click()
    recorder.locator("[name=narrative]").fill("The portal stands; of the cella nothing.")
    submit(recorder)
    first.goto(url)
    changed = first.locator("#since-returned")
    expect(changed).to_contain_text("The portal stands; of the cella nothing.")
    expect(changed).not_to_contain_text("Extent")
    first.locator("[name=basis][value=photographs]").check()
    first.locator("[name=basis][value=photographs]").press("v")
    expect(first.get_by_role("heading", level=1)).not_to_contain_text("Temple of Bel")
    first.goto(url)
    expect(first.get_by_text("Verified by")).to_be_visible()


def test_a_wrong_verification_is_retracted_and_a_disagreement_settled_in_writing(open_page: Any) -> None:
    recorder, other = open_page("recorder"), open_page("recorder2")
    urls = []
    for page, grade, extent in ((recorder, "moderate", "p11_30"), (other, "very_heavy", "p61_90")):
        log(page, "Great Colonnade", grade, extent, "Counted column by column.")
        urls.append(page.url)
    verifier = open_page("verifier")
    for url in urls:
        verifier.goto(url)
        verifier.locator("[name=basis][value=second_witness]").check()
        verifier.get_by_role("button", name="Verify", exact=True).click()
        expect(verifier.get_by_text("Verified by")).to_be_visible()
    verifier.goto(urls[0])
    verifier.locator("#adjudicate-note").fill("The second count took fallen drums for standing ones.")
    verifier.get_by_role("button", name="This report stands").click()
    expect(verifier.get_by_text("this report stands against").first).to_be_visible()
    open_monument(verifier, "Great Colonnade")
    expect(verifier.locator(".figure")).to_contain_text("Moderate damage")
    verifier.goto(urls[0])
    verifier.get_by_text("Retract the verification").click()
    verifier.locator("#report-retract-note").fill("The photographs were of another street.")
    verifier.get_by_role("button", name="Retract", exact=True).click()
    open_monument(verifier, "Great Colonnade")
    expect(verifier.locator(".figure")).to_contain_text("Very heavy damage")


def test_damage_over_time_is_looked_at_day_by_day_and_the_site_counts_with_its_denominator(open_page: Any) -> None:
    page = open_page("viewer")
    open_monument(page, "Tetrapylon")
    page.goto(page.url.split("?")[0] + "?on=2016-05-01")
    before = page.locator(".figure").inner_text()
    page.goto(page.url.split("?")[0] + "?on=2017-04-01")
    assert page.locator(".figure").inner_text() != before
    page.goto(page.url.split("?")[0] + "?on=2014-01-01")
    expect(page.locator(".figure")).to_contain_text("Registered, never assessed.")
    palmyra(page)
    page.locator(".asof").get_by_role("button", name="25 April 2016").click()
    expect(page.locator(".figure").first).to_contain_text(re.compile(r"Assessed\s+28\s+of 28 on the list"))
    expect(page.locator(".figure").first).to_contain_text(re.compile(r"3\s+none or slight"))
    expect(page.get_by_text("Taking each group of tombs as one: 3 of 11 none or slight.")).to_be_visible()
    expect(page.get_by_text("80 %").first).to_be_visible()
    expect(page.get_by_text("Ours counts monuments on the list").first).to_be_visible()
    expect(page.get_by_text("Colonnaded street as the axis of the city")).to_be_visible()
    expect(page.get_by_text("over the 2 of 28 monuments whose area is on file.")).to_be_visible()
    expect(page.locator(".statement").filter(has_text="80 %")).to_have_count(2)
    expect(page.locator(".statement").filter(has_text="good shape")).to_contain_text("preliminary")
    ours = page.locator("main").evaluate(WITHOUT_STATEMENTS)
    assert "on the list" in ours
    assert "good shape" not in ours.lower()
    page.locator(".asof").get_by_role("button", name="today").click()


def test_what_cannot_wait_says_why_and_a_persons_priority_stands(open_page: Any) -> None:
    page = open_page("recorder")
    open_monument(page, "Temple of Baalshamin")
    page.get_by_role("button", name="Log an assessment").click()
    fill_rapid(page, "very_heavy", "p61_90", "People sleep under the standing corner.")
    page.get_by_text("Add detail").click()
    page.locator("#posting").select_option("unsafe")
    page.locator("[name=factor-0-type], [name=factor-1-type]").last.select_option("people_inside")
    reference = submit(page)
    palmyra(page)
    item = page.locator(".urgent li", has_text=reference)
    expect(item).to_contain_text("Emergency")
    expect(item).to_contain_text("people live or work in it")
    expect(item).to_contain_text("not verified yet")


def test_an_incident_is_proposed_with_two_claims_and_accepted(open_page: Any) -> None:
    page = open_page("recorder")
    palmyra(page)
    page.get_by_role("link", name="Incidents", exact=True).first.click()
    page.get_by_role("link", name="Record an incident").click()
    page.locator("#title").fill("Shell in the baths")
    page.locator("#mechanism").select_option("shelling")
    page.locator("#c0w").fill("20 December 2016")
    expect(page.locator("#c0w-reading")).to_have_text("20 December 2016")
    page.get_by_role("button", name="Record the incident").click()
    expect(page.locator(".problem")).to_contain_text("names who makes it")
    expect(page.locator("#title")).to_have_value("Shell in the baths")
    page.locator("#c0s").fill("A guard")
    page.locator("#c1w").fill("قبل 10 كانون الثاني 2017")
    expect(page.locator("#c1w-reading")).to_have_text("before 10 January 2017")
    page.locator("#c1s").fill("Imagery")
    page.get_by_label("chosen", exact=True).nth(1).check()
    page.get_by_label("Citadel of Palmyra").check()
    page.get_by_role("button", name="Record the incident").click()
    expect(page.get_by_text("Proposed.")).to_be_visible()
    url = page.url
    verifier = open_page("verifier")
    verifier.goto(url)
    verifier.get_by_role("button", name="Accept it").click()
    expect(verifier.get_by_text("Proposed.")).to_have_count(0)
    verifier.get_by_role("link", name="Citadel of Palmyra").click()
    expect(verifier.get_by_role("link", name="Shell in the baths")).to_be_visible()
    expect(verifier.get_by_text(re.compile("EMS-98 D")).first).to_be_visible()


def test_a_file_of_monuments_is_tried_and_then_one_of_them_is_split_and_merged(open_page: Any, tmp_path: Path) -> None:
    rows = ["external_id,name_en,category,latitude,longitude", "x:1,North Kiln,other,32.5181,36.4820",
            "x:2,South Kiln,castle of air,32.5182,36.4821"]  # fmt: skip
    file = tmp_path / "kilns.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    page = open_page("verifier")
    site_of(page, "Ancient City of Bosra")
    page.get_by_role("link", name="Import monuments").click()
    page.locator("#file").set_input_files(str(file))
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("1 new, 0 changed, 0 as they were, 1 that cannot be taken.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^3 category"))).to_be_visible()
    page.get_by_role("button", name="Import the rows that can be taken").click()
    page.locator("#q").fill("kiln")
    page.get_by_role("button", name="Show", exact=True).click()
    page.locator(".card-list").get_by_role("link", name="North Kiln", exact=True).click()
    page.get_by_role("link", name="It is two monuments").click()
    page.locator("#name").fill("North Kiln, annex")
    page.locator("#note").fill("Two firing chambers, two floors.")
    page.get_by_role("button", name="Split it off").click()
    expect(page.get_by_role("heading", level=1, name="North Kiln, annex")).to_be_visible()
    expect(page.locator("dl.facts").get_by_role("link", name="North Kiln", exact=True)).to_be_visible()
    address = page.url
    page.get_by_role("link", name="It is the same as another").click()
    page.locator("#merge-into").select_option(label="North Kiln")
    page.locator("#merge-note").fill("One chamber after all.")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("North Kiln")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("North Kiln")


def test_lists_are_filtered_page_by_page_and_taken_along_as_a_table(open_page: Any) -> None:
    page = open_page("verifier")
    page.get_by_role("link", name="Reports", exact=True).click()
    page.locator("#damage").select_option("destroyed")
    page.locator("#method").select_option("satellite")
    page.locator("#q").fill("tower")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("Destroyed")
    listed = page.locator("tbody tr").count()
    with page.expect_download() as handed:
        page.get_by_role("link", name="As a table (CSV)").click()
    table = list(csv.reader(io.StringIO(Path(handed.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(table) - 1 == listed
    assert {row[9] for row in table[1:]} == {"destroyed"}
    page.locator("#seen_from").evaluate("one => { one.type = 'text'; one.value = 'yesterday'; }")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".problem")).to_contain_text("A day is written as 2016-04-25.")
    page.goto("/reports?status=withdrawn&seen_to=1990-01-01")
    expect(page.get_by_text("No report fits. Take a filter away.")).to_be_visible()


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_the_pages_of_assessments_speak_french_and_arabic(open_page: Any, language: str, direction: str) -> None:
    """No English is left on a translated page: looks for words that occur on every page in English."""
    page = open_page("verifier", viewport={"width": 360, "height": 760})
    site = page.request.get("/api/v1/sites?q=palmyra").json()["results"][0]["id"]
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
    english = re.compile(
        r"\b(?:Reports|Damage over time|What cannot wait|May I go|Import monuments|Suspicious object|"
        r"Hazardous ground|Visits|Claims|Newest|Priority|Assessed|Waiting for)\b"
    )
    for path in (
        "/reports", f"/sites/{site}", f"/sites/{site}/incidents?new=1", f"/sites/{site}/safety", f"/sites/{site}/import",
        f"/sites/{site}/visits", "/queue", f"/sites/{site}/access-changes/new",
    ):  # fmt: skip
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        left = english.findall(page.locator("main").inner_text() + page.locator("header").inner_text())
        assert left == [], (path, left)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{path} is {wide} px wider than the phone"
