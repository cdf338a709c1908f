"""Decoding JSON from outside: msgspec checks the shape, and what later layers cannot store is rejected here."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext as _

from assessments.kit.errors import BadRequest, FieldError, Invalid, TooLarge, UnknownFilter

MAX_BYTES = 8 << 20
MAX_DEPTH = 64
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))
_PATH = re.compile(r" - at `(\$[^`]*)`$")

Shape = TypeVar("Shape")


def decoded(body: bytes, shape: type[Shape]) -> Shape:
    """Decode and check one body. 400 when it is not valid JSON, 422 with a pointer when it does not fit the shape."""
    if len(body) > MAX_BYTES:
        raise TooLarge(limit="8 MiB")
    return _fit(_normalised(body), shape)


def _fit(body: bytes, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as failure:
        raise invalid(failure) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as failure:
        raise BadRequest(f"The body is not readable JSON ({failure}).") from None


def _normalised(body: bytes) -> bytes:
    """The same JSON normalised to NFC. Raises `BadRequest` for what no later layer could store."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest(_("The body is not UTF-8.")) from None
    if _nests_too_deep(body):
        raise BadRequest(f"The body nests deeper than {MAX_DEPTH} levels.")
    if "\\u" in text:
        try:
            # Escapes written out, so that the checks below see what they stand for.
            text = msgspec.json.encode(msgspec.json.decode(text)).decode("utf-8")
        except (msgspec.DecodeError, UnicodeError, RecursionError) as failure:
            raise BadRequest(f"The body is not readable JSON ({failure}).") from None
    if "\x00" in text or "\\u0000" in text:
        raise BadRequest(_("The body holds a NUL character, which no text can keep."))
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text.encode()
    return unicodedata.normalize("NFC", text).encode()


def _nests_too_deep(body: bytes) -> bool:
    """Whether brackets are left after as many levels as may be were taken off, the innermost first. What is no JSON has
    unpaired ones left; it is refused either way."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    without_escapes = body.replace(rb"\\", b"").replace(rb"\"", b"")
    outside_strings = b"".join(without_escapes.split(b'"')[::2])
    brackets = outside_strings.translate(_BRACKETS, _ALL_BUT_BRACKETS)
    for _level in range(MAX_DEPTH):
        fewer = brackets.replace(b"[]", b"")
        if len(fewer) == len(brackets):
            break
        brackets = fewer
    return b"[]" in brackets


def invalid(failure: msgspec.ValidationError) -> Invalid:
    """msgspec's complaint as a 422 with a JSON Pointer."""
    text = str(failure)
    found = _PATH.search(text)
    path = found.group(1) if found else "$"
    pointer = re.sub(r"\[(\d+)\]", r"/\1", path.removeprefix("$")).replace("[...]", "/-").replace(".", "/")
    detail = _PATH.sub("", text) + "."
    return Invalid(f"{pointer or '/'}: {detail}", errors=[FieldError(pointer or "/", "shape", detail)])


def converted(values: Any, shape: type[Shape]) -> Shape:
    """A value that is JSON already, fitted to a shape."""
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError as failure:
        raise invalid(failure) from None


def query(values: dict[str, str], shape: type[Shape]) -> Shape:
    """Query parameters fitted to a struct; an unknown name is refused with the known ones."""
    known = [field.encode_name for field in msgspec.structs.fields(shape)]  # type: ignore[arg-type]
    for name in values:
        if name not in known:
            raise UnknownFilter(name=name, known=", ".join(known) or "none")
    if any("\x00" in value for value in values.values()):
        raise BadRequest(_("A parameter holds a NUL character."))
    try:
        return msgspec.convert(values, shape, strict=False)
    except msgspec.ValidationError as failure:
        problem = invalid(failure)
        raise BadRequest(problem.detail, errors=problem.errors) from None


class EmptyBody(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a move that takes no fields."""


def given(message: msgspec.Struct) -> dict[str, Any]:
    """The fields that a partial message really carried."""
    values = {name: getattr(message, name) for name in message.__struct_fields__}
    return {name: value for name, value in values.items() if value is not msgspec.UNSET}
