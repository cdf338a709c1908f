"""One photograph can show several monuments: it stands with each of them, and the most guarded one decides."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import operations as damage
from assessments.evidence import operations, policy, queries
from assessments.evidence.messages import PhotoPatch
from assessments.evidence.models import Photo
from assessments.kit import clock
from assessments.kit.actor import OUTSIDER
from assessments.kit.errors import Invalid
from assessments.register.models import Block, Monument, Site
from tests import factories
from tests.product.url_map import signed_in


@pytest.fixture
def tetrapylon(world: SimpleNamespace) -> Monument:
    return factories.monument(world.site, "Tetrapylon")


def shows(world: SimpleNamespace, photo: Photo, *monuments: Monument) -> Photo:
    patch = PhotoPatch(also_shows=[one.id for one in monuments])
    return operations.describe(photo.id, patch, by=world.by("recorder"))


def gallery(world: SimpleNamespace, monument: Monument) -> list[Photo]:
    return list(queries.gallery(world.by("viewer"), site=world.site.id, monument=monument.id))


def test_it_stands_in_the_gallery_of_each(world: SimpleNamespace, tetrapylon: Monument, api: Any) -> None:
    photo = factories.processed(world)
    assert gallery(world, tetrapylon) == []
    photo = shows(world, photo, tetrapylon, world.arch)
    assert photo.version == 2
    assert [one.id for one in gallery(world, tetrapylon)] == [photo.id]
    assert [one.id for one in gallery(world, world.arch)] == [photo.id]
    assert list(photo.also_shows.all()) == [tetrapylon]  # the one that it is filed under is not named twice
    found = api("viewer").get(f"/photos?monument={tetrapylon.id}").json["results"]
    assert [one["also_shows"] for one in found] == [[str(tetrapylon.id)]]
    assert str(photo.id) in signed_in(world, "viewer").get(f"/monuments/{tetrapylon.id}").content.decode()


def test_naming_the_same_again_changes_nothing(world: SimpleNamespace, tetrapylon: Monument) -> None:
    photo = shows(world, factories.processed(world), tetrapylon)
    assert shows(world, photo, tetrapylon).version == photo.version
    assert shows(world, photo).version == photo.version + 1
    assert gallery(world, tetrapylon) == []


def test_it_can_be_named_when_it_is_registered(world: SimpleNamespace, tetrapylon: Monument) -> None:
    photo = factories.processed(world, also_shows=[tetrapylon.id])
    assert [one.id for one in gallery(world, tetrapylon)] == [photo.id]


def test_a_monument_of_another_site_is_refused(world: SimpleNamespace) -> None:
    elsewhere = factories.monument(factories.site("APA"), "Colonnade")
    photo = factories.processed(world)
    with pytest.raises(Invalid) as refusal:
        shows(world, photo, elsewhere)
    assert refusal.value.errors[0].pointer == "/also_shows/0"
    with pytest.raises(Invalid):
        operations.describe(photo.id, PhotoPatch(monument=elsewhere.id), by=world.by("recorder"))


def test_a_guarded_monument_in_it_keeps_outsiders_out_and_the_original_in(
    world: SimpleNamespace, tetrapylon: Monument
) -> None:
    photo = factories.processed(world)
    operations.decide_audience(photo.id, "open", by=world.by("verifier"))
    Site.objects.update(visibility="public")
    Monument.objects.update(sensitivity="open")
    Photo.objects.update(audience_decided_at=clock.recorded_now() - timedelta(days=40))
    assert policy.open_photos(OUTSIDER).exists()
    assert policy.may_have_original(world.by("viewer"), photo)
    shows(world, photo, tetrapylon)
    Monument.objects.filter(pk=tetrapylon.pk).update(sensitivity="sensitive")
    assert not policy.open_photos(OUTSIDER).exists()
    assert not policy.may_have_original(world.by("viewer"), photo)


def test_a_block_of_a_guarded_monument_guards_it_too(world: SimpleNamespace, tetrapylon: Monument) -> None:
    photo = factories.processed(world, blocks=[Block.objects.create(monument=tetrapylon, number="T-1").id])
    Site.objects.update(visibility="public")
    Monument.objects.update(sensitivity="open")
    Photo.objects.update(audience="open", audience_decided_at=clock.recorded_now() - timedelta(days=40))
    assert policy.open_photos(OUTSIDER).exists()
    Monument.objects.filter(pk=tetrapylon.pk).update(sensitivity="sensitive")
    assert not policy.open_photos(OUTSIDER).exists()
    assert not policy.may_have_original(world.by("viewer"), photo)


def test_what_is_handed_out_shows_no_other_guarded_monument(world: SimpleNamespace, tetrapylon: Monument) -> None:
    reader = world.by("recorder")
    hidden = factories.processed(world, monument=tetrapylon.id, also_shows=[world.arch.id])
    shown = factories.processed(world, factories.jpeg(colour="navy"))
    Photo.objects.update(audience="open")
    Monument.objects.update(sensitivity="sensitive")
    assert [one.id for one in queries.pictures_to_hand_out(reader, world.arch, most=9)] == [shown.id]
    Monument.objects.filter(pk=tetrapylon.pk).update(sensitivity="open")
    handed_out = {one.id for one in queries.pictures_to_hand_out(reader, world.arch, most=9)}
    assert handed_out == {shown.id, hidden.id}


def test_an_author_who_says_that_it_shows_something_else_asks_a_verifier_again(
    world: SimpleNamespace, tetrapylon: Monument
) -> None:
    photo = shows(world, factories.processed(world), tetrapylon)
    operations.decide_audience(photo.id, "open", by=world.by("verifier"))
    assert shows(world, photo).audience == "undecided"
    operations.decide_audience(photo.id, "open", by=world.by("verifier"))
    patch = PhotoPatch(also_shows=[tetrapylon.id])
    assert operations.describe(photo.id, patch, by=world.by("verifier")).audience == "open"


def test_merging_carries_it_along_once(world: SimpleNamespace, tetrapylon: Monument) -> None:
    first = shows(world, factories.processed(world, factories.jpeg(colour="navy")), tetrapylon)
    third = factories.monument(world.site, "Great Colonnade")
    second = factories.processed(world, monument=tetrapylon.id, also_shows=[third.id])
    damage.merge_monuments(tetrapylon.id, third.id, by=world.by("verifier"), note="The same.")
    assert list(first.also_shows.all()) == [third]
    second.refresh_from_db()
    assert (second.monument_id, list(second.also_shows.all())) == (third.id, [])


def test_a_misfiled_one_is_filed_under_another_and_its_distance_is_measured_anew(
    world: SimpleNamespace, tetrapylon: Monument
) -> None:
    position = {"longitude": 38.271, "latitude": 34.5508}
    photo = factories.processed(world, device_position=position, also_shows=[tetrapylon.id])
    Monument.objects.filter(pk=tetrapylon.pk).update(location={"type": "Point", "coordinates": [38.271, 34.5508]})
    photo = operations.describe(photo.id, PhotoPatch(monument=tetrapylon.id), by=world.by("recorder"))
    assert (photo.monument_id, photo.camera_distance_m) == (tetrapylon.id, 0.0)
    assert gallery(world, world.arch) == []


def test_one_that_a_verified_report_holds_stays_filed_with_it(world: SimpleNamespace, tetrapylon: Monument) -> None:
    photo = factories.processed(world)
    factories.report(world, upto="verified", photos=[factories.link(photo.id)])
    with pytest.raises(Invalid) as refusal:
        operations.describe(photo.id, PhotoPatch(monument=tetrapylon.id), by=world.by("recorder"))
    assert refusal.value.errors[0].code == "held"


def test_on_the_page_it_is_said_by_choosing(world: SimpleNamespace, tetrapylon: Monument) -> None:
    photo = factories.processed(world)
    form = {"version": photo.version, "has_also_shows": "1", "also_shows": ["", str(tetrapylon.id)]}
    client = signed_in(world, "recorder")
    assert client.post(f"/photos/{photo.id}/describe", form).status_code == 302
    assert list(photo.also_shows.all()) == [tetrapylon]
    client.post(f"/photos/{photo.id}/describe", {"version": 2, "has_also_shows": "1", "also_shows": [""]})
    assert not photo.also_shows.exists()
