"""Photographs: processing by the worker, receiving, searching likenesses; and the memory of processing one."""

from __future__ import annotations

import io
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

from heritage.bench.timing import row, seconds


def measure(monument: Any, by: Any) -> list[dict[str, Any]]:
    """One row a kind of work."""
    rows = (_photo_row, _two_workers_row, _bytes_row, _upload_row, _likeness_row)
    return [each(monument, by) for each in rows]


def _twelve_megapixels(seed: int) -> bytes:
    """A JPEG of the size and the entropy of a camera's (about 4 MB): a slope with the grain of a sensor."""
    from PIL import Image, ImageChops

    slope = Image.linear_gradient("L").resize((4000, 3000)).rotate(seed * 7)
    grain = Image.effect_noise((4000, 3000), 14)
    picture = Image.merge(
        "RGB", [ImageChops.add(slope, grain, scale=1.0, offset=-100 + 10 * band) for band in range(3)]
    )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _received(data: bytes, digest: str, monument: Any, by: Any) -> Any:
    from assessments.evidence import operations as evidence
    from assessments.evidence.messages import PhotoIn
    from assessments.kit import ids

    message = PhotoIn(
        id=ids.uuid7(), sha256=digest, size=len(data), media_type="image/jpeg", filename="x.jpg",
        monument=monument.id,
    )  # fmt: skip
    photo = evidence.register_photo(message, by=by)
    return evidence.take_whole(photo, io.BytesIO(data).read, by=by)


def _process(photo: Any) -> None:
    from assessments.evidence import operations as evidence
    from assessments.kit.actor import system

    evidence.process(photo.id, by=system("bench"))


def _process_all(photos: list[Any]) -> None:
    for one in photos:
        _process(one)


def _photo_row(monument: Any, by: Any) -> dict[str, Any]:
    """Processor time of the whole job, its isolated process included, against that of decoding the same bytes."""
    from PIL import Image

    data, times = _twelve_megapixels(1), 6
    photos = [_received(data, sha256(data).hexdigest(), monument, by) for _each in range(times + 1)]
    _process(photos[0])
    took = _processor_seconds(lambda: _process_all(photos[1:]))
    decode = _processor_seconds(lambda: [Image.open(io.BytesIO(data)).convert("RGB") for _each in range(times)])
    what = f"12-megapixel JPEG of {len(data) / 1e6:.1f} MB, a second of processor"
    return row(what, times / took, "one full decode", times / decode)


def _processor_seconds(work: Callable[[], Any]) -> float:
    """What this process and the readers forked for it spend."""
    from assessments.evidence import isolation

    measured, spent = isolation.measured, []

    def counted(*args: Any, **kwargs: Any) -> Any:
        result, cost = measured(*args, **kwargs)
        spent.append(cost.processor_s)
        return result, cost

    isolation.measured = counted
    begun = time.process_time()
    work()
    isolation.measured = measured
    return time.process_time() - begun + sum(spent)


def _two_workers_row(monument: Any, by: Any) -> dict[str, Any]:
    bodies = [_twelve_megapixels(seed) for seed in range(12)]
    photos = [_received(one, sha256(one).hexdigest(), monument, by) for one in bodies]
    one = seconds(lambda: _process_all(photos[:6]))
    with ThreadPoolExecutor(2) as both:
        two = seconds(lambda: list(both.map(_process, photos[6:])))
    return row("photographs with two workers", 6 / two, "with one", 6 / one)


def _bytes_row(monument: Any, by: Any) -> dict[str, Any]:
    """The bytes alone: written, hashed, synced and put in their place."""
    from assessments.kit import staging
    from assessments.kit.store import store

    def keep(body: bytes, digest: str) -> None:
        staged, computed = staging.stage(io.BytesIO(body), len(body))
        assert computed == digest
        store().keep(staged, computed)

    return _compared_with_plain_writing("bytes of uploads of 3 MB", keep)


def _upload_row(monument: Any, by: Any) -> dict[str, Any]:
    """Registered, written, hashed, synced and committed."""
    return _compared_with_plain_writing("uploads of 3 MB", lambda body, digest: _received(body, digest, monument, by))


TURNS, UNCOUNTED = 4, 4
"""The number of turns of each side; the number of files at the start of a turn that are not timed."""


