"""The answer that hands out a sealed document as a file, and the program that recomputes its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse

VERIFIER = Path(__file__).with_name("verify_sealed.py")


def sealed_response(file: Mapping[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(json.dumps(file, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.sealed.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def verifier_response() -> HttpResponse:
    response = HttpResponse(VERIFIER.read_text(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return response
