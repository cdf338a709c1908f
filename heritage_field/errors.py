"""What can go wrong, each with a sentence for the person at the keyboard."""

from __future__ import annotations

from typing import Any


class Trouble(Exception):
    """Something that the person should read. Nothing that was typed is lost by it."""


class Unreachable(Trouble):
    """No answer, after all attempts."""


class Refused(Trouble):
    """The server answered and said no: an RFC 9457 problem."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        super().__init__(str(problem.get("detail") or problem.get("title") or f"The server answered {status}."))

    @property
    def code(self) -> str:
        return str(self.problem.get("code", ""))


class Revoked(Refused):
    """The device was revoked: what it holds is to be wiped."""
