"""The register is kept in pages: each entry is made, corrected and refused in a form, by the operations of REST."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.register.models import Authority, Block, Location, Monument, Part, Site, Statement
from tests import factories
from tests.browser_form import form_values
from tests.product.url_map import signed_in

NAMES = {"names-0-text": "Palace", "names-0-language": "en", "names-0-kind": "official"}
BOUNDARY = "34.54, 38.26\n34.54, 38.28\n34.56, 38.28\n34.56, 38.26"
CROSSED = "34.54, 38.26\n34.56, 38.28\n34.54, 38.28\n34.56, 38.26"
SITE = {
    "names-0-text": "Ancient Ugarit", "names-0-language": "en", "names-0-kind": "official", "names-1-text": "أوغاريت",
    "names-1-language": "ar", "names-1-kind": "official", "code": "uga", "visibility": "members",
    "time_zone": "Asia/Damascus", "countries": "sy", "boundary": BOUNDARY, "boundary_since": "2001-05-01",
    "contacts-0-name": "Site office", "contacts-0-phone": "+963 11",
}  # fmt: skip


def _sent(client: Any, address: str, data: dict[str, Any], status: int = 302) -> str:
    answer = client.post(address, data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return str(answer.content.decode())


def test_an_administrator_adds_a_site_and_a_component_of_it(world: SimpleNamespace) -> None:
    client = signed_in(world, "administrator")
    _sent(client, "/sites/new", SITE)
    made = Site.objects.get(code="UGA")
    assert (made.visibility, made.countries, str(made.boundary_since)) == ("members", ["SY"], "2001-05-01")
    assert [one["text"] for one in made.names] == ["Ancient Ugarit", "أوغاريت"]
    assert made.contacts == [{"name": "Site office", "phone": "+963 11"}]
    form = client.get(f"/sites/new?component_of={made.id}").content.decode()
    assert 'value="UGA-"' in form
    _sent(client, "/sites/new", SITE | {"code": "UGA-1", "parent": str(made.id), "boundary": ""})
    assert Site.objects.get(code="UGA-1").parent_id == made.id
    assert "UGA-1" in client.get(f"/sites/{made.id}").content.decode()


def test_a_boundary_that_crosses_itself_is_told_beside_its_field_and_nothing_is_lost(world: SimpleNamespace) -> None:
    page = _sent(signed_in(world, "administrator"), "/sites/new", SITE | {"boundary": CROSSED}, status=422)
    assert "crosses or touches itself" in page
    for typed in ("Ancient Ugarit", "أوغاريت", "38.28", "Site office", "2001-05-01", "Asia/Damascus"):
        assert typed in page
    assert not Site.objects.filter(code="UGA").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"names-0-language": "english"}, "&#x27;english&#x27; is no code of a language"),
        (
            {"attributes-0-code": "p!", "attributes-0-text": "The colonnade"},
            "&#x27;p!&#x27; is no code of an attribute",
        ),
        ({"countries": "Syria"}, "&#x27;SYRIA&#x27; is no country code"),
        ({"code": "Ugarit (north)"}, "A code has 2 to 20 capital letters"),
    ],
)
def test_a_code_in_words_is_told_beside_its_field(world: SimpleNamespace, typed: dict[str, str], sentence: str) -> None:
    page = _sent(signed_in(world, "administrator"), "/sites/new", SITE | typed, status=422)
    assert sentence in page
    assert all(f'value="{one}"' in page for one in typed.values())


def test_a_time_zone_that_there_is_not_is_refused_by_the_operation_beside_its_field(world: SimpleNamespace) -> None:
    page = _sent(signed_in(world, "administrator"), "/sites/new", SITE | {"time_zone": "Palmyra"}, status=422)
    assert "is no time zone" in page
    assert 'value="Palmyra"' in page


def test_a_site_is_corrected_on_the_version_that_was_read(world: SimpleNamespace) -> None:
    client = signed_in(world, "verifier")
    form = {**SITE, "code": "PAL", "visibility": "registered", "version": "1"}
    _sent(client, f"/sites/{world.site.id}/edit", form)
    world.site.refresh_from_db()
    assert (world.site.version, world.site.label) == (2, "Ancient Ugarit")
    page = _sent(client, f"/sites/{world.site.id}/edit", form | {"names-0-text": "Too late"}, status=412)
    assert "Too late" in page
    assert "version" in page


def _unchanged(row: Any, client: Any, address: str) -> None:
    """Asserts that a form sent back as a browser shows it leaves the row as it is, its version included."""
    row.refresh_from_db()
    before = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    values = form_values(client.get(address).content.decode())
    # Browsers send a carriage return with each line break, and none of those that stand in a single line.
    _sent(client, address, {name: text.replace("\n", "\r\n") for name, text in values.items()})
    row.refresh_from_db()
    assert {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields} == before


def test_saving_a_monument_again_unchanged_changes_nothing(world: SimpleNamespace) -> None:
    """What an API client wrote is not lost: not a comma, not a decimal, not a date that cannot be read again."""
    Monument.objects.filter(pk=world.arch.id).update(
        dating="AD 200", height_m="20.50", materials=["limestone, local", "marble"], whereabouts="evacuated",
        interpol_no="7", inventory_numbers=[{"number": "A 12", "given_by": "Museum"}], object_id={"title": "Arch"},
        last_seen={"precision": "on", "from": "2016-04-05", "as_written": "in the spring, 4.5.2016"},
        names=[{"text": "Arch", "language": "en", "kind": "official", "script": "Latn", "source": "x"}],
        external_ids=[{"scheme": "eamena", "value": "9"}], original_fabric="half", location_error_m=5,
        location={"type": "Point", "coordinates": [38.2710123, 34.5499721, 404.0]}, source="one\ntwo",
    )  # fmt: skip
    _unchanged(world.arch, signed_in(world, "verifier"), f"/monuments/{world.arch.id}/edit")


def test_saving_a_site_again_in_another_language_changes_nothing(world: SimpleNamespace) -> None:
    above = factories.site("TOP", visibility="members")
    Site.objects.filter(pk=world.site.id).update(
        attributes=[{"code": "iv-a", "text": {"en": "Axis"}}], description={"en": "A city\nof trade"}, parent=above,
        states_text={"en": "Syria"}, contacts=[{"name": "Office"}],
        boundary={"type": "Polygon", "coordinates": [
            [[38.2600001, 34.5400002], [38.28, 34.54], [38.28, 34.56], [38.2600001, 34.5400002]]]},
    )  # fmt: skip
    client = signed_in(world, "verifier")
    client.cookies["django_language"] = "fr"
    _unchanged(world.site, client, f"/sites/{world.site.id}/edit")


def test_an_area_of_nothing_stays_nothing(world: SimpleNamespace) -> None:
    """The World Heritage List gives one site an area of 0: it is a number, and no empty field."""
    world.site.area_ha = 0
    world.site.save()
    _unchanged(world.site, signed_in(world, "administrator"), f"/sites/{world.site.id}/edit")


def test_saving_where_it_was_again_keeps_a_document_that_is_not_offered(world: SimpleNamespace) -> None:
    Monument.objects.filter(pk=world.arch.id).update(movable=True)
    stored = factories.document(world, by="safety_officer", document_kind="certificate")
    since = {"precision": "before", "to": "2015-06-01", "as_written": "before the war"}
    row = Location.objects.create(monument=world.arch, since=since, place="Depot", document_id=stored.id)
    _unchanged(row, signed_in(world, "verifier"), f"/locations/{row.id}/edit")


def test_what_somebody_else_saved_meanwhile_is_overwritten_only_on_purpose(world: SimpleNamespace) -> None:
    client = signed_in(world, "verifier")
    address = f"/monuments/{world.arch.id}/edit"
    mine = form_values(client.get(address).content.decode()) | {"dating": "AD 200"}
    Monument.objects.filter(pk=world.arch.id).update(version=2, interpol_no="9")
    for _again in range(2):
        page = _sent(client, address, mine | {"height_m": "tall"}, status=412)
        assert form_values(page)["version"] == "1"
        assert 'name="overwrite" value="2"' in page
        assert 'value="AD 200"' in page
    _sent(client, address, mine | {"overwrite": "2"})
    world.arch.refresh_from_db()
    assert (world.arch.dating, world.arch.version) == ("AD 200", 3)


def test_numbers_that_no_column_holds_are_told_beside_the_field(world: SimpleNamespace) -> None:
    client = signed_in(world, "recorder")
    for name in ("length_m", "width_m", "height_m", "weight_kg"):
        page = _sent(client, f"/monuments/{world.arch.id}/blocks/new", {"number": "B-1", name: "99999999999"}, 422)
        assert "This is a number from 0 to" in page
        assert 'value="B-1"' in page


def test_a_recorder_proposes_a_monument_and_a_verifier_lists_one(world: SimpleNamespace) -> None:
    for role, proposed in (("recorder", True), ("verifier", False)):
        form = NAMES | {"category": "palace", "sensitivity": "open", "location": "34.5520, 38.2671"}
        _sent(signed_in(world, role), f"/sites/{world.site.id}/monuments/new", form)
        made = Monument.objects.filter(category="palace").latest("created_at")
        assert made.provisional is proposed
        assert made.location == {"type": "Point", "coordinates": [38.2671, 34.552]}


def test_a_monument_below_a_group_belongs_to_the_same_site(world: SimpleNamespace) -> None:
    other = factories.monument(factories.site("UGA"), "Elsewhere")
    form = NAMES | {"category": "tower_tomb", "sensitivity": "open", "parent": str(other.id)}
    page = _sent(signed_in(world, "verifier"), f"/sites/{world.site.id}/monuments/new", form, status=422)
    assert "Select a valid choice" in page or "same site" in page


def test_a_part_is_added_and_named_better(world: SimpleNamespace) -> None:
    _sent(signed_in(world, "recorder"), f"/monuments/{world.arch.id}/parts/new", NAMES | {"kind": "bay"})
    part = Part.objects.get(monument=world.arch)
    assert part.provisional
    better = NAMES | {"names-0-text": "North bay", "kind": "bay", "version": str(part.version)}
    _sent(signed_in(world, "verifier"), f"/parts/{part.id}/edit", better)
    part.refresh_from_db()
    assert (part.label, part.provisional) == ("North bay", False)


def test_where_an_object_was_takes_a_date_as_people_write_it_and_a_document(world: SimpleNamespace) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    Monument.objects.filter(pk=world.arch.id).update(movable=True)
    form = {
        "since": "c. June 2015", "place": "Museum garden", "holder": "DGAM", "owner": "State", "manager": "Museum",
        "new_document": SimpleUploadedFile("receipt.pdf", b"%PDF-1.7", "application/pdf"),
    }  # fmt: skip
    _sent(signed_in(world, "verifier"), f"/monuments/{world.arch.id}/locations/new", form)
    made = Location.objects.get(monument=world.arch)
    assert (made.since["from"], made.since["to"], made.since["approximate"]) == ("2015-06-01", "2015-06-30", True)
    assert made.document is not None
    page = signed_in(world, "verifier").get(f"/monuments/{world.arch.id}").content.decode()
    assert "about June 2015" in page
    assert "receipt.pdf" in page


def test_a_date_like_31_4_is_told_beside_its_field(world: SimpleNamespace) -> None:
    Monument.objects.filter(pk=world.arch.id).update(movable=True)
    address = f"/monuments/{world.arch.id}/locations/new"
    page = _sent(signed_in(world, "verifier"), address, {"since": "31.4.2016", "place": "Depot"}, status=422)
    assert "it has 30 days" in page
    assert 'value="31.4.2016"' in page
    assert 'value="Depot"' in page


def test_blocks_are_recorded_stored_matched_and_counted(world: SimpleNamespace) -> None:
    client = signed_in(world, "recorder")
    part = Part.objects.create(monument=world.arch, names=[{"text": "North bay", "language": "en"}])
    address = f"/monuments/{world.arch.id}/blocks/new"
    _sent(client, address, {"number": "A-001", "kind": "voussoir", "found_at": "Grid C4", "found_on": "2016-04-25"})
    _sent(client, address, {"number": "A-002", "store": "Lapidarium", "stored_on": "2016-05-02", "part": str(part.id)})
    again = _sent(client, address, {"number": "A-001", "condition": "split in two"}, status=422)
    assert "recorded already" in again
    assert "split in two" in again
    first = Block.objects.get(number="A-001")
    _sent(client, f"/blocks/{first.id}/edit", {"number": "A-001", "part": str(part.id), "course": "3", "version": "1"})
    page = client.get(f"/monuments/{world.arch.id}").content.decode()
    assert "2 blocks recorded · 1 stored · 2 matched to a part" in " ".join(page.split())


def test_a_statement_is_recorded_and_its_words_stay(world: SimpleNamespace) -> None:
    client = signed_in(world, "verifier")
    form = {
        "who": "A director", "office": "DGAM", "said_on": "2016-03-28", "about": "condition", "language": "en",
        "words": "Most of it is in good shape.", "figure": "80 percent", "source": "AFP", "difference": "Counted alike.",
    }  # fmt: skip
    _sent(client, f"/sites/{world.site.id}/statements/new", form)
    made = Statement.objects.get()
    _sent(
        client, f"/statements/{made.id}/edit", {"source": "Reuters", "difference": "No.", "version": "1", "words": "X"}
    )
    made.refresh_from_db()
    assert (made.words, made.source) == ("Most of it is in good shape.", "Reuters")
    assert made.difference == {"en": "No."}


def test_a_statement_names_its_author_in_the_readers_language(world: SimpleNamespace) -> None:
    client = signed_in(world, "verifier")
    form = {
        "who": "A director", "office": "DGAM", "said_on": "2016-03-28", "about": "condition", "language": "en",
        "words": "Most of it is in good shape.", "source": "AFP", "translations-0-text": "Presque tout va bien.",
        "translations-0-language": "fr", "translations-0-by": "Un directeur, DGAM",
    }  # fmt: skip
    _sent(client, f"/sites/{world.site.id}/statements/new", form)
    assert Statement.objects.get().attributed_to == {"fr": "Un directeur, DGAM"}
    assert "<bdi>A director, DGAM</bdi>" in client.get(f"/sites/{world.site.id}").content.decode()
    client.cookies["django_language"] = "fr"
    page = client.get(f"/sites/{world.site.id}").content.decode()
    assert "<bdi>Un directeur, DGAM</bdi>" in page
    _unchanged(Statement.objects.get(), client, f"/statements/{Statement.objects.get().id}/edit")


def test_authorities_and_organisations_are_kept_by_administrators(world: SimpleNamespace) -> None:
    client = signed_in(world, "administrator")
    _sent(client, "/authorities/new", NAMES | {"mandate": "owner", "sites": "PAL"})
    made = Authority.objects.get(mandate="owner")
    assert [one.code for one in made.sites.all()] == ["PAL"]
    assert "No site has the code" in _sent(client, "/authorities/new", NAMES | {"mandate": "owner", "sites": "X"}, 422)
    _sent(client, "/organisations/new", NAMES | {"country": "sy"})
    page = client.get("/organisations").content.decode()
    assert "Palace" in page
    assert "SY" in page


@pytest.mark.parametrize("address", ["/sites/new", "/authorities/new", "/organisations/new"])
def test_others_may_not(world: SimpleNamespace, address: str) -> None:
    assert signed_in(world, "verifier").get(address).status_code == 403


def test_what_is_missing_has_no_place_outside_the_team(world: SimpleNamespace, api: Any) -> None:
    Monument.objects.filter(pk=world.arch.id).update(sensitivity="open", whereabouts="stolen")
    assert api("outsider").get(f"/monuments/{world.arch.id}").json["location"] is None
    assert api("viewer").get(f"/monuments/{world.arch.id}").json["location"] is not None
    listed = api("outsider").get("/monuments?bbox=38.2,34.5,38.3,34.6").json["results"]
    assert listed == []


def test_the_description_to_hand_out_tells_no_place(world: SimpleNamespace) -> None:
    Monument.objects.filter(pk=world.arch.id).update(
        movable=True, whereabouts="missing", object_id={"distinguishing_features": "A chip at the left ear"}
    )
    page = signed_in(world, "viewer").get(f"/monuments/{world.arch.id}/description").content.decode()
    assert "A chip at the left ear" in page
    assert "Missing" in page
    assert "38.27" not in page


def test_an_address_with_something_else_for_an_id_finds_nothing(world: SimpleNamespace) -> None:
    client = signed_in(world, "administrator")
    assert client.get("/sites/new?component_of=xyz").status_code == 404
    assert client.get(f"/sites/{world.site.id}/monuments/new?below=xyz").status_code == 200


def test_flagged_photographs_are_not_handed_out(world: SimpleNamespace) -> None:
    Monument.objects.filter(pk=world.arch.id).update(movable=True)
    photo = factories.processed(world)
    shown = f"/photos/{photo.id}/"
    client = signed_in(world, "verifier")
    for audience, is_shown in (("team", False), ("open", True)):
        type(photo).objects.filter(pk=photo.pk).update(audience=audience)
        assert (shown in client.get(f"/monuments/{world.arch.id}/description").content.decode()) is is_shown


def test_a_place_that_only_the_team_may_know_is_withheld_from_other_members(world: SimpleNamespace, api: Any) -> None:
    Monument.objects.filter(pk=world.arch.id).update(movable=True)
    since = {"precision": "on", "from": "2016-04-25"}
    row = Location.objects.create(monument=world.arch, since=since, place="Vault 7", holder="Bank", is_restricted=True)
    for who, is_told in (("viewer", False), ("national_reviewer", False), ("recorder", True)):
        page = signed_in(world, who).get(f"/monuments/{world.arch.id}").content.decode()
        answer = api(who).get(f"/locations/{row.id}").raw.decode()
        assert ("Vault 7" in page, "Vault 7" in answer) == (is_told, is_told), who


def test_contacts_are_for_the_team_only(world: SimpleNamespace, api: Any) -> None:
    Site.objects.filter(pk=world.site.id).update(contacts=[{"name": "Site office", "phone": "+963 11"}])
    for who, is_told in (("outsider", False), ("viewer", False), ("recorder", True)):
        assert bool(api(who).get(f"/sites/{world.site.id}").json["contacts"]) is is_told, who
        assert ("+963 11" in signed_in(world, who).get(f"/sites/{world.site.id}").content.decode()) is is_told, who


def test_a_code_that_is_taken_is_told_beside_its_field(world: SimpleNamespace) -> None:
    page = _sent(signed_in(world, "administrator"), "/sites/new", SITE | {"code": "PAL"}, status=422)
    assert "Another site has the code" in page


def test_who_was_on_a_visit_stays_in_its_team_without_a_role_of_today(world: SimpleNamespace) -> None:
    client = signed_in(world, "recorder")
    visit = {"first_day": "2016-04-24", "last_day": "2016-04-24", "team": [str(world.users["recorder2"].id)]}
    address = client.post(f"/sites/{world.site.id}/visits", visit).headers["Location"]
    world.users["recorder2"].memberships.all().delete()
    page = client.get(address).content.decode()
    assert str(world.users["recorder2"].id) in page
    _sent(client, address, visit | {"version": "1", "title": "Spring"})
    assert "Recorder2" in client.get(address).content.decode()
