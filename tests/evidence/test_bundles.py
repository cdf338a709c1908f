"""The evidence bundle: a BagIt bag that others' tools and its own short program verify, and that shows any change."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import bagit
import pytest
from django.test import TestCase

from assessments.evidence import custody
from assessments.evidence.models import Photo
from assessments.exchange import operations
from assessments.exchange.messages import BundleIn
from assessments.exchange.models import Bundle
from assessments.exchange.operations.bundle_making import make_bundle
from assessments.kit import clock, ids
from assessments.kit.actor import system
from assessments.kit.errors import Forbidden, Invalid, NotFound
from assessments.kit.store import store
from assessments.register.errors import NotAMember
from tests import factories

WORKER = system("bundle-worker")


def made(world: SimpleNamespace, tmp_path: Path, **of: object) -> tuple[Bundle, Path]:
    asked = operations.ask_bundle(BundleIn(id=ids.uuid7(), **of), by=world.by("recorder"))  # type: ignore[arg-type]
    make_bundle(asked.id, by=WORKER)
    found = operations.bundle(asked.id, by=world.by("verifier"))
    assert found.state == "ready", found.because
    path = tmp_path / found.filename
    with operations.take_bundle(found, by=world.by("verifier")) as file:
        path.write_bytes(file.read())
    return found, path


@pytest.fixture
def report(world: SimpleNamespace) -> object:
    photos = [factories.processed(world, factories.jpeg(colour=one)) for one in ("tan", "navy")]
    return factories.report(world, upto="verified", photos=[factories.link(one.id) for one in photos])


def unpacked(path: Path, into: Path) -> Path:
    with zipfile.ZipFile(path) as bag:
        bag.extractall(into)
    (folder,) = into.iterdir()
    return folder


def verified_alone(where: Path) -> subprocess.CompletedProcess[str]:
    """The bundle's own program, run by a Python that knows nothing of us."""
    program = where / "verify.py"
    return subprocess.run([sys.executable, "-I", str(program)], capture_output=True, text=True, check=False)


def test_a_bag_is_valid_to_bagit_and_to_its_own_program(
    world: SimpleNamespace, tmp_path: Path, report: SimpleNamespace
) -> None:
    found, path = made(world, tmp_path, report=report.id)
    assert (found.done, found.total) == (2, 2)
    folder = unpacked(path, tmp_path / "bag")
    bagit.Bag(str(folder)).validate()
    result = verified_alone(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 items of evidence" in result.stdout
    assert "1 sealed documents" in result.stdout
    zipped = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), str(path)], capture_output=True, check=False
    )
    assert zipped.returncode == 0


