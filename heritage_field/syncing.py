"""Pull, push and photographs, as `docs/sync.md` describes them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TransferSpeedColumn

from heritage_field import __version__
from heritage_field.errors import Refused, Trouble
from heritage_field.line import Line
from heritage_field.store import Account, Photograph, Store

API = "/api/v1"
PAGE = 500
PIECE_BYTES = 256 << 10
"""A piece of a photograph: what a cut line makes one send again is at most this."""
TUS = {"Tus-Resumable": "1.0.0"}
ENTRY_SITES = 50
console = Console(stderr=True)


@contextmanager
def _bar(what: str, total: int | None, *, bytes_: bool = False) -> Iterator[Callable[[int], None]]:
    """A progress bar; calls say how much was done since. Without a total it only shows that something moves."""
    columns = (DownloadColumn(), TransferSpeedColumn()) if bytes_ else (MofNCompleteColumn(),)
    with Progress(TextColumn("{task.description}"), BarColumn(), *columns, console=console) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.advance(task, done)


def pull(store: Store, account: Account, line: Line) -> int:
    """Bring the copy up to date: the safety data first, then all changes since the last time. Returns how many came.

    A cursor from before the server was restored has expired: the copy is fetched anew, the outbox stays.
    """
    me = line.get(f"{API}/me")
    sites = [one["site"] for one in me["roles"] if one["site"]]
    _safety(store, account, line, sites)
    cursor = account.cursor
    size = line.get(f"{API}/sync/size") if not cursor else None
    if size:
        console.print(f"About {size['bytes'] / 1e6:.1f} MB before compression.")
    total = sum(one["count"] for one in size["kinds"].values()) if size else None
    came = 0
    with _bar("Changes", total) as advance:
        while True:
            try:
                query = {"limit": PAGE} | ({"cursor": cursor} if cursor else {})
                page = line.get(f"{API}/sync/changes?{urlencode(query)}")
            except Refused as refusal:
                if refusal.code not in ("cursor_expired", "cursor_of_another", "cursor_unreadable") or not cursor:
                    raise
                store.begin_copy(account.email)
                cursor = ""
                continue
            cursor = page["cursor"]
            store.apply(account.email, page["changes"], cursor)
            came += len(page["changes"])
            advance(len(page["changes"]))
            if not page["more"]:
                break
    if not sites:
        # Who belongs to all sites has none of their own: those with monuments in the copy.
        found = {one["site"] for one in store.things(account.email, "monument")}
        _safety(store, account, line, sorted(found)[:ENTRY_SITES])
    return came


def _safety(store: Store, account: Account, line: Line, sites: list[str]) -> None:
    for site in sites:
        try:
            store.keep_safety(account.email, site, line.get(f"{API}/sites/{site}/safety"))
        except Refused as refusal:
            if refusal.status not in (403, 404):
                raise


def push(store: Store, account: Account, line: Line) -> list[dict[str, Any]]:
    """Send the outbox in batches, then the photographs. Returns the outcomes.

    Operations that were refused before are sent again: what they lacked may be there now.
    """
    limit = int(line.get(f"{API}/limits")["push_operations"])
    waiting = store.outbox(account.email)
    outcomes: list[dict[str, Any]] = []
    with _bar("Operations", len(waiting)) as advance:
        for start in range(0, len(waiting), limit):
            batch = waiting[start : start + limit]
            left = len(waiting) - start - len(batch)
            outcomes += _send(store, account, line, [one.operation for one in batch], left)
            advance(len(batch))
    if not waiting:
        _send(store, account, line, [], 0)
    send_photographs(store, account, line)
    return outcomes


def _send(
    store: Store, account: Account, line: Line, operations: list[dict[str, Any]], left: int
) -> list[dict[str, Any]]:
    unsent = [one for one in store.photographs(account.email) if one.state == "waiting"]
    client = {"version": f"heritage-field {__version__}", "waiting": left, "photographs_waiting": len(unsent)}
    body = {"batch_id": str(uuid.uuid4()), "operations": operations, "client": client}
    outcomes: list[dict[str, Any]] = line.post(f"{API}/sync/push", body)["outcomes"]
    store.settle(outcomes)
    return outcomes


def send_photographs(store: Store, account: Account, line: Line) -> None:
    """Send the bytes of registered photographs, each from where it was cut."""
    registered = {one.id for one in store.outbox(account.email) if one.kind == "photo"}
    unsent = [one for one in store.photographs(account.email) if one.state == "waiting" and one.id not in registered]
    if not unsent:
        return
    needed = set(line.post(f"{API}/photos/need", {"sha256": [one.sha256 for one in unsent]})["needed"])
    with _bar("Photographs", sum(one.size for one in unsent), bytes_=True) as advance:
        for one in unsent:
            if one.sha256 in needed or _offset(line, one) < one.size:
                _send_file(line, one, advance)
            else:
                advance(one.size)
            store.photograph_has(one.id, "arrived")


def _offset(line: Line, one: Photograph) -> int:
    return int(line.ask("HEAD", f"{API}/uploads/{one.id}", headers=dict(TUS)).headers["Upload-Offset"])


def _send_file(line: Line, one: Photograph, advance: Callable[[int], None]) -> None:
    if not one.path.is_file() or one.path.stat().st_size != one.size:
        raise Trouble(f"{one.path} is not there any more, or was changed. Put the file back; the report waits for it.")
    offset = _offset(line, one)
    advance(offset)
    with one.path.open("rb") as file:
        while offset < one.size:
            file.seek(offset)
            piece = file.read(PIECE_BYTES)
            headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            try:
                answer = line.ask("PATCH", f"{API}/uploads/{one.id}", piece, headers)
            except Refused as refusal:
                if refusal.status != 409:
                    raise
                reached = _offset(line, one)  # a piece arrived whose answer was lost
            else:
                reached = int(answer.headers["Upload-Offset"])
            advance(reached - offset)
            offset = reached
