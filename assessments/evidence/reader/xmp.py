"""XMP packets (ISO 16684-1): an RDF tree converted to plain values under the usual prefixes."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_BYTES = 4 << 20
MAX_TEXT = 2_000
MAX_VALUES = 500
MAX_DEPTH = 6

PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc", "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/exif/1.0/": "exif", "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff", "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/exif/1.0/aux/": "aux", "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs", "http://ns.google.com/photos/1.0/camera/": "GCamera",
}  # fmt: skip
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LISTS = (f"{RDF}Bag", f"{RDF}Seq", f"{RDF}Alt")


def values(packet: bytes) -> dict[str, Any]:
    """Every property of the packet. Raises `ValueError` when it cannot be parsed or is too large."""
    if len(packet) > MAX_BYTES:
        raise ValueError("longer than 4 MiB")
    try:
        root = fromstring(packet.strip(b"\x00 \r\n\t"))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as failure:
        raise ValueError(str(failure)) from None
    found: dict[str, Any] = {}
    for description in root.iter(f"{RDF}Description"):
        for name, value in _properties(description, 0).items():
            found.setdefault(name, value)
        if len(found) > MAX_VALUES:
            break
    return dict(list(found.items())[:MAX_VALUES])


def _properties(element: Element, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in element.attrib.items():
        if not name.startswith((RDF, "{http://www.w3.org/XML/")):
            found[_name(name)] = text.replace("\x00", "").strip()[:MAX_TEXT]
    for child in element:
        if not str(child.tag).startswith(RDF):
            found[_name(str(child.tag))] = _value(child, depth + 1)
    return found


def _value(element: Element, depth: int) -> Any:
    if depth > MAX_DEPTH:
        return "…"
    for child in element:
        if child.tag == f"{RDF}Alt":
            return _preferred(child, depth)
        if child.tag in _LISTS:
            return [_value(one, depth + 1) for one in list(child)[:MAX_VALUES]]
        if child.tag == f"{RDF}Description":
            return _properties(child, depth + 1)
    if len(element) or any(not name.startswith(("{http://www.w3.org/XML/", RDF)) for name in element.attrib):
        return _properties(element, depth + 1)
    return (element.text or "").replace("\x00", "").strip()[:MAX_TEXT]


def _preferred(alternatives: Element, depth: int) -> Any:
    """Of the language alternatives of a text, the one marked as default, else the first."""
    items = list(alternatives)
    chosen = next((one for one in items if one.attrib.get(LANGUAGE) == "x-default"), items[0] if items else None)
    return _value(chosen, depth + 1) if chosen is not None else ""


def _name(tag: str) -> str:
    space, _brace, name = tag.removeprefix("{").rpartition("}")
    prefix = PREFIXES.get(space) or space.rstrip("/#").rpartition("/")[2]
    return f"{prefix}:{name}" if prefix else name