def test_a_bag_carries_what_was_submitted_whole_and_finds_a_changed_word(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    report = factories.report(world, upto="verified", narrative="The lintel lies in two pieces.")
    folder = unpacked(made(world, tmp_path, report=report.id)[1], tmp_path / "bag")
    (file,) = folder.glob("data/reports/*.sealed.json")
    alone = [sys.executable, "-I", str(folder / "verify_sealed.py"), str(file)]
    result = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert (result.returncode, "The lintel lies in two pieces." in result.stdout) == (0, True)
    file.write_text(file.read_text().replace("two pieces", "six pieces"))
    assert "'narrative' is not what was sealed" in verified_alone(folder).stdout


@pytest.mark.parametrize(
    "pattern", ["data/photos/*/original/IMG*", "data/photos/*/custody.jsonl", "data/reports/*.json", "bag-info.txt"]
)
def test_one_flipped_byte_anywhere_is_found(
    world: SimpleNamespace, tmp_path: Path, report: SimpleNamespace, pattern: str
) -> None:
    _found, path = made(world, tmp_path, report=report.id)
    folder = unpacked(path, tmp_path / "bag")
    victim = next(iter(folder.glob(pattern)))
    body = bytearray(victim.read_bytes())
    body[len(body) // 3] ^= 1
    victim.write_bytes(body)
    result = verified_alone(folder)
    assert result.returncode == 1
    assert victim.name in result.stdout or "custody" in result.stdout


def test_a_forged_manifest_does_not_hide_a_forged_chain(
    world: SimpleNamespace, tmp_path: Path, report: SimpleNamespace
) -> None:
    """Whoever changes the custody and then makes all checksums anew is still found out."""
    _found, path = made(world, tmp_path, report=report.id)
    folder = unpacked(path, tmp_path / "bag")
    log = next(iter(folder.glob("data/photos/*/custody.jsonl")))
    lines = log.read_text().splitlines()
    log.write_text("\n".join(lines[:1] + lines[2:]))
    forged = bagit.Bag(str(folder))
    forged.save(manifests=True)
    result = verified_alone(folder)
    assert result.returncode == 1
    assert "an entry is missing before it" in result.stdout


def test_leaving_in_a_bundle_is_in_the_custody_that_leaves(
    world: SimpleNamespace, tmp_path: Path, report: SimpleNamespace
) -> None:
    _found, path = made(world, tmp_path, monument=world.arch.id)
    photo = report.photo_links.first().photo
    entries = list(custody.entries_of(photo))
    assert [one.kind for one in entries][-2:] == ["bundled", "exported"]
    assert [one.actor_code for one in entries][-2:] == [world.by("recorder").code, world.by("verifier").code]
    assert custody.verify(photo).valid
    with zipfile.ZipFile(path) as bag:
        name = next(one for one in bag.namelist() if one.endswith(f"{photo.id}/custody.jsonl"))
        assert b'\\"kind\\":\\"bundled\\"' in bag.read(name)


def test_a_missing_original_is_reported_and_delays_none_of_the_others(
    world: SimpleNamespace, tmp_path: Path, report: SimpleNamespace
) -> None:
    gone = report.photo_links.first().photo
    store().remove(gone.sha256)
    _found, path = made(world, tmp_path, report=report.id)
    assert not {"bundled", "exported"} & {one.kind for one in custody.entries_of(gone)}
    result = verified_alone(unpacked(path, tmp_path / "bag"))
    assert result.returncode == 0, result.stdout
    assert f"Without its original, which was missing when this was made: {gone.id}" in result.stdout


def test_an_original_may_have_the_name_of_any_file_of_ours(world: SimpleNamespace, tmp_path: Path) -> None:
    photo = factories.processed(world)
    Photo.objects.filter(pk=photo.pk).update(filename="known.json")
    _found, path = made(world, tmp_path, monument=world.arch.id)
    assert verified_alone(unpacked(path, tmp_path / "bag")).returncode == 0


def test_finished_bundles_go_after_their_days(world: SimpleNamespace, tmp_path: Path, report: SimpleNamespace) -> None:
    found, _path = made(world, tmp_path, report=report.id)
    assert operations.expire_bundles() == 0
    Bundle.objects.filter(pk=found.pk).update(made_at=clock.now() - timedelta(days=15))
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert operations.expire_bundles() == 1
    assert not store().has(found.sha256, "bundles")
    with pytest.raises(NotFound):
        operations.take_bundle(operations.bundle(found.id, by=world.by("verifier")), by=world.by("verifier"))


def test_originals_leave_only_with_the_team(world: SimpleNamespace, report: SimpleNamespace) -> None:
    with pytest.raises((Forbidden, NotFound)):
        operations.ask_bundle(BundleIn(id=ids.uuid7(), report=report.id), by=world.by("outsider"))
    with pytest.raises(NotAMember):
        operations.ask_bundle(BundleIn(id=ids.uuid7(), report=report.id), by=world.by("viewer"))
    with pytest.raises(Invalid):
        operations.ask_bundle(BundleIn(id=ids.uuid7(), report=report.id, plan=ids.uuid7()), by=world.by("recorder"))


def test_who_may_no_longer_see_gets_no_bundle(world: SimpleNamespace, report: SimpleNamespace) -> None:
    asked = operations.ask_bundle(BundleIn(id=ids.uuid7(), report=report.id), by=world.by("recorder"))
    world.users["recorder"].memberships.update(is_active=False)
    make_bundle(asked.id, by=WORKER)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert asked.because


def test_a_bag_is_written_piece_by_piece(tmp_path: Path) -> None:
    from assessments.exchange.bags import Bag

    bag = Bag(tmp_path / "big.zip", "big")
    bag.add("blank", (b"\0" * (1 << 20) for _each in range(80)))
    bag.close({"Source-Organization": "two\nlines"})
    assert bag.octets == 80 << 20
    with zipfile.ZipFile(tmp_path / "big.zip") as written:
        assert (
            io.TextIOWrapper(written.open("big/bag-info.txt")).read().splitlines()[0]
            == "Source-Organization: two lines"
        )
