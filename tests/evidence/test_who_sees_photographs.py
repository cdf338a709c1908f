"""Flags keep a photograph with the team; what is covered by hand is covered for all others; outsiders see little, late."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from django.test import Client
from PIL import Image

from assessments.evidence import custody, operations, policy, queries
from assessments.evidence.errors import OriginalKept
from assessments.evidence.messages import DocumentIn, PairIn, PhotoPatch
from assessments.evidence.models import Pair, Photo
from assessments.kit import clock, ids
from assessments.kit.actor import OUTSIDER, system
from assessments.kit.errors import NotFound
from assessments.kit.store import store
from assessments.register.models import Monument, Site
from tests import factories

WORKER = system("photo-worker")


@pytest.fixture
def photo(world: SimpleNamespace) -> Photo:
    exif = Image.Exif()
    exif[0x0110] = "Camera 7"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-42"
    out = io.BytesIO()
    picture = Image.effect_noise((800, 600), 60).convert("RGB")
    picture.save(out, "JPEG", exif=exif, quality=92)
    return factories.processed(world, out.getvalue())  # type: ignore[no-any-return]


def sees(world: SimpleNamespace, name: str, photo: Photo) -> bool:
    return bool(policy.visible_photos(world.by(name)).filter(pk=photo.pk).exists())


@pytest.mark.parametrize(
    "patch",
    [
        PhotoPatch(flags=["ordnance"]),
        PhotoPatch(people="identifiable"),
        PhotoPatch(people="identifiable", consent="refused"),
    ],
    ids=["flag", "not asked", "refused"],
)
def test_doubt_keeps_it_with_the_team_until_a_verifier_decides(
    world: SimpleNamespace, photo: Photo, patch: Any
) -> None:
    assert sees(world, "viewer", photo)
    operations.describe(photo.id, patch, by=world.by("recorder"))
    assert not sees(world, "viewer", photo)
    assert all(sees(world, one, photo) for one in ("recorder", "verifier", "planner"))
    operations.decide_audience(photo.id, "open", by=world.by("verifier"))
    assert sees(world, "viewer", photo)
    operations.decide_audience(photo.id, "team", by=world.by("verifier"))
    assert not sees(world, "viewer", photo)


@pytest.mark.parametrize(
    "patch",
    [PhotoPatch(flags=["minor"]), PhotoPatch(people="identifiable"), PhotoPatch(consent="refused")],
    ids=["a minor", "people", "refused"],
)
def test_a_doubt_raised_after_opening_closes_it_again(world: SimpleNamespace, photo: Photo, patch: PhotoPatch) -> None:
    if patch.consent is not msgspec.UNSET:
        operations.describe(photo.id, PhotoPatch(people="identifiable", consent="given"), by=world.by("recorder"))
    operations.decide_audience(photo.id, "open", by=world.by("verifier"))
    operations.describe(photo.id, PhotoPatch(caption="The gate."), by=world.by("recorder"))
    assert sees(world, "viewer", photo)
    operations.describe(photo.id, patch, by=world.by("recorder"))
    assert not sees(world, "viewer", photo)
    assert [one.kind for one in custody.entries_of(photo)][-1] == "reconsidered"


def test_custody_records_each_decision_as_it_was(world: SimpleNamespace, photo: Photo) -> None:
    for audience in ("open", "team", "undecided"):
        operations.decide_audience(photo.id, audience, by=world.by("verifier"))
    kinds = [one.kind for one in custody.entries_of(photo)]
    assert kinds[-3:] == ["opened", "kept_in", "reconsidered"]


def test_consent_that_was_given_is_no_doubt(world: SimpleNamespace, photo: Photo) -> None:
    operations.describe(photo.id, PhotoPatch(people="identifiable", consent="given"), by=world.by("recorder"))
    assert sees(world, "viewer", photo)


def opened(photo: Photo, days_ago: int) -> None:
    Photo.objects.filter(pk=photo.pk).update(
        audience="open", audience_decided_at=clock.recorded_now() - timedelta(days=days_ago)
    )


def test_strangers_see_smaller_pictures_of_opened_photographs_after_the_delay(
    world: SimpleNamespace, photo: Photo
) -> None:
    Site.objects.filter(pk=world.site.pk).update(visibility="public")
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="open")
    stranger = Client()
    address = f"/photos/{photo.id}/medium.jpg"
    assert stranger.get(address).status_code == 404
    opened(photo, 3)
    assert stranger.get(address).status_code == 404
    opened(photo, 31)
    response = stranger.get(address)
    assert response.status_code == 200
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert b"SERIAL-42" not in body
    assert b"Camera 7" not in body
    assert not Image.open(io.BytesIO(body)).getexif()
    for kind in ("original", "custody"):
        assert stranger.get(f"/api/v1/photos/{photo.id}/{kind}").status_code == 401
    assert stranger.get(f"/photos/{photo.id}").status_code == 302
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="guarded")
    assert stranger.get(address).status_code == 404


def test_what_strangers_read_in_iiif_names_nobody_and_nothing(world: SimpleNamespace, photo: Photo) -> None:
    Site.objects.filter(pk=world.site.pk).update(visibility="public")
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="open")
    operations.describe(photo.id, PhotoPatch(caption="Rana at the gate"), by=world.by("recorder"))
    opened(photo, 31)
    manifest_text = Client().get(f"/iiif/monuments/{world.arch.id}/manifest").content.decode()
    assert str(photo.id) in manifest_text
    for secret in ("Rana", "IMG_0001", "Camera 7", "SERIAL-42", photo.sha256):
        assert secret not in manifest_text


def test_strangers_see_opened_photographs_on_the_page_of_the_monument(world: SimpleNamespace, photo: Photo) -> None:
    Site.objects.filter(pk=world.site.pk).update(visibility="public")
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="open")
    operations.describe(
        photo.id, PhotoPatch(caption="Rana at the gate", credit="DGAM", licence="CC-BY-4.0"), by=world.by("recorder")
    )
    page = f"/monuments/{world.arch.id}"
    assert str(photo.id) not in Client().get(page).content.decode()
    opened(photo, 31)
    html = Client().get(page).content.decode()
    assert f"/photos/{photo.id}/medium.jpg" in html
    assert "DGAM" in html
    for secret in ("Rana at", "IMG_0001", "Camera 7"):
        assert secret not in html
    operations.cover(photo, [[0.1, 0.1, 0.2, 0.2]], by=world.by("recorder"))
    assert str(photo.id) not in Client().get(page).content.decode()


def test_covered_parts_are_painted_over_for_all_but_the_team(world: SimpleNamespace, photo: Photo) -> None:
    operations.cover(photo, [[0.25, 0.25, 0.5, 0.5]], by=world.by("recorder"))
    with pytest.raises(NotFound):
        queries.derivative(world.by("viewer"), photo.id, "large")
    operations.paint(photo.id, by=WORKER)
    covered = queries.derivative(world.by("viewer"), photo.id, "large")
    plain = queries.derivative(world.by("recorder"), photo.id, "large")
    assert covered.recipe == "masked-large"
    assert plain.recipe == "large"
    with store().open(covered.sha256, "derived") as file, Image.open(file) as picture:
        inside = picture.convert("L").crop((220, 170, 580, 430)).getextrema()
        outside = picture.convert("L").crop((0, 0, 180, 140)).getextrema()
    assert inside[1] - inside[0] < 12, "one even colour"  # type: ignore[operator]
    assert outside[1] - outside[0] > 60  # type: ignore[operator]
    original = store().open(photo.sha256)
    with original:
        assert len(original.read()) == photo.size


def test_what_another_covered_meanwhile_is_not_overwritten(world: SimpleNamespace, photo: Photo) -> None:
    operations.cover(photo, [[0.4, 0.4, 0.1, 0.1]], by=world.by("verifier"), expected_revision=0)
    client = Client()
    client.force_login(world.users["recorder"])
    response = client.post(f"/photos/{photo.id}/cover", {"rectangles": ["10 10 5 5"], "revision": "0"})
    assert response.status_code == 412
    assert photo.mask.rectangles == [[0.4, 0.4, 0.1, 0.1]]


def test_taking_a_covering_away_from_an_opened_photograph_closes_it_unless_a_verifier_does(
    world: SimpleNamespace, photo: Photo
) -> None:
    for name, audience in (("verifier", "open"), ("recorder", "undecided")):
        operations.cover(photo, [[0.4, 0.4, 0.1, 0.1]], by=world.by("verifier"))
        operations.decide_audience(photo.id, "open", by=world.by("verifier"))
        photo = Photo.objects.get(pk=photo.pk)
        operations.cover(photo, [], by=world.by(name))
        photo = Photo.objects.get(pk=photo.pk)
        assert photo.audience == audience
        entries = [(one.kind, one.actor_code) for one in custody.entries_of(photo)]
        assert ("uncovered", world.by(name).code) in entries[-2:]


def test_uncovering_shows_the_picture_again(world: SimpleNamespace, photo: Photo) -> None:
    for rectangles in ([[0.1, 0.1, 0.2, 0.2]], []):
        operations.cover(photo, rectangles, by=world.by("recorder"))
        operations.paint(photo.id, by=WORKER)
    assert queries.derivative(world.by("viewer"), photo.id, "thumb").recipe == "thumb"


def test_a_report_tells_nothing_of_photographs_kept_with_the_team(world: SimpleNamespace, photo: Photo) -> None:
    operations.describe(photo.id, PhotoPatch(caption="Who lies here", flags=["human_remains"]), by=world.by("recorder"))
    report = factories.report(world, upto="submitted", photos=[factories.link(photo.id)])
    for name, visible in (("verifier", True), ("viewer", False)):
        client = Client()
        client.force_login(world.users[name])
        page = client.get(f"/reports/{report.id}").content.decode()
        assert ("Who lies here" in page) is visible
        assert ("1 photograph is kept with the site" in page) is not visible


def test_certificates_are_for_safety_officers_and_films_for_the_team(world: SimpleNamespace) -> None:
    cases = [
        ("certificate", "application/pdf", {"safety_officer", "recorder"}),
        ("video", "video/mp4", {"safety_officer", "recorder", "planner"}),
        ("drawing", "application/pdf", {"safety_officer", "recorder", "planner", "viewer"}),
    ]
    for kind, media_type, seen in cases:
        message = DocumentIn(
            id=ids.uuid7(), site=world.site.id, sha256="0" * 64, size=1, media_type=media_type, document_kind=kind,
            filename="one",
        )  # fmt: skip
        made = operations.register_document(message, by=world.by("recorder"))
        operations.receive(made, by=world.by("recorder"))
        for name in ("safety_officer", "recorder", "planner", "viewer"):
            rows = policy.visible_documents(world.by(name)).filter(pk=made.pk)
            assert rows.exists() is (name in seen), (kind, name)


def test_an_outsider_of_the_site_finds_nothing(world: SimpleNamespace, photo: Photo) -> None:
    assert not policy.viewable_photos(world.by("outsider")).exists()
    assert not policy.viewable_photos(OUTSIDER).exists()


def test_originals_stay_with_the_team_where_the_place_is_sensitive_or_something_is_covered(
    world: SimpleNamespace, photo: Photo
) -> None:
    operations.release_original(photo, by=world.by("viewer")).close()
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="sensitive")
    photo = Photo.objects.get(pk=photo.pk)
    with pytest.raises(OriginalKept):
        operations.release_original(photo, by=world.by("viewer"))
    operations.release_original(photo, by=world.by("planner")).close()
    Monument.objects.filter(pk=world.arch.pk).update(sensitivity="guarded")
    operations.cover(photo, [[0.1, 0.1, 0.2, 0.2]], by=world.by("recorder"))
    photo = Photo.objects.get(pk=photo.pk)
    with pytest.raises(OriginalKept):
        operations.release_original(photo, by=world.by("viewer"))


def test_the_aligned_picture_of_a_pair_uncovers_nothing(world: SimpleNamespace, photo: Photo) -> None:
    other = factories.processed(world, factories.jpeg(800, 600))
    made = operations.pair(PairIn(id=ids.uuid7(), earlier=photo.id, later=other.id), by=world.by("recorder"))
    Pair.objects.filter(pk=made.pk).update(state="done", sha256=photo.derivatives.get(recipe="large").sha256)
    operations.cover(photo, [[0.1, 0.1, 0.2, 0.2]], by=world.by("recorder"))
    for name, status in (("viewer", 404), ("planner", 200)):
        client = Client()
        client.force_login(world.users[name])
        response = client.get(f"/pairs/{made.id}/aligned.jpg")
        assert response.status_code == status, name
        if response.streaming:
            list(response.streaming_content)  # type: ignore[attr-defined]
