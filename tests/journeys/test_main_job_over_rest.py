"""The same job with device tokens against the running product, photographs through the real worker."""

from __future__ import annotations

import hashlib
import time
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytestmark = pytest.mark.xdist_group("journeys")


class Client:
    def __init__(self, url: str, name: str) -> None:
        import http.client
        from urllib.parse import urlsplit

        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection
        body = {"email": f"{name}@demo.example", "password": "zenobia-demo", "device_name": "journey"}
        self.token = ""
        self.token = self.call("POST", "/auth/tokens", body, 201)["token"]

    def call(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        conn = self.connection(self.host, timeout=30)
        sent = {"Content-Type": "application/json", **{key.replace("_", "-"): value for key, value in headers.items()}}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body) if body is not None else None
        conn.request(method, f"/api/v1{path}", raw, sent)
        response = conn.getresponse()
        data = response.read()
        conn.close()
        assert response.status == status, (method, path, response.status, data[:500])
        return msgspec.json.decode(data) if data and "json" in response.headers.get("Content-Type", "") else data


FAR = {"confirm": ["camera_far_away"]}
"""The real photographs were taken in Italy; once the worker has read them, submitting asks about it."""


def if_match(resource: dict[str, Any]) -> dict[str, str]:
    return {"If_Match": f'"{resource["version"]}"'}


