"""The other sites of the demo: their monuments, what befell them, what was seen of them from afar.

Facts after UNESCO's state-of-conservation reports, UNOSAT and ASOR, as each claim names them. What we invented says
EXERCISE; what nobody told us stays registered and never assessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.demo.days import between, day_of, on
from assessments.demo.reporting import Reporting, names
from assessments.kit import geometry, ids
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site


@dataclass(frozen=True, slots=True)
class Seen:
    """What imagery or reports showed on a day."""

    day: str
    grade: str
    narrative: str
    recorded: str
    method: str = "satellite"
    certainty: str = "medium"
    upto: str = "verified"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    key: str
    site: str
    category: str
    en: str
    fr: str
    ar: str
    at: tuple[float, float] | None = None
    source: str = "UNESCO World Heritage Centre"
    seen: tuple[Seen, ...] = ()


MONUMENTS = (
    Elsewhere(
        "alp-mosque", "ALP", "mosque", "Great Mosque of Aleppo", "Grande Mosquée d'Alep", "الجامع الأموي الكبير بحلب",
        source="UNOSAT, December 2014",
        seen=(Seen("2014-12-01", "heavy", "EXERCISE: the minaret is gone; courtyard and walls stand, roofs broken.", "2015-02-02"),),
    ),
    Elsewhere("alp-citadel", "ALP", "citadel", "Citadel of Aleppo", "Citadelle d'Alep", "قلعة حلب",
              seen=(Seen("2016-12-28", "moderate", "EXERCISE: a stretch of the outer wall has fallen.", "2017-04-18", upto="submitted"),)),
    Elsewhere("alp-souks", "ALP", "market_khan", "Souks of Aleppo", "Souks d'Alep", "أسواق حلب القديمة",
              seen=(Seen("2016-12-28", "very_heavy", "EXERCISE: long stretches are roofless and burnt out.", "2017-04-18", upto="submitted"),)),
    Elsewhere(
        "bos-theatre", "BOS", "theatre", "Roman Theatre and Citadel of Bosra", "Théâtre romain et citadelle de Bosra",
        "مسرح بصرى الروماني وقلعتها", (36.481944, 32.518056),
        seen=(Seen("2016-01-05", "moderate", "A crater; pillars and the west part of the citadel are hit.", "2016-02-01",
                   "open_source_media"),),
    ),
    Elsewhere("bos-mosque", "BOS", "mosque", "Al-Omari Mosque of Bosra", "Mosquée al-Omari de Bosra", "الجامع العمري في بصرى"),
    Elsewhere(
        "cra-crac", "CRA", "citadel", "Crac des Chevaliers", "Crac des Chevaliers", "قلعة الحصن", (36.263056, 34.781944),
        seen=(Seen("2014-05-02", "moderate", "EXERCISE: roofs and a stair are hit by bombardments; the walls stand.", "2015-02-02",
                   "archive"),),
    ),
    Elsewhere("cra-salah", "CRA", "citadel", "Qal'at Salah El-Din", "Qal'at Salah El-Din", "قلعة صلاح الدين"),
    Elsewhere("dam-mosque", "DAM", "mosque", "Umayyad Mosque of Damascus", "Mosquée des Omeyyades de Damas", "الجامع الأموي بدمشق"),
    Elsewhere("dam-citadel", "DAM", "citadel", "Citadel of Damascus", "Citadelle de Damas", "قلعة دمشق"),
    Elsewhere("anv-simeon", "ANV", "church", "Church of Saint Simeon", "Église de Saint-Siméon", "كنيسة مار سمعان العمودي",
              seen=(Seen("2017-03-20", "slight", "EXERCISE: losses at the base of the column, seen in pictures of a visitor.",
                         "2017-04-18", "open_source_media", "low", "submitted"),)),
    Elsewhere("anv-village", "ANV", "village", "Serjilla", "Serjilla", "سرجيلا"),
    Elsewhere(
        "hat-temple", "HAT", "temple", "Great Sanctuary of Hatra", "Grand sanctuaire de Hatra", "المعبد الكبير في الحضر",
        (42.71833, 35.58806),
        seen=(Seen("2015-04-20", "not_assessable", "EXERCISE: carved faces are hammered off in a film; the extent cannot be told.",
                   "2015-05-04", "open_source_media", "low"),),
    ),
    Elsewhere(
        "nim-palace", "NIM", "palace", "North-West Palace of Nimrud", "Palais nord-ouest de Nimroud",
        "القصر الشمالي الغربي في النمرود", (43.328889, 36.098056), "ASOR Cultural Heritage Initiatives",
        seen=(Seen("2015-04-18", "destroyed", "EXERCISE: levelled by machines and blown up.", "2015-05-04", certainty="high"),),
    ),
    Elsewhere(
        "mos-nuri", "MOS", "mosque", "Al-Nuri Mosque", "Mosquée al-Nouri", "جامع النوري الكبير", (43.12678, 36.342739),
        "tentative list; UNESCO",
        seen=(Seen("2017-03-28", "slight", "EXERCISE: it stands; the minaret leans as it did.", "2017-04-18", upto="submitted"),
              Seen("2017-06-22", "destroyed", "EXERCISE: down in imagery of 22 June 2017.", "2017-06-24", certainty="high")),
    ),
    Elsewhere("mos-minaret", "MOS", "mosque", "Al-Hadba Minaret", "Minaret al-Hadba", "منارة الحدباء", (43.12694, 36.3426)),
)  # fmt: skip

EVENTS: tuple[tuple[str, dict[str, str], tuple[str, ...], str, dict[str, Any], str], ...] = (
    ("2015-02-02", {"en": "Minaret of the Great Mosque lost", "fr": "Minaret de la Grande Mosquée perdu",
                    "ar": "سقوط مئذنة الجامع الكبير"}, ("alp-mosque",), "shelling", between("2013-01-01", "2013-12-31"),
     "UNOSAT, December 2014"),
    ("2015-02-02", {"en": "Bombardments of the Crac", "fr": "Bombardements du Crac", "ar": "قصف قلعة الحصن"},
     ("cra-crac",), "shelling", between("2013-06-01", "2014-03-31"), "UNESCO, state of conservation"),
    ("2015-05-04", {"en": "Nimrud bulldozed", "fr": "Nimroud rasé au bulldozer", "ar": "تجريف النمرود"}, ("nim-palace",),
     "tools_machines", day_of("2015-03-05"), "UNESCO, March 2015"),
    ("2015-05-04", {"en": "Attack on Hatra", "fr": "Attaque de Hatra", "ar": "الاعتداء على الحضر"}, ("hat-temple",),
     "tools_machines", between("2015-03-01", "2015-03-31"), "UNESCO, March 2015"),
    ("2016-02-01", {"en": "Bombs on the theatre of Bosra", "fr": "Bombes sur le théâtre de Bosra", "ar": "قنابل على مسرح بصرى"},
     ("bos-theatre",), "air_strike", day_of("2015-12-22"), "UNESCO, state of conservation"),
    ("2017-06-24", {"en": "Al-Nuri Mosque and its minaret blown up", "fr": "Mosquée al-Nouri et son minaret dynamités",
                    "ar": "تفجير جامع النوري ومنارته"}, ("mos-nuri", "mos-minaret"), "explosion", day_of("2017-06-21"),
     "UNESCO, June 2017"),
)  # fmt: skip

EXPERTS = {
    "One expert": {"fr": "Un expert", "ar": "خبير"},
    "Another expert": {"fr": "Un autre expert", "ar": "خبير آخر"},
}
SHARES_OF_NIMRUD = (
    ("One expert", "90 %", "About 90 percent of what was excavated is destroyed.",
     "Environ 90 pour cent de ce qui a été fouillé est détruit.", "نحو 90 بالمئة مما نُقّب عنه مدمَّر."),
    ("Another expert", "60 %", "About 60 percent of it is destroyed.",
     "Environ 60 pour cent en est détruit.", "نحو 60 بالمئة منه مدمَّر."),
)  # fmt: skip


def register_monuments(sites: dict[str, Site], reporting: Reporting) -> None:
    """Put the monuments of the other sites on the register."""
    by = reporting.cast.actor("verifier")
    for one in MONUMENTS:
        message = m.MonumentIn(
            id=ids.uuid7(), site=sites[one.site].id, names=names(one.en, one.fr, one.ar), category=one.category,
            sensitivity="open", location=geometry.point(*one.at) if one.at else None, source=one.source,
        )  # fmt: skip
        reporting.monuments[one.key] = register.create_monument(message, by=by)


def record_between(reporting: Reporting, *, until: str, after: str = "") -> None:
    """Record what was learnt of the other sites from `after` up to `until`, day by day."""
    days = {one.recorded for place in MONUMENTS for one in place.seen} | {one[0] for one in EVENTS}
    for day in sorted(one for one in days if after < one <= until):
        with on(day):
            for recorded, title, keys, mechanism, occurred, source in EVENTS:
                if recorded == day:
                    claim = m.Claim(occurred=occurred, source=source, chosen=True)
                    reporting.incident(title, list(keys), mechanism, [claim])
            for place in MONUMENTS:
                for number, one in enumerate(place.seen):
                    if one.recorded == day:
                        reporting.report(
                            f"{place.key}-{number}", place.key, day_of(one.day), one.method, one.grade, one.narrative,
                            author="observer", certainty=one.certainty, basis="imagery", upto=one.upto,
                        )  # fmt: skip


def state_shares_of_nimrud(site: Site, reporting: Reporting) -> None:
    """Two experts give two shares of one site: both stand."""
    with on("2016-12-05"):
        for who, figure, english, french, arabic in SHARES_OF_NIMRUD:
            register.record_statement(
                m.StatementIn(
                    id=ids.uuid7(), site=site.id, who=who, said_on=date(2016, 11, 30), about="condition", words=english,
                    translations={"fr": french, "ar": arabic}, attributed_to=EXPERTS[who], figure=figure, source="reports after November 2016, in our words; EXERCISE: the day",
                ),
                by=reporting.cast.actor("verifier"),
            )  # fmt: skip
