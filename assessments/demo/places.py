"""Facts of the demo's sites and monuments, each with its source. Coordinates are (longitude, latitude), WGS 84.

Sources are named as they are cited on the pages: UNESCO's list and state-of-conservation reports, DGAM's notices, the
weekly reports of ASOR's Cultural Heritage Initiatives, GeoNames, Wikipedia.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.kit import geometry


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    category: str
    en: str
    fr: str
    ar: str
    at: tuple[float, float] | None
    dating: str = ""
    materials: tuple[str, ...] = ()
    height_m: Decimal | None = None
    error_m: int | None = None
    movable: bool = False
    other: tuple[tuple[str, str, str], ...] = ()
    source: str = ""
    original_fabric: str = ""
    area_m2: Decimal | None = None
    line: tuple[tuple[float, float], ...] = ()

    @property
    def location(self) -> dict[str, Any] | None:
        if self.line:
            return {"type": "LineString", "coordinates": [list(one) for one in self.line]}
        return geometry.point(*self.at) if self.at else None


MUSEUM = (38.2760, 34.5535)
DAMASCUS = (36.2903, 33.5125)
"""The National Museum: longitude and latitude, as on any map."""

PALMYRA = [
    Place(
        "bel", "temple", "Temple of Bel", "Temple de Bel", "معبد بل", (38.27393, 34.54738), "dedicated AD 32",
        ("stone",), Decimal(15), other=(("Temple of Baal", "en", "former"),),
        source="GeoNames; Wikipedia; its area is that of the court, 205 by 210 m", area_m2=Decimal(43050),
    ),
    Place(
        "baalshamin", "temple", "Temple of Baalshamin", "Temple de Baalshamin", "معبد بعل شمين", (38.269941, 34.553401),
        "AD 131, altar AD 115", ("stone",), source="Wikipedia",
    ),
    Place(
        "arch", "arch", "Monumental Arch", "Arc monumental", "قوس النصر", (38.271, 34.549972), "AD 193–211",
        ("stone",), other=(("Arch of Triumph", "en", "local"), ("Arc de triomphe", "fr", "local")), source="Wikipedia",
        original_fabric="repaired in the 1930s",
    ),
    Place(
        "lion", "statue", "Lion of Al-Lat", "Lion d'Al-Lât", "أسد اللات", None, "1st century (AD or BC)", ("limestone",),
        Decimal("3.45"), movable=True, other=(("Lion of al-Lāt", "en", "scholarly"),), source="Gulf Times, 2017",
        original_fabric="about half after the repair of 2017",
    ),
    Place(
        "elahbel", "tower_tomb", "Tower of Elahbel", "Tour d'Elahbel", "مدفن إيلابل البرجي", (38.250318, 34.553576),
        "AD 103", ("sandstone",), other=(("Tower tomb no. 13", "en", "number"),), source="Wikipedia",
    ),
    Place(
        "citadel", "citadel", "Citadel of Palmyra", "Citadelle de Palmyre", "قلعة فخر الدين المعني",
        (38.257106, 34.562742), "founded about 1229 by the Ayyubid Shirkuh of Homs; strengthened 1630", ("stone",),
        other=(("Fakhr al-Din Castle", "en", "local"),), source="Wikipedia; van Berchem",
    ),
    Place(
        "theatre", "theatre", "Roman Theatre", "Théâtre romain", "المسرح الروماني بتدمر", (38.268761, 34.550768),
        "2nd century", ("ashlar",), source="Wikipedia; its area is that of a half circle of 92 m", area_m2=Decimal(3324),
    ),
    Place(
        "tetrapylon", "tetrapylon", "Tetrapylon", "Tétrapyle", "التترابيل", (38.2677, 34.5514), "end of the 3rd century",
        ("Aswan granite", "concrete (1963)"), error_m=100, source="position estimated, ± 100 m",
        original_fabric="1 of 16 columns",
    ),
    Place(
        "colonnade", "colonnade", "Great Colonnade", "Grande colonnade", "الشارع الطويل", None, "2nd–3rd century",
        ("stone",), line=((38.271, 34.549972), (38.2677, 34.5514)),
        source="no sourced line; its stretch from the Monumental Arch to the tetrapylon",
    ),
    Place(
        "museum", "museum", "Palmyra Museum", "Musée de Palmyre", "متحف تدمر", MUSEUM, "20th century", error_m=150,
        source="modern town; position estimated, ± 150 m",
    ),
]  # fmt: skip

TOWERS = [
    ("iamliku", "Tower of Iamliku", "Tour de Iamliku", "مدفن يمليكو البرجي", "AD 83", "ASOR CHI weekly report 57–58, September 2015"),
    *(
        (f"seven-{n}", f"Tower tomb destroyed by September 2015 ({n} of 7)",
         f"Tour funéraire détruite avant septembre 2015 ({n} sur 7)", f"مدفن برجي دُمّر قبل أيلول 2015 ({n} من 7)", "1st–2nd century",
         "ASOR CHI weekly report 57–58, September 2015; its number is not in our source")
        for n in range(3, 8)
    ),
    *(
        (f"no-{n}", f"Tower tomb no. {n}", f"Tour funéraire n° {n}", f"المدفن البرجي رقم {n}", "1st–2nd century",
         "ASOR CHI weekly report 87–88, April 2016")
        for n in (22, 65, 87, 91, 95, 96, 98, 100, 102, 103)
    ),
    ("bene-baa", "Tower of Bene Ba'a", "Tour des Bene Ba'a", "مدفن بني بعا البرجي", "1st–2nd century", "ASOR CHI 87–88; the name is garbled in our copy"),
    ("hairan", "Tower of Hairan Belshuri", "Tour de Hairan Belshuri", "مدفن حيران بلشوري البرجي", "1st–2nd century", "ASOR CHI weekly report 87–88, April 2016"),
]  # fmt: skip

OTHER_SITES = [
    ("ALP", "21", "Ancient City of Aleppo", "Ancienne ville d'Alep", "مدينة حلب القديمة", (37.16667, 36.23333), 1986, 2013, "SY", "364"),
    ("BOS", "22", "Ancient City of Bosra", "Ancienne ville de Bosra", "مدينة بصرى القديمة", (36.481944, 32.518056), 1980, 2013, "SY", None),
    ("CRA", "1229", "Crac des Chevaliers and Qal'at Salah El-Din", "Crac des Chevaliers et Qal'at Salah El-Din", "قلعة الحصن وقلعة صلاح الدين", (36.263056, 34.781944), 2006, 2013, "SY", "8.87"),
    ("DAM", "20", "Ancient City of Damascus", "Ancienne ville de Damas", "مدينة دمشق القديمة", (36.306111, 33.511111), 1979, 2013, "SY", None),
    ("ANV", "1348", "Ancient Villages of Northern Syria", "Villages antiques du Nord de la Syrie", "القرى القديمة في شمال سورية", (36.843889, 36.333889), 2011, 2013, "SY", None),
    ("HAT", "277", "Hatra", "Hatra", "الحضر", (42.71833, 35.58806), 1985, 2015, "IQ", None),
    ("NIM", "", "Nimrud", "Nimroud", "النمرود", (43.328889, 36.098056), None, None, "IQ", None),
    ("MOS", "", "Mosul, al-Nuri Mosque", "Mossoul, mosquée al-Nouri", "الموصل، جامع النوري الكبير", (43.12678, 36.342739), None, None, "IQ", None),
]  # fmt: skip

# After the criteria under which the property was inscribed, (i)(ii)(iv); the wording is ours. The document that would
# bind is the retrospective Statement of Outstanding Universal Value.
ATTRIBUTES = [
    ("iv-axis", "Colonnaded street as the axis of the city", "Rue à colonnades, axe de la cité", "الشارع المعمّد محور المدينة"),
    ("iv-sanctuaries", "Great sanctuaries where Graeco-Roman and eastern building meet",
     "Grands sanctuaires où se rencontrent architectures gréco-romaine et orientale",
     "معابد كبرى تلتقي فيها العمارة اليونانية الرومانية والشرقية"),
    ("iv-public", "Theatre and public buildings", "Théâtre et édifices publics", "المسرح والمباني العامة"),
    ("i-sculpture", "Palmyrene sculpture", "Sculpture palmyrénienne", "النحت التدمري"),
    ("iv-funerary", "Funerary monuments outside the walls", "Monuments funéraires hors les murs", "المدافن خارج الأسوار"),
]  # fmt: skip
CONVEYS = {
    "colonnade": ["iv-axis"], "arch": ["iv-axis"], "tetrapylon": ["iv-axis"], "bel": ["iv-sanctuaries"],
    "baalshamin": ["iv-sanctuaries"], "theatre": ["iv-public"], "lion": ["i-sculpture"], "elahbel": ["iv-funerary"],
    "iamliku": ["iv-funerary"],
}  # fmt: skip

OBJECT_IDS = {
    "lion": {
        "object_type": "statue of a lion guarding an antelope between its forelegs",
        "materials_techniques": "limestone, carved",
        "measurements": "3.45 m high, about 15 t",
        "distinguishing_features": "Broken in 2015 and put together in 2017; about half of it is original.",
        "title": "Lion of Al-Lat",
        "date_or_period": "1st century (AD or BC)",
    }
}
"""After Object ID; what our sources say and no more."""
