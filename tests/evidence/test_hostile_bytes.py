"""Hostile and broken files end settled with a reason; the worker lives on, its memory within bounds."""

from __future__ import annotations

import io
import os
import random
import resource
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from assessments.evidence import isolation, operations
from assessments.evidence.models import Photo
from assessments.kit import jobs
from assessments.kit.actor import system
from assessments.kit.checksums import sha256_of_file
from assessments.kit.store import store
from tests import factories

MUTATED = 2000 if os.environ.get("PROVE") else 40
WORKER = system("photo-worker")


def bomb() -> bytes:
    """A PNG of 12,000 × 12,000 pixels that compresses to half a megabyte."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    squeezer = zlib.compressobj(9)
    row = b"\0" * (1 + 12_000 * 3)
    body = b"".join(squeezer.compress(row) for _each in range(12_000)) + squeezer.flush()
    head = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def looping_exif() -> bytes:
    """An IFD whose next one is itself, and a tag that claims two gigabytes."""
    entries = struct.pack("<HHII", 0x010F, 2, 2_000_000_000, 8) + struct.pack("<HHII", 0x8769, 4, 1, 8)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 8)
    exif = b"Exif\0\0" + tiff
    plain = factories.jpeg()
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def polyglot() -> bytes:
    return factories.jpeg() + b"<html><script>alert(document.cookie)</script></html>"


def test_a_bomb_is_kept_unrendered_within_memory(world: SimpleNamespace) -> None:
    made = factories.processed(world, bomb())
    assert made.state == "ready"
    assert "100 megapixels" in made.reason
    assert not made.derivatives.exists()


def test_exif_that_loops_and_claims_gigabytes_costs_only_the_metadata(world: SimpleNamespace) -> None:
    made = factories.processed(world, looping_exif())
    assert made.state == "ready", made.reason
    assert made.derivatives.count() == 3


def test_a_polyglot_is_shown_only_as_pixels_made_anew(world: SimpleNamespace) -> None:
    made = factories.processed(world, polyglot())
    assert made.state == "ready"
    for one in made.derivatives.all():
        with store().open(one.sha256, "derived") as file:
            assert b"script" not in file.read()


def test_a_file_whose_reading_kills_the_reader_is_set_aside_after_five_attempts(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader's time runs out each time, as with a file that makes a decoder spin."""
    monkeypatch.setattr(isolation, "WALL_SECONDS", 0.001)
    made = factories.photo(world, factories.jpeg(1500, 1200))
    for _attempt in range(jobs.MAX_ATTEMPTS):
        operations.process(made.id, by=WORKER)
    made.refresh_from_db()
    assert made.state == "set_aside"
    monkeypatch.undo()
    operations.try_again(made, by=world.by("recorder"))
    operations.process(made.id, by=WORKER)
    made.refresh_from_db()
    assert made.state == "ready"


def seeds(shared: Path) -> list[bytes]:
    found = [
        one.read_bytes()
        for one in sorted((shared / "photos").rglob("*"))
        if one.is_file() and one.stat().st_size < 400_000
    ]
    picture = Image.effect_noise((300, 200), 50).convert("RGB")
    for kind in ("PNG", "TIFF", "WEBP", "AVIF"):
        out = io.BytesIO()
        picture.save(out, kind)
        found.append(out.getvalue())
    return found


def mutated(body: bytes, chance: random.Random) -> bytes:
    """Flips, cuts, doubled and swapped pieces, mostly near the head where the structure lies."""
    changed = bytearray(body)
    for _each in range(chance.randrange(1, 12)):
        at = (
            min(int(chance.expovariate(1 / 400)), len(changed) - 1)
            if chance.random() < 0.6
            else chance.randrange(len(changed))
        )
        match chance.randrange(4):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at : at + 4] = chance.randbytes(4)
            case 2:
                changed[at:at] = changed[at : at + chance.randrange(1, 64)]
            case _:
                del changed[at : at + chance.randrange(1, 64)]
        if not changed:
            return b"\0"
    return bytes(changed[: chance.randrange(1, len(changed))] if chance.random() < 0.15 else changed)


def test_mutated_files_all_end_settled_and_no_reader_outgrows_its_bounds(
    tmp_path: Path, shared_data: Path, world: SimpleNamespace
) -> None:
    """Through the isolated reader itself; every tenth through the whole operation with its rows."""
    chance = random.Random(1980)
    basis = seeds(shared_data)
    ended = {"done": 0, "refused": 0, "died": 0}
    for number in range(MUTATED):
        body = mutated(chance.choice(basis), chance)
        if number % 10 == 0:
            made = factories.processed(world, body)
            assert made.state in ("ready", "rejected"), (number, made.state)
            continue
        file = tmp_path / f"{number}"
        file.write_bytes(body)
        folder = tmp_path / f"work {number}"
        folder.mkdir()
        try:
            result = _read(file, folder)
            assert result["media_type"].startswith("image/")
            ended["done"] += 1
        except isolation.ReaderRefused as refusal:
            ended["refused"] += bool(refusal.sentence["text"])
        except isolation.ReaderDied:
            ended["died"] += 1
    assert ended["died"] <= MUTATED / 500, ended
    assert ended["done"], ended
    assert ended["refused"], ended
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert largest < 1 << 20, f"the process that asks grew to {largest} kB"
    assert factories.processed(world).state == "ready", "the worker lives on"


def _read(file: Path, folder: Path) -> dict[str, Any]:
    result = isolation.run("photograph", "read", original=str(file), folder=str(folder), sha256=sha256_of_file(file))
    assert isinstance(result, dict)
    return result


def test_metadata_never_holds_what_the_database_cannot(world: SimpleNamespace, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "nul\0inside"
    exif[0x013B] = "\udce9".encode("utf-8", "surrogateescape").decode("latin-1")
    made = factories.processed(world, factories.jpeg(exif=exif))
    assert made.state == "ready"
    assert Photo.objects.get(pk=made.id).file_description
