"""`python -m heritage.bench [http] [work] [memory] [lists] [search] [map]`; without arguments, all of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from heritage.bench import forecasts, lists, map_view, over_http, photographs, records, search
from heritage.environment import ROOT


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


def _world() -> tuple[Any, Any, Any]:
    """A site, a monument, a recorder with a device's token."""
    from assessments.kit.actor import Actor, Via
    from assessments.people import operations as people
    from assessments.people.models import User
    from assessments.register.models import Membership, Monument, Site

    site = Site.objects.create(code="BEN", names=[{"text": "Bench", "language": "en"}])
    monument = Monument.objects.create(site=site, names=[{"text": "Arch", "language": "en"}], category="arch")
    user = User.objects.create_user("bench@example.org", "Bench", "correct horse battery")
    Membership.objects.create(user=user, site=site, role="recorder")
    by = Actor(user_id=user.id, via=Via.API, code=user.code)
    return monument, by, people.add_device(user, "bench", by=by)[1]


def main() -> None:
    wanted = sys.argv[1:] or list(MEASURED)
    servers = _servers()
    found: dict[str, Any] = {}
    try:
        _set_up()
        for name, (run, _told) in MEASURED.items():
            if name in wanted:
                found[name] = run()
    finally:
        servers.terminate()
        servers.wait(20)
        shutil.rmtree(Path(os.environ["DATA_DIR"]).parent, ignore_errors=True)
    for name, rows in found.items():
        print("\n".join(MEASURED[name][1](rows)))
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1))


def _set_up() -> None:
    import django

    django.setup()


def _work_lines(rows: list[dict[str, Any]]) -> list[str]:
    return [
        f"{row['what']:52} {row['per_second']:>10}/s   {row['reference']}: {row['reference_per_second']}/s   "
        f"ratio {row['ratio']}"
        for row in rows
    ]


def _work() -> list[dict[str, Any]]:
    monument, by, token = _world()
    return records.measure(monument, token) + photographs.measure(monument, by) + forecasts.measure()


MEASURED: dict[str, tuple[Callable[[], Any], Callable[[Any], list[str]]]] = {
    "http": (over_http.measure, over_http.lines),
    "work": (_work, _work_lines),
    "memory": (photographs.memory, list),
    "lists": (lists.measure, lists.lines),
    "search": (search.measure, search.lines),
    "map": (map_view.measure, map_view.lines),
}
"""By name what is measured, and how its table is written."""


if __name__ == "__main__":
    main()
