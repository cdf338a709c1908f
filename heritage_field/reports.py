"""What a recorder does in the field: reports, photographs, edits. Each becomes operations in the outbox."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import uuid
from pathlib import Path
from typing import Any

from heritage_field.errors import Trouble
from heritage_field.store import Account, Photograph, Store

CHUNK = 1 << 20


def find(store: Store, account: Account, kind: str, words: str) -> dict[str, Any]:
    """The one thing of a kind that an id, the beginning of an id, a reference or a name stands for."""
    wanted = words.strip().casefold()
    exact, found = [], []
    for one in store.things(account.email, kind):
        names = [name["text"].casefold() for name in one.get("names") or []]
        if one["id"].startswith(wanted) or wanted in (str(one.get("reference")).casefold(), *names):
            exact.append(one)
        elif any(wanted in name for name in names):
            found.append(one)
    found = exact or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise Trouble(f"No {kind} here is called '{words}'. Pull first, or give its id.")
    several = ", ".join(one.get("label") or one["id"] for one in found[:8])
    raise Trouble(f"'{words}' may be several: {several}. Say more of the name, or give the id.")


def own_values(store: Store, account: Account, report: str) -> tuple[dict[str, Any], int]:
    """What a report says on this device, with what the outbox adds; and the version that the server last gave."""
    values = dict(store.thing(account.email, "report", report) or {})
    version = int(values.get("version", 1))
    for one in store.outbox(account.email):
        if one.kind == "report" and one.id == report and one.operation["action"] in ("create", "update"):
            values |= one.operation["data"]
    if not values:
        raise Trouble(f"There is no report {report} here.")
    return values, version


def find_report(store: Store, account: Account, words: str) -> str:
    """The id of a report, on the server or only in the outbox."""
    for one in store.outbox(account.email):
        if one.kind == "report" and one.id.startswith(words.strip()):
            return one.id
    return str(find(store, account, "report", words)["id"])


def new_report(store: Store, account: Account, monument: str, fields: dict[str, Any]) -> str:
    """A report on a monument. Returns its id, which stays."""
    place = find(store, account, "monument", monument)
    report = str(uuid.uuid4())
    data = {"monument": place["id"], "observers": [account.person], **fields}
    store.put(account.email, "report", report, "create", data)
    return report


def edit(store: Store, account: Account, report: str, fields: dict[str, Any]) -> None:
    _values, version = own_values(store, account, report)
    store.put(account.email, "report", report, "update", fields, version)


def submit(store: Store, account: Account, report: str, note: str = "") -> None:
    _values, version = own_values(store, account, report)
    store.put(account.email, "report", report, "submit", {"note": note} if note else {}, version)


def add_photo(store: Store, account: Account, report: str, file: Path, caption: str = "") -> str:
    """Register a photograph and tie it to a report, in the outbox; its bytes follow by themselves. Returns its id."""
    if not file.is_file():
        raise Trouble(f"There is no file {file}.")
    values, version = own_values(store, account, report)
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while piece := opened.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    photo = str(uuid.uuid4())
    data = {
        "monument": values["monument"], "sha256": digest.hexdigest(), "size": size, "filename": file.name,
        "media_type": mimetypes.guess_type(file.name)[0] or "application/octet-stream", "caption": caption,
    }  # fmt: skip
    links = [*(values.get("photos") or []), {"photo": photo}]
    with store.transaction():
        store.add_photograph(account.email, Photograph(photo, report, file.resolve(), data["sha256"], size, "waiting"))
        store.put(account.email, "photo", photo, "create", data)
        store.put(account.email, "report", report, "update", {"photos": links}, version)
    return photo


def parsed(pairs: list[str]) -> dict[str, Any]:
    """`field=value` pairs; a value that is JSON is taken as such, any other as text."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise Trouble(f"'{pair}' is no FIELD=VALUE.")
        try:
            found[name] = json.loads(text) if text[:1] in "[{" or text in ("null", "true", "false") else text
        except ValueError:
            found[name] = text
    return found
