"""What a browser would send of a form that nobody touched, for tests without a browser."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """The fields of the first form in <main> that is sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._in_main = self._in_form = self._is_done = False
        self._textarea = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._in_main = True
        if tag == "form" and self._in_main and not self._is_done and given.get("method") == "post":
            self._in_form = True
        if not self._in_form:
            return
        name = given.get("name", "")
        if tag == "textarea":
            self._textarea, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.values or "selected" in given):
            self.values[self._select] = given.get("value", "")
        elif tag == "input" and name and _is_sent(given):
            self.values[name] = given.get("value", "on")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        if tag == "select":
            self._select = ""
        if tag == "form" and self._in_form:
            self._in_form, self._is_done = False, True


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type")
    return kind not in ("submit", "file") and (kind not in ("checkbox", "radio") or "checked" in given)


def form_values(page: str) -> dict[str, str]:
    reader = _Fields()
    reader.feed(page)
    return {name: value for name, value in reader.values.items() if name != "csrfmiddlewaretoken"}