def test_log_photograph_verify_plan_decide(product: Any, shared_data: Path) -> None:
    recorder, verifier = Client(product.url, "recorder"), Client(product.url, "verifier")
    (arch,) = recorder.call("GET", "/monuments?q=monumental%20arch")["results"]
    photos = []
    for name in ("DSCN0025.jpg", "DSCN0027.jpg"):
        data = (shared_data / "photos/gps" / name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        message = {"id": str(uuid.uuid4()), "monument": arch["id"], "sha256": digest, "size": len(data),
                   "media_type": "image/jpeg", "filename": name, "obtained_from": "camera_file"}  # fmt: skip
        made = recorder.call("POST", "/photos", message, 201)
        assert made["upload"]["state"] == "needed"
        recorder.call("PUT", made["upload"]["url"].removeprefix("/api/v1"), data)
        assert recorder.call("POST", "/photos", message)["upload"]["state"] == "complete"
        photos.append(message["id"])
    report = {
        "id": str(uuid.uuid4()), "monument": arch["id"], "method": "field_visual", "stage": "rapid",
        "observed": {"precision": "on", "from": "2017-05-02"}, "damage": "destroyed", "extent": "p91_100",
        "change_reason": "better_knowledge", "narrative": "As before.",
        "findings": [{"id": str(uuid.uuid4()), "part_label": "central arch",
                      "causes": [{"cause": "explosive_demolition", "certainty": "definite"}],
                      "effects": [{"effect": "collapse", "certainty": "definite"}], "measurements": {"area_m2": 96}}],
        "photos": [{"photo": one, "role": "context"} for one in photos],
    }  # fmt: skip
    draft = recorder.call("POST", "/reports", report, 201)
    assert recorder.call("POST", "/reports", report)["id"] == draft["id"]
    recorder.call("POST", "/reports", report | {"narrative": "Other."}, 409)
    sent = recorder.call("POST", f"/reports/{draft['id']}/submit", FAR, **if_match(draft))
    assert sent["reference"].startswith("PAL-2017-")
    recorder.call("POST", f"/reports/{draft['id']}/verify", {"basis": "photographs"}, 403, **if_match(sent))
    returned = verifier.call("POST", f"/reports/{draft['id']}/return", {"note": "Date?"}, **if_match(sent))
    mended = recorder.call("PATCH", f"/reports/{draft['id']}", {"narrative": "As before, 2 May."}, **if_match(returned))
    again = recorder.call("POST", f"/reports/{draft['id']}/submit", FAR, **if_match(mended))
    verifier.call("POST", f"/reports/{draft['id']}/verify", {"basis": "photographs"}, 412, If_Match='"1"')
    verified = verifier.call("POST", f"/reports/{draft['id']}/verify", {"basis": "photographs"}, **if_match(again))
    assert verified["status"] == "verified"
    assert len(recorder.call("GET", f"/reports/{draft['id']}/revisions")["results"]) == 2
    state = recorder.call("GET", f"/monuments/{arch['id']}/damage?on=2017-05-02")
    assert (state["grade"], state["report"]) == ("destroyed", draft["id"])
    deadline = time.monotonic() + 60
    while recorder.call("GET", f"/reports/{draft['id']}")["photos_arrived"]["ready"] < 2:
        assert time.monotonic() < deadline, "the worker did not read the photographs"
        time.sleep(0.3)
    assert verifier.call("GET", f"/photos/{photos[0]}/custody/verify")["valid"]
    assert (
        verifier.call("GET", f"/photos/{photos[0]}/original") == (shared_data / "photos/gps/DSCN0025.jpg").read_bytes()
    )


def test_a_plan_passes_two_reviews_and_is_bound_to_its_dossier(product: Any) -> None:
    planner, verifier, reviewer = (Client(product.url, name) for name in ("planner", "verifier", "reviewer"))
    (museum,) = planner.call("GET", "/monuments?q=palmyra%20museum")["results"]
    plan = planner.call("POST", "/plans", {
        "id": str(uuid.uuid4()), "site": museum["site"], "title": "Doors of the museum", "track": "emergency",
        "monuments": [museum["id"]], "objectives": "Close it.", "approach": "Timber doors."}, 201)  # fmt: skip
    planner.call("POST", f"/plans/{plan['id']}/submit", {}, 422, **if_match(plan))
    package = planner.call("POST", f"/plans/{plan['id']}/packages", {
        "id": str(uuid.uuid4()), "title": "Doors", "duration_days": {"low": "2", "likely": "3", "high": "6"}}, 201)  # fmt: skip
    line = {"id": str(uuid.uuid4()), "category": "access_security", "element": "Door", "quantity": "4", "unit": "nr",
            "rate": {"low": "100", "likely": "150", "high": "260", "currency": "EUR"}}  # fmt: skip
    planner.call("POST", f"/packages/{package['id']}/lines", line, 201)
    assert planner.call("GET", f"/plans/{plan['id']}/estimate")["total"]["likely"]["amount"] == "600.00"
    submitted = planner.call("POST", f"/plans/{plan['id']}/submit", {}, **if_match(plan))
    passed = verifier.call("POST", f"/plans/{plan['id']}/pass", {}, **if_match(submitted))
    authority = next(
        one for one in reviewer.call("GET", "/authorities")["results"] if one["data"]["mandate"] == "legal"
    )
    decision = {"outcome": "endorse", "dossier_sha256": "0" * 64, "authority": authority["id"], "signatory": "Huda"}
    reviewer.call("POST", f"/plans/{plan['id']}/decisions", decision, 409, **if_match(passed))
    decision["dossier_sha256"] = passed["dossier_sha256"]
    reviewer.call("POST", f"/plans/{plan['id']}/decisions", decision, 201, **if_match(passed))
    assert planner.call("GET", f"/plans/{plan['id']}")["status"] == "nationally_endorsed"
    dossier = planner.call("GET", f"/plans/{plan['id']}/dossier")
    assert isinstance(dossier, dict)


def test_the_share_of_damage_comes_out_as_the_rows_make_it(product: Any) -> None:
    """3 of 28 with tombs counted singly, 3 of 11 with the other tower tombs as one; the 80 percent stand beside it."""
    client = Client(product.url, "viewer")
    (palmyra,) = [one for one in client.call("GET", "/sites?q=palmyra")["results"] if one["code"] == "PAL"]
    moment = "on=2016-04-25&known_at=2016-04-25T23:59:59Z"
    found = client.call("GET", f"/sites/{palmyra['id']}/summary?{moment}")
    slight = found["by_grade"]["none"] + found["by_grade"]["slight"]
    assert (slight, found["assessed"], found["on_list"]) == (3, 28, 28)
    assert (found["groups_none_or_slight"], found["groups_on_list"]) == (3, 11)
    assert "80 %" in [one["figure"] for one in found["statements"]]
