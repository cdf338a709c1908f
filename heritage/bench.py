"""`make bench`: what the work costs, as ratios of a reference measured in the same run, on servers of its own.

Figures go to the screen and to `var/bench.json`. They are for people to read; no test depends on a time.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from heritage import bench_lists
from heritage.environment import ROOT

REPORTS, BATCH = 2_000, 500


def _servers() -> subprocess.Popen[str]:
    folder = tempfile.mkdtemp(prefix="zenobia-bench-")
    Path(folder).chmod(0o755)
    os.environ |= {"DATA_DIR": f"{folder}/data", "DJANGO_SETTINGS_MODULE": "heritage.settings"}
    servers = subprocess.Popen(
        [sys.executable, "-m", "heritage.stack", "servers"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert servers.stdout
    if not any(line.startswith("ready:") for line in servers.stdout):
        raise SystemExit("the embedded servers did not start; the lines above say why")
    subprocess.run([sys.executable, "manage.py", "prepare_database"], cwd=ROOT, check=True)
    return servers


def _took(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _world() -> tuple[Any, Any, Any]:
    """A site, a monument, a recorder with a device's token."""
    from assessments.kit.actor import Actor, Via
    from assessments.people import operations as people
    from assessments.people.models import User
    from assessments.register.models import Membership, Monument, Site

    site = Site.objects.create(code="BEN", names=[{"text": "Bench", "language": "en"}])
    monument = Monument.objects.create(site=site, names=[{"text": "Arch", "language": "en"}], category="arch")
    user = User.objects.make("bench@example.org", "Bench", "correct horse battery")
    Membership.objects.create(user=user, site=site, role="recorder")
    by = Actor(user_id=user.id, via=Via.API, code=user.code)
    return monument, by, people.add_device(user, "bench", by=by)[1]


def _report(monument: Any) -> dict[str, Any]:
    return {
        "monument": str(monument.id),
        "method": "field_visual",
        "observed": {"precision": "on", "from": "2016-04-25"},
        "damage": "heavy",
        "extent": "p31_60",
        "narrative": "North bay down, stones within fifteen metres.",
        "findings": [
            {
                "id": str(uuid.uuid4()),
                "part_label": "north bay",
                "causes": [{"cause": "explosive_demolition"}],
                "effects": [{"effect": "collapse"}],
            }
        ],
    }


