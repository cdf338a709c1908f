"""The life of a plan for the Arch in a browser, one account for each role: from the first line to the verified works; and
first aid that was authorised on the telephone; and a deputy who decides while the director is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_assessments_in_full import site_of

pytestmark = pytest.mark.xdist_group("the life of the arch")

PDF = {"mimeType": "application/pdf"}


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def add_paper(page: Page, url: str, purpose: str) -> None:
    page.goto(url)
    page.get_by_text("Add a document", exact=True).click()
    page.locator("#purpose").select_option(purpose)
    page.locator("#paper-file").set_input_files(
        {"name": f"EXERCISE-{purpose}.pdf", "buffer": f"%PDF-1.7 {purpose}".encode(), **PDF}  # type: ignore[arg-type]
    )
    listed = page.locator("#documents + ul .ref")
    before = listed.count()
    page.get_by_role("button", name="Add it").click()
    expect(listed).to_have_count(before + 1)


def begin_plan(page: Page, title: str, monument: str, track: str, category: str) -> str:
    """A plan with one package and one line; returns its address."""
    site_of(page, "Site of Palmyra")
    page.get_by_role("link", name="Restoration", exact=True).click()
    page.get_by_label("Title of a new plan").fill(title)
    page.get_by_role("button", name="Begin a plan").click()
    page.get_by_label("Objectives").fill("Put back what lies on the ground.")
    page.get_by_label("Method").fill("Original stones only.")
    page.locator(f"[name=track][value={track}]").check()
    page.get_by_label(monument, exact=True).check()
    page.locator("#estimate_class").select_option("2")
    save(page)
    url = page.url
    page.get_by_role("link", name="Add a work package").click()
    page.get_by_label("Title of the package").fill("Lifting")
    for point, days in (("low", "5"), ("likely", "8"), ("high", "15")):
        page.locator(f"[name={point}_days]").fill(days)
    save(page)
    page.get_by_role("link", name="Add an estimate line").click()
    page.locator("#element").fill("Blocks")
    page.locator("#category").select_option(category)
    page.locator("#unit").select_option("nr")
    for name, value in (("quantity", "4"), ("low_rate", "100"), ("likely_rate", "150"), ("high_rate", "260")):
        page.locator(f"[name={name}]").fill(value)
    save(page)
    return url


def decide(
    page: Page, url: str, outcome: str, *, taken: str = "in_system", body: str = "Directorate", **typed: str
) -> str:
    """Fills the form of a decision, has it read back, and takes it; returns the sentence that was read back."""
    page.goto(url)
    page.get_by_role("link", name="Decide or record a decision").click()
    page.locator(f"input[name=outcome][value={outcome}]").check()
    choices = page.locator(f"input[name=taken][value={taken}]")
    if choices.get_attribute("type") == "radio":
        choices.check()
    page.locator("#authority").select_option(label=f"EXERCISE {body}")
    page.locator("#language").select_option("en")
    for name, value in typed.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(value)
    if taken == "recorded_from_document":
        letter = {"name": "EXERCISE-letter.pdf", "buffer": f"%PDF-1.7 {outcome} {url}".encode(), **PDF}
        page.locator("#file").set_input_files(letter)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it back to me").click()
    sentence = page.locator(".read-back").inner_text()
    page.get_by_role("button", name="This is").click()
    expect(page.locator("p.note[role=status]")).to_be_visible()
    return str(sentence)


REVIEWER, DIRECTOR = "Huda Sabbagh", "Amal Rahal"
DIRECTORATE, DESK, ADVISORS = "Directorate of Antiquities", "World Heritage desk", "Advisory Body"


def test_from_the_first_line_to_the_verified_works(open_page: Any) -> None:
    planner, verifier = open_page("planner"), open_page("verifier")
    url = begin_plan(planner, "EXERCISE: the Arch, from first to last", "Monumental Arch", "restoration", "anastylosis")
    for number in range(2):
        planner.goto(url)
        request = planner.locator("#requests .statement").nth(number)
        request.get_by_text("Answer it", exact=True).click()
        request.get_by_role("textbox").fill("EXERCISE: original stones only, nothing is guessed.")
        request.get_by_role("button", name="Save").click()
    for purpose in ("structural_study", "impact_assessment"):
        add_paper(planner, url, purpose)
    planner.goto(url)
    planner.get_by_role("button", name="Submit to internal review").click()
    expect(planner.get_by_text("older than twelve months").first).to_be_visible()

    # The assessments are of 2016: the director says why they still count, and the plan says so.
    verifier.goto(url)
    verifier.get_by_text("Let older assessments count").click()
    verifier.locator("#age-note").fill("EXERCISE: it lies as it lay.")
    verifier.get_by_role("button", name="They count").click()
    planner.goto(url)
    expect(planner.get_by_text("It rests on assessments older than twelve months")).to_be_visible()
    planner.get_by_role("button", name="Submit to internal review").click()
    expect(planner.locator(".path-now")).to_have_text("Internal review")
    verifier.goto(url)
    verifier.get_by_role("button", name="Pass to national review").click()

    reviewer = open_page("reviewer")
    sentence = decide(reviewer, url, "endorse", body=DIRECTORATE, stipulations__0__text="EXERCISE: show the joints.")
    assert "endorses version 1" in sentence
    assert "with 1 stipulation" in sentence
    stateparty, second = open_page("stateparty"), open_page("stateparty2")
    stateparty.goto(url)
    expect(stateparty.get_by_text("A stipulation that is due before this step is not closed.").first).to_be_visible()
    planner.goto(url)
    planner.get_by_text("Answer", exact=True).click()
    planner.get_by_label("What was done").fill("EXERCISE: drawn on sheet 4.")
    planner.get_by_role("button", name="Answer it").click()
    reviewer.goto(url)
    reviewer.get_by_text("Answer or close").click()
    reviewer.get_by_role("button", name="It is met: close it").click()
    expect(reviewer.locator("#stipulations ~ section").first).to_contain_text("Closed")

    add_paper(stateparty, url, "notice_172")
    decide(stateparty, url, "transmit", body=DIRECTORATE, instrument="EXERCISE 12")
    for outcome, body in (("forward", DESK), ("advise", ADVISORS)):
        decide(
            stateparty, url, outcome, taken="recorded_from_document", body=body, text="EXERCISE: as written.",
            instrument="EXERCISE letter",
        )  # fmt: skip
        second.goto("/plans?waiting=letter")
        second.get_by_role("link", name="EXERCISE: the Arch, from first to last").click()
        second.get_by_role("button", name="It says what the document says").click()
    expect(second.locator(".path-now")).to_have_text("Advice received")
    decide(stateparty, url, "accept", body=DIRECTORATE, text="EXERCISE: accepted.")

    planner.goto(url)
    planner.get_by_role("link", name="Record money").click()
    planner.locator("#funder").fill("EXERCISE fund")
    planner.locator("[name=stage][value=committed]").check()
    planner.locator("#amount").fill("5000")
    save(planner)
    director, soon = open_page("director"), (datetime.now(UTC) + timedelta(days=200)).date().isoformat()
    sentence = decide(director, url, "permit", body=DIRECTORATE, instrument="EXERCISE permit 1", valid_until=soon)
    assert "authorises the works of version 1" in sentence

    works = open_page("works")
    works.goto(url)
    works.get_by_role("button", name="Begin the works").click()
    expect(works.get_by_text("The dossier has no safety and clearance file.").first).to_be_visible()
    for purpose in ("safety_plan", "insurance"):
        add_paper(works, url, purpose)
    works.get_by_role("button", name="Begin the works").click()
    works.locator("#move-note").fill("EXERCISE: rain.")
    works.get_by_role("button", name="Suspend the works").click()
    works.get_by_role("button", name="Go on with the works").click()
    works.get_by_role("link", name="Record the works").click()
    works.locator("#progress_percent").fill("100")
    today = datetime.now(UTC).date().isoformat()
    works.locator("#began_on").fill(today)
    works.locator("#ended_on").fill(today)
    works.locator("#actual_cost").fill("640")
    save(works)
    for purpose in ("completion_report", "monitoring_plan", "whc_report"):
        add_paper(works, url, purpose)
    works.get_by_role("button", name="Report the works as finished").click()
    expect(works.locator(".path-now")).to_have_text("Works completed")

    decide(reviewer, url, "close", body=DIRECTORATE, text="EXERCISE: seen on the ground.")
    reviewer.goto(url)
    expect(reviewer.get_by_role("button", name="It says what the document says")).to_have_count(0)
    director.goto(url)
    director.get_by_role("button", name="It says what the document says").click()
    expect(director.locator(".path-now")).to_have_text("Closed")
    outcomes = director.locator("#decisions ~ .statement strong").all_inner_texts()
    assert outcomes == [
        "Endorse", "Transmit to the World Heritage Centre", "Forward to the Advisory Bodies", "Advise: no objection",
        "Accept the advice", "Authorise the works", "Verify the works and close",
    ]  # fmt: skip


def test_first_aid_that_was_authorised_on_the_telephone(open_page: Any) -> None:
    director = open_page("director")
    director.goto("/plans?status=permit_issued")
    director.get_by_role("link", name="EXERCISE: fencing and salvage at the Tetrapylon").click()
    url = director.url
    expect(director.get_by_text("heard by Karim Issa")).to_be_visible()
    director.get_by_role("link", name="Decide or record a decision").click()
    director.locator("[name=measures][value=fencing]").wait_for(state="attached")
    director.locator("input[name=outcome][value=confirm_oral]").check()
    director.locator("[name=measures][value=fencing]").check()
    director.locator("input[name=taken][value=in_system]").check()
    director.locator("#authority").select_option(label=f"EXERCISE {DIRECTORATE}")
    director.locator("#language").select_option("ar")
    director.locator("#instrument").fill("EXERCISE 9")
    director.get_by_role("button", name="Read it back to me").click()
    expect(director.get_by_text("Give the date of the notice to the World Heritage Centre.")).to_be_visible()
    director.locator("#notified_on").fill(datetime.now(UTC).date().isoformat())
    director.get_by_role("button", name="Read it back to me").click()
    expect(director.locator(".read-back")).to_contain_text("limited to Fencing")
    director.get_by_role("button", name="This is my decision").click()
    director.goto(url)
    expect(director.get_by_text("Confirm an oral authorisation in writing").first).to_be_visible()


def test_a_deputy_decides_while_the_director_is_away(open_page: Any) -> None:
    planner = open_page("planner")
    url = begin_plan(planner, "EXERCISE: shoring while the director is away", "Monumental Arch", "emergency", "shoring")
    planner.get_by_role("button", name="Submit to internal review").click()
    verifier = open_page("verifier")
    verifier.goto(url)
    verifier.get_by_role("button", name="Pass to national review").click()

    reviewer, director = open_page("reviewer"), open_page("director")
    read_back_emergency(reviewer, url)
    expect(reviewer.locator(".problem[role=alert]")).to_be_visible()
    expect(reviewer.locator(".read-back")).to_have_count(0)

    site_of(director, "Site of Palmyra")
    director.get_by_role("link", name="Restoration", exact=True).click()
    director.get_by_role("link", name="Deputies").click()
    director.get_by_label("Deputy").select_option(label=REVIEWER)
    today = director.locator("#first_day").input_value()
    director.locator("#last_day").fill("2016-01-01")
    director.get_by_role("button", name="Name them").click()
    expect(director.get_by_text("The last day comes after the first, and has not passed.")).to_be_visible()
    director.locator("#last_day").fill(today)
    director.get_by_role("button", name="Name them").click()
    expect(director.get_by_role("row", name=REVIEWER)).to_contain_text("now")

    read_back_emergency(reviewer, url)
    expect(reviewer.locator(".read-back")).to_contain_text("limited to Shoring")
    reviewer.get_by_role("button", name="This is my decision").click()
    expect(reviewer.locator("p.note[role=status]")).to_be_visible()
    reviewer.goto(url)
    expect(reviewer.locator("#decisions ~ .statement").first).to_contain_text(f"deputy of {DIRECTOR}")

    site_of(director, "Site of Palmyra")
    director.get_by_role("link", name="Restoration", exact=True).click()
    director.get_by_role("link", name="Deputies").click()
    director.get_by_role("button", name="End it now").click()
    expect(director.get_by_role("row", name=REVIEWER)).to_contain_text("ended")


def read_back_emergency(page: Page, url: str) -> None:
    """Authorises shoring as an emergency, as far as the sentence that is read back."""
    page.goto(url)
    page.get_by_role("link", name="Decide or record a decision").click()
    page.locator("input[name=outcome][value=emergency_authorise]").check()
    page.locator("[name=measures][value=shoring]").check()
    page.locator("input[name=taken][value=in_system]").check()
    page.locator("#authority").select_option(label=f"EXERCISE {DIRECTORATE}")
    page.locator("#language").select_option("ar")
    page.locator("#notified_on").fill(datetime.now(UTC).date().isoformat())
    page.get_by_role("button", name="Read it back to me").click()