def _compared_with_plain_writing(what: str, take: Callable[[bytes, str], Any]) -> dict[str, Any]:
    """Megabytes a second, four at once in two processes as the web runs, beside writing the same with fsync.

    In turns, and both sides keep what they wrote: a disk is faster on blocks that were just written and freed, and
    slows down after the first gigabyte.
    """
    from django.conf import settings
    from django.db import connection

    bodies = [os.urandom(3_000_000) for _each in range(160)]
    digests = [sha256(one).hexdigest() for one in bodies]  # the client's work, not ours
    Path(settings.STORE_ROOT).mkdir(parents=True, exist_ok=True)
    beside = tempfile.mkdtemp(dir=settings.STORE_ROOT)
    connection.close()

    def write(number: int) -> None:
        with (Path(beside) / str(number)).open("wb") as file:
            file.write(bodies[number])
            file.flush()
            os.fsync(file.fileno())

    plain = taken = 0.0
    for turn in range(TURNS):
        numbers = range(turn, len(bodies), TURNS)
        plain += _by_two_processes(write, numbers)
        taken += _by_two_processes(lambda number: take(bodies[number], digests[number]), numbers)
    megabytes = 3 * (len(bodies) - TURNS * UNCOUNTED)
    return row(f"{what}, four at once, MB", megabytes / taken, "written with fsync, MB", megabytes / plain)


def _by_two_processes(work: Callable[[int], None], numbers: range) -> float:
    """Seconds that two processes of two threads each take; each thread does one beforehand that is not counted."""
    context = multiprocessing.get_context("fork")
    begin, done = context.Barrier(3), context.Barrier(3)

    def half(mine: range) -> None:
        with ThreadPoolExecutor(2) as both:
            list(both.map(work, mine[:2]))
            begin.wait()
            list(both.map(work, mine[2:]))
            done.wait()

    halves = [context.Process(target=half, args=(numbers[first::2],)) for first in (0, 1)]
    for one in halves:
        one.start()
    begin.wait()
    took = seconds(done.wait)
    for one in halves:
        one.join()
    return took


MILLION_PHOTOGRAPHS = """
INSERT INTO assessments_photo (
    id, site_id, monument_id, sha256, size, media_type, filename, obtained_from, caption, licence, credit,
    registered_by_id, state, received_at, role, people, consent, flags, because, exif_taken, exif_offset, exif_camera,
    likeness, likeness_bands
)
SELECT gen_random_uuid(), %(site)s, %(monument)s, md5(n::text) || md5(n::text), 1, 'image/jpeg', 'x', 'camera_file',
    '', '', '', %(by)s, 'ready', now(), 'context', 'none', 'not_asked', '[]', '', '', '', '', h,
    ARRAY[(h & 65535)::int, 65536 + ((h >> 16) & 65535)::int, 131072 + ((h >> 32) & 65535)::int,
          196608 + ((h >> 48) & 65535)::int]
FROM (SELECT n, hashtextextended(n::text, 7) AS h FROM generate_series(1, 1000000) AS n) AS made
"""


def _likeness_row(monument: Any, by: Any) -> dict[str, Any]:
    """The search for photographs that look like one, among a million with scattered hashes."""
    from django.db import connection

    from assessments.evidence import queries
    from assessments.evidence.models import Photo
    from assessments.evidence.reader import likeness

    with connection.cursor() as cursor:
        parameters = {"site": monument.site_id, "monument": monument.id, "by": by.user_id}
        cursor.execute(MILLION_PHOTOGRAPHS, parameters)
        cursor.execute("ANALYZE assessments_photo")
    photo = Photo.objects.filter(size=1).exclude(likeness=None).order_by("id")[500_000]
    assert photo.likeness is not None
    assert photo.likeness_bands == likeness.bands(photo.likeness % (1 << 64))
    times = 20
    took = seconds(lambda: [queries.likenesses(photo, by) for _each in range(times)])
    key = seconds(lambda: [Photo.objects.get(pk=photo.pk) for _each in range(times)])
    return row("likenesses of one photograph among a million", times / took, "one row by its key", times / key)


def memory() -> list[str]:
    """The most memory of the isolated process on pictures of 100 megapixels."""
    from PIL import Image

    from assessments.evidence import isolation
    from assessments.kit.checksums import sha256_of_file

    lines = []
    picture = Image.linear_gradient("L").resize((10_000, 10_000)).convert("RGB")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("JPEG", "PNG", "TIFF"):
            file = Path(folder) / f"picture.{kind.lower()}"
            picture.save(file, kind)
            work = Path(folder) / f"work {kind}"
            work.mkdir()
            paths = {"original": str(file), "folder": str(work)}
            _found, read = isolation.measured("photograph", "read", sha256=sha256_of_file(file), **paths)
            _found, cut = isolation.measured("tiles", "cut", orientation=1, **paths)
            both = (read.peak_kb // 1024, cut.peak_kb // 1024)
            lines.append("100-megapixel {}: {} MB to read it, {} MB to cut its tiles".format(kind, *both))
    return lines
