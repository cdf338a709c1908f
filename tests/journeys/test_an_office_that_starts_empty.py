"""An office starts with an empty Zenobia: from `appoint` to a first verified report in a browser, without REST."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.product import Product
from tests.journeys.test_assessments_in_full import fill_rapid, submit

pytestmark = pytest.mark.xdist_group("journeys of an office")
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def office() -> Iterator[Product]:
    """A product without the demo."""
    running = Product(DEMO="0", ZENOBIA_PASSWORD=PASSWORD)
    running.run()
    yield running
    running.remove()


def _sign_in(browser: Browser, office: Product, email: str) -> Page:
    page = browser.new_context(base_url=office.url).new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    return page


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def _invite(admin: Page, browser: Browser, office: Product, name: str, role: str) -> Page:
    """Invite a person, give them a role, and let them choose a password by the link in their mail."""
    email = f"{name}@office.example"
    admin.goto("/admin/assessments/user/invite/")
    admin.get_by_label("E-mail").fill(email)
    admin.get_by_label("Full name").fill(name.title())
    admin.get_by_role("button", name="Invite a person").click()
    admin.get_by_role("link", name="Give a role").click()
    admin.get_by_label("Role").select_option(role)
    admin.get_by_label("Site").select_option(label="Tell Halaf")
    admin.get_by_role("button", name="Give a role").click()
    admin.goto("/admin/assessments/storedemail/")
    admin.locator("#result_list tbody a").first.click()
    link = re.search(r"http://\S+/accounts/password/reset/key/\S+", admin.locator("main").inner_text())
    assert link
    person = browser.new_context(base_url=office.url).new_page()
    person.goto(link[0])
    for field in person.locator("input[type=password]").all():
        field.fill(PASSWORD)
    with person.expect_navigation():
        person.get_by_role("button", name="Change Password").click()
    person.context.close()
    return _sign_in(browser, office, email)


def test_from_nothing_to_a_first_verified_report(office: Product, browser: Browser) -> None:
    done = office.manage("appoint", "ida@office.example", "administrator", "--name", "Ida Holm")
    assert done.returncode == 0, done.stderr
    admin = _sign_in(browser, office, "ida@office.example")
    admin.goto("/organisations/new")
    admin.locator("#names-0-text").fill("Museum of Ras al-Ayn")
    _save(admin)
    admin.goto("/sites")
    expect(admin.get_by_text("No site yet.")).to_be_visible()
    admin.get_by_role("link", name="Add a site").click()
    admin.locator("#names-0-text").fill("Tell Halaf")
    admin.locator("#names-2-text").fill("تل حلف")
    admin.locator("#code").fill("thl")
    admin.locator("[name=visibility][value=members]").check()
    admin.locator("#time_zone").fill("Asia/Damascus")
    admin.locator("#location").fill("36.8264, 40.0392")
    admin.locator("#boundary").fill("36.82, 40.03\n36.82, 40.05\n36.83, 40.05\n36.83, 40.03")
    admin.locator("#boundary_since").fill("2010-05-01")
    admin.locator("#contacts-0-name").fill("Site office")
    _save(admin)
    expect(admin.get_by_role("heading", level=1, name="Tell Halaf")).to_be_visible()
    expect(admin.locator("aside")).to_contain_text("1 May 2010")
    verifier = _invite(admin, browser, office, "salma", "verifier")
    recorder = _invite(admin, browser, office, "rami", "recorder")

    verifier.goto("/sites")
    verifier.get_by_role("link", name="Tell Halaf").click()
    verifier.get_by_role("link", name="State it").click()
    verifier.locator("[name=regime][value=not_applicable]").check()
    verifier.locator("#stated_by").fill("EXERCISE Mine Action Desk")
    verifier.locator("#stated_on").fill("2020-03-01")
    verifier.locator("#source").fill("EXERCISE letter")
    with verifier.expect_navigation():
        verifier.locator("main form .sticky button").first.click()
    verifier.goto("/sites")
    verifier.get_by_role("link", name="Tell Halaf").click()
    verifier.get_by_role("link", name="Add a monument").click()
    verifier.locator("#names-0-text").fill("West Palace")
    verifier.locator("#category").select_option("palace")
    verifier.locator("[name=sensitivity][value=open]").check()
    verifier.locator("#location").fill("36.8266, 40.0395")
    _save(verifier)
    verifier.get_by_role("link", name="Add a part").click()
    verifier.locator("#names-0-text").fill("Gate of the sphinxes")
    _save(verifier)
    expect(verifier.locator("main")).to_contain_text("Gate of the sphinxes")

    recorder.goto("/sites")
    recorder.get_by_role("link", name="Tell Halaf").click()
    recorder.get_by_role("link", name="Visits", exact=True).click()
    recorder.locator("#organisation").select_option(label="Museum of Ras al-Ayn")
    recorder.get_by_role("button", name="Record the visit").click()
    expect(recorder.locator("dl.facts")).to_contain_text("Museum of Ras al-Ayn")
    recorder.goto("/sites")
    recorder.get_by_role("link", name="Tell Halaf").click()
    recorder.locator(".card-list").get_by_role("link", name="West Palace").click()
    recorder.get_by_role("button", name="Log an assessment").click()
    fill_rapid(recorder, "heavy", "p31_60", "The portico has fallen.")
    submit(recorder)

    verifier.goto("/queue")
    verifier.get_by_role("link", name=re.compile("^THL-")).click()
    verifier.locator("[name=basis][value=second_witness]").check()
    verifier.get_by_role("button", name="Verify", exact=True).click()
    expect(verifier.get_by_text("Verified by")).to_be_visible()
    verifier.goto("/sites")
    verifier.get_by_role("link", name="Tell Halaf").click()
    expect(verifier.locator(".figure").first).to_contain_text(re.compile(r"Assessed\s+1\s+of 1 on the list"))
