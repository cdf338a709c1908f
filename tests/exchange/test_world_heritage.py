"""The World Heritage List comes in whole or not at all, from every encoding it is found in, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.exchange import world_heritage
from assessments.exchange.errors import FileUnreadable, RowsUnreadable
from assessments.exchange.operations import import_world_heritage
from assessments.kit.actor import Via, system
from assessments.kit.errors import NotFound
from assessments.register.models import Site
from tests import factories

BY = system("import", Via.COMMAND)
HEADER = "id_no,name_en,name_fr,date_inscribed,longitude,latitude,iso_code,states_name_en,area_hectares"
BEL = '23,"<i>Site</i> of Palmyra","Site de Palmyre",1980,38.2667,34.5542,SY,"Syrian Arab Republic",1640'


def csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


@pytest.fixture
def the_list(shared_data: Path) -> bytes:
    return (shared_data / "whc-sites-2019.csv").read_bytes()


def test_all_1121_properties_are_read(the_list: bytes) -> None:
    reading = world_heritage.read(the_list)
    assert (len(reading.properties), reading.bad) == (1121, [])
    assert not [one for one in reading.properties if "<" in str(one.names)]
    (jerusalem,) = [one for one in reading.properties if one.number == "148"]
    assert (jerusalem.countries, jerusalem.area_ha) == ((), None)
    assert max(len(one.countries) for one in reading.properties) > 10


def test_semicolons_and_latin_1_give_the_same(the_list: bytes) -> None:
    import csv as c
    import io

    rows = list(c.reader(io.StringIO(the_list.decode("utf-8"))))
    out = io.StringIO()
    c.writer(out, delimiter=";").writerows(rows)
    copy = out.getvalue().encode("latin-1", "replace")
    from_copy = [
        (one.number, one.inscribed_year, one.longitude, one.countries) for one in world_heritage.read(copy).properties
    ]
    assert from_copy == [
        (one.number, one.inscribed_year, one.longitude, one.countries)
        for one in world_heritage.read(the_list).properties
    ]


def test_single_lines_in_another_encoding_give_the_same(the_list: bytes) -> None:
    lines = the_list.splitlines(keepends=True)
    for index in range(1, len(lines), 7):
        text = lines[index].decode("utf-8")
        try:
            lines[index] = text.encode("cp1252")
        except UnicodeEncodeError:
            continue
    assert world_heritage.read(b"".join(lines)).properties == world_heritage.read(the_list).properties


def test_importing_twice_changes_nothing_the_second_time(db: None) -> None:
    first = import_world_heritage(csv(BEL), by=BY)
    again = import_world_heritage(csv(BEL), by=BY)
    assert (first.created, again.created, again.unchanged) == (1, 0, 1)
    site = Site.objects.get(world_heritage_id="23")
    assert (site.code, site.label, site.version) == ("WH23", "Site of Palmyra", 1)


def test_a_dry_run_changes_nothing(db: None) -> None:
    assert import_world_heritage(csv(BEL), by=BY, dry_run=True).created == 1
    assert not Site.objects.exists()


def test_names_that_people_added_stay(db: None) -> None:
    import_world_heritage(csv(BEL), by=BY)
    site = Site.objects.get()
    site.names.append({"text": "تدمر", "language": "ar", "kind": "local"})
    site.save()
    import_world_heritage(csv(BEL.replace("Site de Palmyre", "Palmyre")), by=BY)
    assert {name["text"] for name in Site.objects.get().names} == {"Site of Palmyra", "Palmyre", "تدمر"}


def test_a_bad_row_is_reported_with_its_line_and_nothing_is_changed(db: None) -> None:
    bad = BEL.replace("23,", "24,", 1).replace("38.2667", "somewhere")
    with pytest.raises(RowsUnreadable) as refusal:
        import_world_heritage(csv(BEL, bad), by=BY)
    (row,) = refusal.value.facts["bad"]  # type: ignore[misc]
    assert (row.line, row.reason) == (3, "longitude is 'somewhere', which is no number")
    assert not Site.objects.exists()
    assert import_world_heritage(csv(BEL, bad), by=BY, skip_bad_rows=True).created == 1


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04zip", b"a,b\n1,2\n", b"\x00\x01"], ids=["empty", "xlsx", "other", "binary"]
)
def test_another_file_is_refused_with_a_sentence(db: None, data: bytes) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        import_world_heritage(data, by=BY)
    assert "Nothing was changed" in refusal.value.sentence() or "nothing was changed" in refusal.value.sentence()


def test_only_administrators_import(db: None) -> None:
    with pytest.raises(Exception, match="roles") as refusal:
        import_world_heritage(csv(BEL), by=factories.actor(factories.person("nobody")))
    assert not isinstance(refusal.value, NotFound)