def measure() -> dict[str, Any]:
    """One row a kind of work: its own rate, the reference's, and the ratio."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    monument, by, token = _world()
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def post(path: str, body: Any) -> Any:
        answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code < 300, answer.content
        return answer

    return {
        "post": _post_row(post, monument, client),
        "push": _push_row(post, monument),
        "pull": _pull_row(client),
        "photo": _photo_row(monument, by),
        "two": _two_workers_row(monument, by),
        "upload": _upload_row(monument, by),
        "likeness": _likeness_row(monument, by),
    }


def _row(what: str, rate: float, reference: str, reference_rate: float) -> dict[str, Any]:
    return {
        "what": what,
        "per_second": round(rate, 1),
        "reference": reference,
        "reference_per_second": round(reference_rate, 1),
        "ratio": round(rate / reference_rate, 3),
    }


def _post_row(post: Callable[[str, Any], Any], monument: Any, client: Any) -> dict[str, Any]:
    times = 200
    took = _took(lambda: [post("/reports", {"id": str(uuid.uuid4()), **_report(monument)}) for _each in range(times)])
    plain = _took(lambda: [client.get("/api/v1/me") for _each in range(times)])
    return _row("reports by POST, in process", times / took, "GET /me, in process", times / plain)


def _push_row(post: Callable[[str, Any], Any], monument: Any) -> dict[str, Any]:
    def batch() -> dict[str, Any]:
        operations = [
            {"op_id": str(uuid.uuid4()), "kind": "report", "id": str(uuid.uuid4()), "action": "create",
             "data": _report(monument)}
            for _each in range(BATCH)
        ]  # fmt: skip
        return {"batch_id": str(uuid.uuid4()), "operations": operations}

    batches = [batch() for _each in range(REPORTS // BATCH)]
    took = _took(lambda: [post("/sync/push", one) for one in batches])
    return _row("reports by push", REPORTS / took, f"COPY of {REPORTS} of the same rows", REPORTS / _took(_copy))


def _copy() -> None:
    """The same rows into tables of the same columns, by a bare COPY."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (LIKE assessments_damagereport INCLUDING DEFAULTS)")
        cursor.execute("SELECT * FROM assessments_damagereport LIMIT %s", [REPORTS])
        from psycopg.types.json import Jsonb

        rows = [[Jsonb(one) if isinstance(one, (dict, list)) else one for one in row] for row in cursor.fetchall()]
        with cursor.copy("COPY copied FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("DROP TABLE copied")


def _pull_row(client: Any) -> dict[str, Any]:
    count = 0

    def pull() -> None:
        nonlocal count
        cursor, more = "", True
        while more:
            page = client.get(f"/api/v1/sync/changes?limit=1000&cursor={cursor}").json()
            cursor, more = page["cursor"], page["more"]
            count += len(page["changes"])

    took = _took(pull)
    return _row("reports by pull", count / took, "json_agg of reports and findings", count / _took(_json_agg))


def _json_agg() -> None:
    from django.db import connection

    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY (SELECT to_jsonb(r) || jsonb_build_object('findings', (SELECT jsonb_agg(f) "
            "FROM assessments_finding f WHERE f.report_id = r.id)) FROM assessments_damagereport r) TO STDOUT"
        ) as copy,
    ):
        for _piece in copy:
            pass


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


def _received(data: bytes, monument: Any, by: Any) -> Any:
    from assessments.evidence import operations as evidence
    from assessments.evidence.messages import PhotoIn
    from assessments.kit import ids
    from assessments.kit.checksums import sha256
    from assessments.kit.store import store

    message = PhotoIn(
        id=ids.uuid7(), sha256=sha256(data).hex(), size=len(data), media_type="image/jpeg", filename="x.jpg",
        monument=monument.id,
    )  # fmt: skip
    photo = evidence.register_photo(message, by=by)
    staged = store().staged(photo.id)
    staged.write_bytes(data)
    return evidence.receive_file(photo, staged, by=by) if photo.state == "registered" else photo


def _process(photo: Any) -> bool:
    from django.db import connection

    from assessments.evidence import operations as evidence
    from assessments.kit.actor import system

    evidence.process(photo.id, by=system("bench"))
    connection.close()
    return True


def _photo_row(monument: Any, by: Any) -> dict[str, Any]:
    """Processor time of the whole job, its isolated process included, against decoding the same bytes."""
    from PIL import Image

    data, times = _twelve_megapixels(1), 6
    photos = [_received(data, monument, by) for _each in range(times + 1)]
    _process(photos[0])
    took = _took(lambda: [_process(one) for one in photos[1:]])
    decode = _took(lambda: [Image.open(io.BytesIO(data)).convert("RGB") for _each in range(times)])
    what = f"12-megapixel JPEG of {len(data) / 1e6:.1f} MB, checked, read, three pictures"
    return _row(what, times / took, "one full decode", times / decode)


def _two_workers_row(monument: Any, by: Any) -> dict[str, Any]:
    from concurrent.futures import ThreadPoolExecutor

    photos = [_received(_twelve_megapixels(seed), monument, by) for seed in range(12)]
    one = _took(lambda: [_process(each) for each in photos[:6]])
    with ThreadPoolExecutor(2) as both:
        two = _took(lambda: list(both.map(_process, photos[6:])))
    return _row("photographs with two workers", 6 / two, "with one", 6 / one)


def _upload_row(monument: Any, by: Any) -> dict[str, Any]:
    """Four at once, 3 MB each: registered, written and synced, hashed, committed; against writing the same with
    fsync.
    """
    import tempfile
    from concurrent.futures import ThreadPoolExecutor

    from django.conf import settings
    from django.db import connection

    bodies = [os.urandom(3_000_000) for _each in range(40)]
    Path(settings.STORE_ROOT).mkdir(parents=True, exist_ok=True)

    def send(body: bytes) -> None:
        _received(body, monument, by)
        connection.close()

    def write(body: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=settings.STORE_ROOT) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())

    with ThreadPoolExecutor(4) as four:
        plain = _took(lambda: list(four.map(write, bodies)))
        took = _took(lambda: list(four.map(send, bodies)))
    return _row("uploads of 3 MB, four at once, in process, MB", 120 / took, "written with fsync, MB", 120 / plain)


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
    """What looks like one photograph, among a million whose hashes are scattered."""
    from django.db import connection

    from assessments.evidence import queries
    from assessments.evidence.models import Photo
    from assessments.evidence.reader import likeness

    with connection.cursor() as cursor:
        told = {"site": monument.site_id, "monument": monument.id, "by": by.user_id}
        cursor.execute(MILLION_PHOTOGRAPHS, told)
        cursor.execute("ANALYZE assessments_photo")
    photo = Photo.objects.filter(size=1).exclude(likeness=None).order_by("id")[500_000]
    assert photo.likeness is not None
    assert photo.likeness_bands == likeness.bands(photo.likeness % (1 << 64))
    times = 20
    took = _took(lambda: [queries.likenesses(photo, by) for _each in range(times)])
    key = _took(lambda: [Photo.objects.get(pk=photo.pk) for _each in range(times)])
    return _row("likenesses of one photograph among a million", times / took, "one row by its key", times / key)


def memory() -> list[str]:
    """The most memory of the isolated process on pictures of 100 megapixels."""
    import tempfile

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
            told = {"original": str(file), "folder": str(work)}
            _found, read = isolation.measured("photograph", "read", sha256=sha256_of_file(file), **told)
            _found, cut = isolation.measured("tiles", "cut", orientation=1, **told)
            lines.append(f"100-megapixel {kind}: {read // 1024} MB to read it, {cut // 1024} MB to cut its tiles")
    return lines


def main() -> None:
    """`python -m heritage.bench [work] [memory] [lists]`; all of them without a word."""
    wanted = sys.argv[1:] or ["work", "memory", "lists"]
    servers = _servers()
    found: dict[str, Any] = {}
    try:
        _set_up()
        if "work" in wanted:
            found["work"] = measure()
        if "memory" in wanted:
            found["memory"] = memory()
        if "lists" in wanted:
            found["lists"] = bench_lists.measure()
    finally:
        servers.terminate()
        servers.wait(20)
        shutil.rmtree(Path(os.environ["DATA_DIR"]).parent, ignore_errors=True)
    for row in found.get("work", {}).values():
        print(
            f"{row['what']:52} {row['per_second']:>10}/s   {row['reference']}: {row['reference_per_second']}/s   "
            f"ratio {row['ratio']}"
        )
    for line in found.get("memory", []):
        print(line)
    for line in bench_lists.lines(found["lists"]) if "lists" in found else ():
        print(line)
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1))


def _set_up() -> None:
    import django

    django.setup()


if __name__ == "__main__":
    main()
