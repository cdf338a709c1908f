"""A real browser on an empty page of this repository's own files; no server of ours and no database."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import browser

__all__ = ["browser"]
ROOT = Path(__file__).resolve().parents[2]
PAGE = b"<!doctype html><html lang='en'><title>test</title><body data-user='rana'></body></html>"


class Files(http.server.SimpleHTTPRequestHandler):
    """Files below the repository, and an empty page at /; nothing is logged."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def files() -> Iterator[str]:
    """The address of the repository's files."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
