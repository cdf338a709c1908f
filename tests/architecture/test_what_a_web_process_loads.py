"""A web process loads none of the large libraries that only workers, and few requests, need (bar: 150 MB resident)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOR_WORKERS = {"cv2", "typst", "fontTools", "xlsxwriter", "python_calamine", "c2pa", "boto3"}
PROGRAM = """
import sys
import django
django.setup()
import heritage.urls
import heritage.wsgi
print(*sorted(sys.modules))
"""


def test_the_pages_come_without_the_workers_libraries() -> None:
    environment = {
        "PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "heritage.settings", "ZENOBIA_BUILDING": "1",
    }  # fmt: skip
    loaded = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    modules = set(loaded.stdout.split())
    assert "assessments.urls" in modules
    assert modules & FOR_WORKERS == set()
