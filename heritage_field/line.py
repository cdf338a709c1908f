"""The line to the server: HTTP with patience. What failed on the way is tried again after a growing pause."""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import dataclass
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from heritage_field import __version__
from heritage_field.errors import Refused, Revoked, Unreachable

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 60.0
CONNECT_S, READ_S = 10.0, 60.0
BUSY = (429, 500, 502, 503, 504, 507)
"""Answers after which the same request may go through later."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


class Line:
    """Requests to one server, as one person. `attempts` bounds how often a request is made before giving up."""

    def __init__(self, server: str, token: str = "", *, attempts: int = 8, quiet: bool = False) -> None:
        self.server, self.token, self.attempts, self.quiet = server.rstrip("/"), token, attempts, quiet
        self.pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S), retries=False, maxsize=2
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, headers=headers).json

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = json.dumps(body, ensure_ascii=False).encode()
        return self.ask("POST", path, data, {"Content-Type": "application/json", **headers}).json

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request, made again after a pause while the line or the server fails. Raises `Refused` for any other no,
        `Revoked` when this device is to be wiped, `Unreachable` when patience ends. Safe for everything this client
        sends, since the server knows operations and pieces of files by their ids and offsets.
        """
        for attempt in range(1, self.attempts + 1):
            try:
                answer = self._once(method, path, body, headers or {})
            except HTTPError as failure:
                self._wait(attempt, f"no answer ({type(failure).__name__})", None)
                continue
            if answer.status not in BUSY:
                return self._accepted(answer)
            self._wait(attempt, f"the server answered {answer.status}", answer.headers.get("Retry-After"))
        raise Unreachable(
            f"{self.server} does not answer. Everything is kept here; push again when the line is better."
        )

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        sent = {"Accept": "application/json", "User-Agent": f"heritage-field/{__version__}", **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        url = path if path.startswith("http") else f"{self.server}{path}"
        response = self.pool.request(method, url, body=body, headers=sent, redirect=False)
        return Answer(response.status, response.headers, response.data)

    def _accepted(self, answer: Answer) -> Answer:
        if answer.status < 400:
            return answer
        try:
            problem = answer.json or {}
        except ValueError:
            problem = {}
        if problem.get("wipe"):
            raise Revoked(answer.status, problem)
        raise Refused(answer.status, problem)

    def _wait(self, attempt: int, why: str, retry_after: str | None) -> None:
        if attempt == self.attempts:
            return
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        if retry_after and retry_after.isdigit():
            pause = max(pause, float(retry_after))
        if not self.quiet:
            print(f"  {why}; attempt {attempt + 1} of {self.attempts} in {pause:.1f} s", file=sys.stderr, flush=True)
        time.sleep(pause)
