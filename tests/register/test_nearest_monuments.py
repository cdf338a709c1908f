"""Logging at one's position: the nearest monuments of one's own sites, and finds that are on no list yet."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client

from assessments.damage.models import DamageReport
from assessments.kit import geometry
from assessments.register import queries
from assessments.register.models import Monument
from tests import factories

AT_THE_ARCH = (38.2711, 34.55)


def browser(world: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_three_nearest_come_with_their_metres(world: SimpleNamespace) -> None:
    for number in range(1, 5):
        place = geometry.placed(geometry.point(38.271 - number / 1000, 34.549972))
        factories.monument(world.site, f"Column {number}", **place)
    found = queries.nearest(world.by("recorder"), *AT_THE_ARCH)
    assert [one.label for one, _metres in found] == ["Monumental Arch", "Column 1", "Column 2"]
    metres = [metres for _one, metres in found]
    assert metres == sorted(metres)
    assert 5 < metres[0] < 15


def test_only_sites_where_one_records_are_offered(world: SimpleNamespace) -> None:
    elsewhere = factories.site("ALE")
    factories.monument(elsewhere, "Minaret", **geometry.placed(geometry.point(*AT_THE_ARCH)))
    assert [one.label for one, _metres in queries.nearest(world.by("recorder"), *AT_THE_ARCH)] == ["Monumental Arch"]
    assert queries.nearest(world.by("viewer"), *AT_THE_ARCH) == []


def test_a_position_far_from_everything_finds_nothing(world: SimpleNamespace) -> None:
    assert queries.nearest(world.by("recorder"), 2.35, 48.85) == []
    page = browser(world, "recorder").post("/assess", {"longitude": "2.35", "latitude": "48.85"}).content.decode()
    assert "No monument of your sites" in page


def test_a_position_off_the_globe_is_told_and_the_page_stays(world: SimpleNamespace) -> None:
    response = browser(world, "recorder").post("/assess", {"longitude": "380", "latitude": "34"})
    assert "off the globe" in response.content.decode()


def test_a_search_finds_names_of_any_script(world: SimpleNamespace) -> None:
    assert "Monumental Arch" in browser(world, "recorder").get("/assess", {"q": "arch"}).content.decode()


def test_what_is_on_no_list_is_begun_at_once_and_placed_later(world: SimpleNamespace) -> None:
    form = {"name": "Column drum by the road", "longitude": "38.2705", "latitude": "34.5501", "error_m": "7.2"}
    response = browser(world, "recorder").post("/assess/find", {**form, "site": world.site.id})
    report = DamageReport.objects.get()
    assert response.headers["Location"] == f"/reports/{report.id}/write"
    find = Monument.objects.get(pk=report.monument_id)
    assert (find.provisional, find.label, find.location_error_m) == (True, "Column drum by the road", 8)


def test_a_find_needs_neither_name_nor_place(world: SimpleNamespace) -> None:
    browser(world, "recorder").post("/assess/find", {"name": "", "site": world.site.id})
    find = Monument.objects.get(provisional=True)
    assert find.label.startswith("Find of ")
    assert find.location is None


def test_who_does_not_record_here_proposes_nothing(world: SimpleNamespace) -> None:
    assert browser(world, "viewer").post("/assess/find", {"site": world.site.id}).status_code == 403
    assert not Monument.objects.filter(provisional=True).exists()
