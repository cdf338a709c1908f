"""What is looked for is found, however it is spelt; what one may not see is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assessments.kit.names import search_text
from assessments.register import operations as register
from tests import factories
from tests.product.url_map import signed_in


def found(world: SimpleNamespace, words: str, who: str = "verifier") -> str:
    reply = signed_in(world, who).get("/search", {"q": words}, headers={"HX-Request": "true"})
    assert reply.status_code == 200
    return reply.content.decode()


@pytest.fixture
def palmyra(world: SimpleNamespace) -> SimpleNamespace:
    def names(*texts: tuple[str, str]) -> list[dict[str, str]]:
        return [{"text": text, "language": language, "kind": "official"} for text, language in texts]

    world.site.names = names(("Site of Palmyra", "en"), ("موقع تدمر", "ar"))
    world.site.search_text = search_text(world.site.names)
    world.site.save()
    for at in (
        names(("Monumental Arch", "en"), ("Arc de triomphe", "fr"), ("Arch of Triumph", "en"), ("قوس النصر", "ar")),
        names(("Lion of Al-Lāt", "en"), ("أسد اللات", "ar")),
        names(("Tower of Elahbel", "en")),
        names(("Temple of Baalshamin", "en"), ("معبد بعل شمين", "ar")),
        names(("St.John's chapel", "en")),
    ):
        factories.monument(world.site, names=at, sensitivity="open")
    return world


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Palmira", "Site of Palmyra"),
        ("tadmor", "Site of Palmyra"),
        ("Lion Al Lat", "Lion of Al-Lāt"),
        ("arch of triomph", "Monumental Arch"),
        ("arc de triomphe", "Monumental Arch"),
        ("قوس النصر", "Monumental Arch"),
        ("qaws al-nasr", "Monumental Arch"),
        ("triumph arch", "Monumental Arch"),
        ("monu", "Monumental Arch"),
        ("Elabel", "Tower of Elahbel"),
        ("Tower of Elahbl", "Tower of Elahbel"),
        ("Towre Elahbel", "Tower of Elahbel"),
        ("Tempel of Baal Shmin", "Temple of Baalshamin"),
        ("معبد بعلشمين", "Temple of Baalshamin"),
        ("john", "St.John"),
    ],
)
def test_a_place_is_found_in_any_script_and_spelling(palmyra: SimpleNamespace, words: str, name: str) -> None:
    assert name in found(palmyra, words)


def test_the_name_that_was_asked_for_comes_first(palmyra: SimpleNamespace) -> None:
    factories.monument(palmyra.site, "Great Monumental Archive", sensitivity="open")
    page = found(palmyra, "monumental arch")
    assert page.index("<bdi>Monumental Arch</bdi>") < page.index("<bdi>Great Monumental Archive</bdi>")


def test_a_withheld_name_is_not_found(palmyra: SimpleNamespace) -> None:
    factories.monument(palmyra.site, "Tomb of the Three Brothers", sensitivity="guarded")
    assert "Three Brothers" in found(palmyra, "three brothers")
    for who in ("outsider", "nobody"):
        page = found(palmyra, "three brothers", who)
        assert "Nothing that you may see" in page
        assert "monuments/" not in page


def test_a_report_is_found_by_its_number_and_by_that_on_the_board(palmyra: SimpleNamespace) -> None:
    report = factories.report(palmyra, upto="submitted", field_number="B-17")
    for words in (str(report.reference), str(report.reference).lower(), "B-17"):
        assert f"/reports/{report.id}" in found(palmyra, words)
        assert f"/reports/{report.id}" not in found(palmyra, words, "outsider")


def test_a_photograph_is_found_by_its_caption_and_its_file(palmyra: SimpleNamespace) -> None:
    photo = factories.processed(palmyra, caption="The keystone on the road")
    for words in ("keystone", "img_0001"):
        assert f"/photos/{photo.id}" in found(palmyra, words)
        assert f"/photos/{photo.id}" not in found(palmyra, words, "outsider")


def test_protected_people_are_found_by_their_alias_only(palmyra: SimpleNamespace) -> None:
    recorder = palmyra.users["recorder"]
    link = f"/reports?author={recorder.id}"
    assert link in found(palmyra, recorder.full_name)
    register.protect(recorder.id, "Assessor PAL-07", by=palmyra.by("administrator"))
    assert link not in found(palmyra, recorder.full_name)
    assert link in found(palmyra, "assessor pal")
    assert link not in found(palmyra, "assessor pal", "outsider")


@pytest.mark.parametrize("words", ["x" * 10_000, "' | !(", "\\", "a\0b", "::tsquery", "%_%", "'''", "؟", " "])
def test_odd_words_find_nothing_and_break_nothing(palmyra: SimpleNamespace, words: str) -> None:
    page = found(palmyra, words)
    assert "monuments/" not in page
    if len(words) > 100:
        assert "Only the first 100 letters" in page
