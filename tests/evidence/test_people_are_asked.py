"""Who is in a photograph is asked and never presumed (field practice 22): until somebody says, it stays with the team."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.audit.models import HistoryEntry
from assessments.evidence import operations, policy, queries
from assessments.evidence.messages import PhotosPatch
from assessments.evidence.models import Photo
from assessments.kit.errors import Forbidden, NotFound
from tests import factories
from tests.product.url_map import signed_in


def unasked(world: SimpleNamespace, **fields: Any) -> Photo:
    photo: Photo = factories.processed(world, people="not_stated", **fields)
    return photo


def sees(world: SimpleNamespace, name: str, photo: Photo) -> bool:
    return bool(policy.visible_photos(world.by(name)).filter(pk=photo.pk).exists())


def say(world: SimpleNamespace, *photos: Photo, name: str = "recorder", **said: Any) -> None:
    operations.describe_many(PhotosPatch(photos=[one.id for one in photos], **said), by=world.by(name))


def test_a_client_that_says_nothing_of_people_has_not_said_that_there_are_none(world: SimpleNamespace) -> None:
    photo = unasked(world)
    assert not sees(world, "viewer", photo)
    assert all(sees(world, one, photo) for one in ("recorder", "verifier", "planner"))


def test_one_answer_opens_a_whole_batch_to_the_members(world: SimpleNamespace) -> None:
    photos = [unasked(world) for _each in range(3)]
    say(world, *photos, people="none")
    assert all(sees(world, "viewer", one) for one in photos)
    assert [Photo.objects.get(pk=one.pk).version for one in photos] == [one.version + 1 for one in photos]


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ({"people": "incidental"}, True),
        ({"people": "identifiable"}, False),
        ({"people": "identifiable", "consent": "given", "consent_for": "the file only"}, True),
        ({"people": "none", "flags": ["military_position"]}, False),
    ],
)
def test_members_see_it_where_nothing_speaks_against(world: SimpleNamespace, said: dict[str, Any], seen: bool) -> None:
    photo = unasked(world)
    say(world, photo, **said)
    assert sees(world, "viewer", photo) is seen


def test_flags_are_added_to_those_there_are(world: SimpleNamespace) -> None:
    photo = unasked(world, flags=["ordnance"])
    say(world, photo, people="none", flags=["slogan"])
    photo.refresh_from_db()
    assert photo.flags == ["ordnance", "slogan"]


def test_saying_the_same_again_changes_nothing(world: SimpleNamespace) -> None:
    photo = unasked(world)
    for _again in range(2):
        say(world, photo, people="none", flags=["slogan"])
    photo.refresh_from_db()
    assert photo.version == 2


def test_a_batch_with_somebody_elses_photograph_is_refused_whole(world: SimpleNamespace) -> None:
    mine, theirs = unasked(world), unasked(world, by="recorder2")
    with pytest.raises(Forbidden):
        say(world, mine, theirs, people="none")
    assert set(Photo.objects.values_list("people", flat=True)) == {"not_stated"}
    with pytest.raises(NotFound):
        say(world, mine, theirs, name="viewer", people="none")
    say(world, mine, theirs, name="verifier", people="none")


def test_one_opened_unasked_is_closed_when_somebody_turns_out_to_be_recognisable(world: SimpleNamespace) -> None:
    photo = unasked(world)
    operations.decide_audience(photo.id, "open", by=world.by("verifier"))
    say(world, photo, people="identifiable")
    assert not sees(world, "viewer", photo)


def test_the_page_asks_for_each_or_for_all(world: SimpleNamespace) -> None:
    first, second, third = (unasked(world) for _each in range(3))
    theirs = unasked(world, by="recorder2")
    client = signed_in(world, "recorder")
    page = client.get("/photographs/people").content.decode()
    assert all(str(one.id) in page for one in (first, second, third))
    assert str(theirs.id) not in page
    assert "Photographs: say who is in them" in client.get("/").content.decode()
    answer = {
        "shown": [first.id, second.id, theirs.id], f"{first.id}-people": "identifiable", f"{first.id}-consent": "given",
        f"{first.id}-consent_for": "a report", f"{first.id}-flags": ["minor"], "all": "none",
    }  # fmt: skip
    assert client.post("/photographs/people", answer).status_code == 302
    first.refresh_from_db()
    assert (first.people, first.consent, first.consent_for, first.flags) == (
        "identifiable",
        "given",
        "a report",
        ["minor"],
    )
    people = dict(Photo.objects.values_list("pk", "people"))
    assert (people[second.pk], people[third.pk], people[theirs.pk]) == ("none", "not_stated", "not_stated")
    assert list(queries.photos_to_ask_about(world.by("recorder"))) == [third]


def test_without_javascript_the_answer_comes_with_the_files(world: SimpleNamespace) -> None:
    files = [SimpleUploadedFile(f"{one}.jpg", factories.jpeg(colour=one), "image/jpeg") for one in ("tan", "navy")]
    client = signed_in(world, "recorder")
    address = f"/monuments/{world.arch.id}/photographs"
    assert client.post(address, {"photos": files, "photos_people": "incidental"}).status_code == 302
    assert list(Photo.objects.values_list("people", flat=True)) == ["incidental", "incidental"]


def test_the_browser_says_it_of_photographs_that_are_on_their_way(world: SimpleNamespace) -> None:
    photo = factories.photo(world, received=False, people="not_stated")
    client = signed_in(world, "recorder")
    said = {"photo": [photo.id], "photos_people": "none", "photos_clock": "ahead", "photos_clock_hours": "9000"}
    answer = client.post("/photographs/describe", said)
    assert answer.status_code == 422
    assert "has lost its date" in answer.json()["refused"][0]
    assert client.post("/photographs/describe", said | {"photos_clock_hours": "1"}).json() == {"refused": []}
    photo.refresh_from_db()
    assert (photo.people, photo.clock_ahead_s) == ("none", 3600)


def test_an_upload_says_it_once_and_undoes_nothing_that_was_said_meanwhile(world: SimpleNamespace) -> None:
    """Of a photograph that is sent again, or late, the more careful answer of its own page stands."""
    careful, open_yet = unasked(world), unasked(world)
    say(world, careful, people="identifiable", consent="refused")
    client = signed_in(world, "recorder")
    said = {"photo": [careful.id, open_yet.id], "photos_people": "none", "photos_flags": "slogan", "once": "1"}
    assert client.post("/photographs/describe", said).status_code == 200
    careful.refresh_from_db()
    open_yet.refresh_from_db()
    assert (careful.people, careful.consent, careful.flags) == ("identifiable", "refused", ["slogan"])
    assert open_yet.people == "none"
    del said["once"]  # tapped again for the whole batch: that is meant
    client.post("/photographs/describe", said)
    careful.refresh_from_db()
    assert careful.people == "none"


def test_what_consent_was_given_for_is_sealed_but_not_in_clear(world: SimpleNamespace) -> None:
    photo = unasked(world)
    say(world, photo, people="identifiable", consent="given", consent_for="her brother only")
    entries = [bytes(one.canonical).decode() for one in HistoryEntry.objects.filter(subject_id=photo.id)]
    assert "change:consent_for" in "".join(entries)
    assert "her brother" not in "".join(entries)
