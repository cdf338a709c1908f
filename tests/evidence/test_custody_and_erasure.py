"""Custody is sealed and complete; held photographs stay; two people erase what endangers somebody; nothing is rewritten."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, TestCase
from PIL import Image

from assessments.audit.operations import sequence
from assessments.audit.verify import verify_ledger
from assessments.damage import operations as damage
from assessments.evidence import custody, isolation, operations, queries
from assessments.evidence.errors import AskedByYou, IsHeld, NotAsked
from assessments.evidence.messages import AnnotationIn, PairIn, PhotoPatch
from assessments.evidence.models import Pair, Photo
from assessments.exchange import operations as exchange
from assessments.exchange.operations.bundle_making import make_bundle
from assessments.kit import ids
from assessments.kit.actor import system
from assessments.kit.checksums import sha256
from assessments.kit.errors import Forbidden, Invalid, NotFound
from assessments.kit.store import store
from tests import factories
from tests.superuser import as_superuser

CHECK = system("store-check")


def kinds(item: Photo) -> list[str]:
    return [one.kind for one in custody.entries_of(item)]


def test_a_withdrawn_photograph_stays_on_file_and_comes_back(world: SimpleNamespace) -> None:
    photo = factories.processed(world)
    by = world.by("recorder")
    with pytest.raises(Invalid):
        operations.withdraw(photo, "  ", by=by)
    operations.withdraw(photo, "Shows the neighbour's house.", by=by)
    assert photo not in list(queries.gallery(by, site=world.site.id))
    assert store().has(photo.sha256)
    operations.restore(photo, by=by)
    assert photo in list(queries.gallery(by, site=world.site.id))
    assert kinds(photo)[-2:] == ["withdrawn", "restored"]
    assert custody.verify(photo).valid


def test_a_photograph_under_a_verified_report_is_held_until_the_report_is_retracted(world: SimpleNamespace) -> None:
    photo = factories.processed(world)
    report = factories.report(world, upto="verified", photos=[factories.link(photo.id)])
    with pytest.raises(IsHeld):
        operations.withdraw(photo, "Blurred, after all.", by=world.by("recorder"))
    damage.retract(report.id, by=world.by("verifier2"), note="It was another bay.")
    operations.withdraw(photo, "Blurred, after all.", by=world.by("recorder"))
    assert kinds(photo)[-3:] == ["held", "let_go", "withdrawn"]


def test_erasing_takes_two_verifiers_and_leaves_only_the_sealed_log(world: SimpleNamespace) -> None:
    photo = factories.processed(world, factories.jpeg(2600, 1900))
    operations.cut_tiles(photo.id, by=CHECK)
    operations.describe(photo.id, PhotoPatch(caption="The guard Abu Ali at the north gate"), by=world.by("recorder"))
    photo.refresh_from_db()
    pieces = [(one.sha256, "derived") for one in photo.derivatives.all()] + [(photo.pyramid.sha256, "tiles")]
    with pytest.raises(NotAsked):
        operations.erase(photo, by=world.by("verifier"))
    operations.ask_erasure(photo, "The man in it was threatened.", by=world.by("verifier"))
    with pytest.raises(AskedByYou):
        operations.erase(photo, by=world.by("verifier"))
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        gone = operations.erase(photo, by=world.by("verifier2"))
    assert not store().has(photo.sha256)
    assert not any(store().has(*one) for one in pieces)
    assert (gone.caption, gone.filename, gone.metadata, gone.exif_serial) == ("", "", {}, "")
    with pytest.raises(NotFound):
        operations.release_original(gone, by=world.by("verifier"))
    assert kinds(gone)[-1] == "erased"
    assert custody.verify(gone).valid
    sequence()
    verdict = verify_ledger()
    assert verdict.is_unaltered, verdict.problems
    assert verdict.erased > 0
    assert "Abu Ali" not in str(list(_everything_private()))


def _everything_private() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields::text FROM assessments_historyprivate")
        return cursor.fetchall()


def test_erasing_reaches_marks_aligned_pictures_and_bundles(world: SimpleNamespace) -> None:
    before, after = factories.processed(world), factories.processed(world, factories.jpeg(colour="navy"))
    mark = operations.annotate(
        AnnotationIn(id=ids.uuid7(), photo=before.id, points=[[0.1, 0.1], [0.4, 0.4]], text="Abu Ali at the gate"),
        by=world.by("recorder"),
    )
    pair = operations.pair(PairIn(id=ids.uuid7(), earlier=before.id, later=after.id), by=world.by("recorder"))
    aligned = sha256(b"laid upon it").hex()
    staged = store().staged(pair.id)
    staged.write_bytes(b"laid upon it")
    store().keep(staged, aligned, "derived")
    Pair.objects.filter(pk=pair.pk).update(state="done", sha256=aligned)
    bundle = exchange.new_bundle("monument", world.arch.id, by=world.by("recorder"))
    make_bundle(bundle.id, by=CHECK)
    bundle.refresh_from_db()
    assert store().has(bundle.sha256, "bundles")
    operations.ask_erasure(before, "The man in it was threatened.", by=world.by("verifier"))
    client = Client()
    client.force_login(world.users["verifier2"])
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(f"/photos/{before.id}/erase").status_code == 302
    assert not store().has(aligned, "derived")
    assert not store().has(bundle.sha256, "bundles")
    bundle.refresh_from_db()
    assert bundle.state == "failed"
    assert "erased since" in bundle.reason
    assert "Abu Ali" not in str(list(_everything_private()))
    mark.refresh_from_db()
    assert mark.text == ""


def test_what_is_erased_while_the_worker_reads_it_stays_erased(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = factories.photo(world)
    operations.ask_erasure(photo, "The man in it was threatened.", by=world.by("verifier"))
    read = isolation.run

    def reads_while_another_erases(*args: str, **more: object) -> object:
        result = read(*args, **more)
        operations.erase(Photo.objects.get(pk=photo.pk), by=world.by("verifier2"))
        return result

    monkeypatch.setattr(isolation, "run", reads_while_another_erases)
    operations.process(photo.id, by=CHECK)
    photo.refresh_from_db()
    assert photo.state == "processing"
    assert photo.metadata == {}
    assert not photo.derivatives.exists()
    monkeypatch.undo()
    operations.process(photo.id, by=CHECK)
    assert not Photo.objects.get(pk=photo.pk).derivatives.exists()


def test_pictures_that_another_original_makes_as_well_survive_erasing(world: SimpleNamespace) -> None:
    """The same pixels with other metadata: the phone took the position away, the card brought it later."""
    exif = Image.Exif()
    exif[0x0110] = "Camera 7"
    first, second = factories.processed(world), factories.processed(world, factories.jpeg(exif=exif))
    assert first.sha256 != second.sha256
    pictures = set(second.derivatives.values_list("sha256", flat=True))
    assert pictures == set(first.derivatives.values_list("sha256", flat=True))
    operations.ask_erasure(first, "The man in it was threatened.", by=world.by("verifier"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.erase(first, by=world.by("verifier2"))
    assert not store().has(first.sha256)
    assert all(store().has(one, "derived") for one in pictures)
    operations.ask_erasure(second, "The man in it was threatened.", by=world.by("verifier"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.erase(second, by=world.by("verifier2"))
    assert not any(store().has(one, "derived") for one in pictures)


def test_an_announcement_that_never_arrived_holds_no_bytes_back(world: SimpleNamespace) -> None:
    factories.photo(world, by="recorder2", received=False)
    photo = factories.processed(world)
    operations.withdraw(photo, "Shows Abu Ali at the gate.", by=world.by("verifier"))
    operations.ask_erasure(photo, "The man in it was threatened.", by=world.by("verifier"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        photo = operations.erase(photo, by=world.by("verifier2"))
    assert not store().has(photo.sha256)
    assert "Abu Ali" not in photo.withdrawn_because


def test_bytes_that_another_registration_needs_survive_erasing(world: SimpleNamespace) -> None:
    first, second = factories.processed(world), factories.processed(world)
    operations.ask_erasure(first, "Registered under the wrong name.", by=world.by("verifier"))
    operations.erase(first, by=world.by("verifier2"))
    assert store().has(second.sha256)


def test_the_database_refuses_other_bytes_and_erasing_alone(world: SimpleNamespace) -> None:
    photo = factories.photo(world)
    for change in ({"sha256": "0" * 64}, {"size": 1}, {"erased_at": photo.received_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Photo.objects.filter(pk=photo.pk).update(**change)


def test_a_changed_and_a_missing_file_are_found_and_named(world: SimpleNamespace) -> None:
    whole, changed, missing = (
        factories.processed(world, factories.jpeg(colour=one)) for one in ("red", "blue", "lime")
    )
    place = store().path(changed.sha256)  # type: ignore[attr-defined]
    place.chmod(0o640)
    body = bytearray(place.read_bytes())
    body[len(body) // 2] ^= 1
    place.write_bytes(body)
    store().remove(missing.sha256)
    found = operations.check_files(by=CHECK, every=True)
    assert sorted(found.troubles) == sorted(
        [("photo", str(changed.id), "changed"), ("photo", str(missing.id), "missing")]
    )
    assert [one.id for one in queries.damaged_files(world.by("verifier"))] == sorted([changed.id, missing.id])
    operations.check_files(by=CHECK, every=True)
    assert kinds(changed).count("found_changed") == 1
    whole.refresh_from_db()
    assert whole.bytes_state == "sound"
    assert operations.check_files(by=CHECK, most=10).checked == 0, "each has had its turn this month"


def test_one_flipped_bit_in_a_custody_row_is_found(own_database: str) -> None:
    world = factories.make_world()
    photo = factories.processed(world)
    with as_superuser(own_database) as conn:
        conn.execute("SET session_replication_role = replica")
        conn.execute(
            "UPDATE assessments_custodyentry SET canonical = set_bit(canonical, 77, 1 - get_bit(canonical, 77)) "
            "WHERE photo_id = %s AND sequence = 2",
            [photo.id],
        )
    verdict = custody.verify(photo)
    assert not verdict.valid
    assert verdict.breaks_at == 2


def test_a_document_is_withdrawn_but_only_by_who_sent_it_or_a_verifier(world: SimpleNamespace) -> None:
    made = factories.document(world, by="planner")
    with pytest.raises(Forbidden):
        operations.withdraw(made, "Not the right one.", by=world.by("recorder"))
    operations.withdraw(made, "Not the right one.", by=world.by("planner"))
    assert [one.kind for one in custody.entries_of(made)] == ["received", "checked", "withdrawn"]
