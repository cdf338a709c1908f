"""Loads the demo data in chronological order, through the product's own operations."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.damage import operations as damage
from assessments.damage.messages import Cause, Effect, FactorIn, FindingIn, PhotoLink, ReportIn
from assessments.demo import drawings, places
from assessments.demo.days import between, day_of, on
from assessments.demo.ground import Ground
from assessments.demo.people import LOADER, Cast
from assessments.demo.works import Works
from assessments.evidence import operations as evidence
from assessments.evidence.messages import PhotoIn
from assessments.kit import geometry, ids
from assessments.kit.checksums import sha256
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Monument, Site

BEFORE_WAR = {"kind": "before", "date": "2011-03-01"}


def names(en: str, fr: str = "", ar: str = "", other: tuple[tuple[str, str, str], ...] = ()) -> list[m.Name]:
    found = [m.Name(en, "en")]
    if fr:
        found.append(m.Name(fr, "fr"))
    if ar:
        found.append(m.Name(ar, "ar", script="Arab"))
    return found + [m.Name(text, language, kind) for text, language, kind in other]


class Story:
    """Loads the demo; holds its users, monuments and reports meanwhile."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.monuments: dict[str, Monument] = {}
        self.reports: dict[str, UUID] = {}
        self.seed = 0

    def load(self) -> None:
        self.cast.create_users()
        with on("2015-01-05"):
            self.palmyra = self._palmyra()
            others = self._other_sites()
            self.cast.grant_roles([self.palmyra])
            for site in others:
                register.grant(self.cast.users["verifier"].id, "verifier", site.id, by=self.cast.actor("admin"))
            self._monuments()
            self._authorities()
        ground = Ground(self.palmyra, self.cast)
        ground.state_regime()
        self._losses_of_2015()
        ground.spring_2016()
        self._statements()
        self._spring_2016()
        ground.winter_2016()
        self._second_loss()
        ground.spring_2017()
        self._queues()
        Works(self.palmyra, self.monuments, self.cast).load()

    # Places

    def _site(self, message: m.SiteIn) -> Site:
        return register.create_site(message, by=LOADER)

    def _palmyra(self) -> Site:
        return self._site(
            m.SiteIn(
                id=ids.uuid7(), code="PAL", names=names("Site of Palmyra", "Site de Palmyre", "موقع تدمر",
                (("Tadmur", "ar-Latn", "local"), ("تدمر", "ar", "local"))), visibility="public",
                time_zone="Asia/Damascus", countries=["SY"], location=geometry.point(38.266667, 34.554167),
                world_heritage_id="23", inscribed_year=1980, in_danger_since=2013, area_ha=Decimal(1640),
                mine_action_contact="EXERCISE mine action desk, +000 000 000",
                attributes=[
                    m.Attribute(code, {"en": en, "fr": fr, "ar": ar}) for code, en, fr, ar in places.ATTRIBUTES
                ],
                source="UNESCO World Heritage Centre; area as in the inscription record",
            )
        )  # fmt: skip

    def _other_sites(self) -> list[Site]:
        found = []
        for code, wh, en, fr, ar, at, year, danger, country, area in places.OTHER_SITES:
            message = m.SiteIn(
                id=ids.uuid7(), code=code, names=names(en, fr, ar), visibility="public", countries=[country],
                time_zone="Asia/Damascus" if country == "SY" else "Asia/Baghdad", location=geometry.point(*at),
                world_heritage_id=wh, inscribed_year=year, in_danger_since=danger,
                area_ha=Decimal(area) if area else None, source="UNESCO World Heritage Centre",
            )  # fmt: skip
            found.append(self._site(message))
        return found

    def _monument(self, message: m.MonumentIn, key: str) -> None:
        self.monuments[key] = register.create_monument(message, by=self.cast.actor("verifier"))

    def _monuments(self) -> None:
        for one in places.PALMYRA:
            self._monument(
                m.MonumentIn(
                    id=ids.uuid7(), site=self.palmyra.id, names=names(one.en, one.fr, one.ar, one.other),
                    category=one.category, sensitivity="open",
                    location=one.location, location_error_m=one.error_m,
                    dating=one.dating, height_m=one.height_m, materials=list(one.materials), movable=one.movable,
                    original_fabric=one.original_fabric, source=one.source, conveys=places.CONVEYS.get(one.key, []),
                ),
                one.key,
            )  # fmt: skip
        group = m.MonumentIn(
            id=ids.uuid7(), site=self.palmyra.id, category="necropolis", sensitivity="open",
            names=names("Other tower tombs", "Autres tours funéraires", "المدافن البرجية الأخرى"),
            source="a group: its tombs are recorded and counted singly",
        )  # fmt: skip
        self._monument(group, "towers")
        for key, en, ar, dating, source in places.TOWERS:
            self._monument(
                m.MonumentIn(
                    id=ids.uuid7(), site=self.palmyra.id, parent=self.monuments["towers"].id, category="tower_tomb",
                    names=names(en, "", ar), dating=dating, sensitivity="guarded", source=source,
                    conveys=["iv-funerary"],
                ),
                key,
            )  # fmt: skip
        self._lion()

    def _lion(self) -> None:
        lion = self.monuments["lion"].id
        stays = [
            ({"precision": "unknown", "as_written": "antiquity"}, date(1977, 1, 1), "Temple of Al-Lat, Palmyra", "", "found there in 1977"),
            (day_of("1977-01-01") | {"as_written": "from 1977"}, date(2015, 6, 27), "In front of the Palmyra Museum", "Palmyra Museum", ""),
            (day_of("2015-06-27"), date(2016, 12, 1), "Fragments at the Palmyra Museum", "Palmyra Museum", "smashed"),
            ({"precision": "before", "to": "2017-10-01"}, None, "National Museum, Damascus", "DGAM", "repaired, shown from 1 October 2017"),
        ]  # fmt: skip
        for since, until, place, holder, reason in stays:
            register.record_location(
                m.LocationIn(
                    id=ids.uuid7(), monument=lion, since=since, until=until, place=place, holder=holder, reason=reason,
                    source="Gulf Times, 2017; SANA, 2016", is_restricted="Damascus" in place,
                    location=geometry.point(*places.MUSEUM) if "Museum, Damascus" not in place and "Museum" in place
                    else None,
                ),
                by=self.cast.actor("verifier"),
            )  # fmt: skip

    def _authorities(self) -> None:
        bodies = [
            ("EXERCISE Directorate of Antiquities", "مديرية آثار للتمرين", "legal"),
            ("EXERCISE Mine Action Desk", "", "mine_action"),
            ("EXERCISE World Heritage desk", "", "international"),
        ]
        for en, ar, mandate in bodies:
            register.record_authority(
                m.AuthorityIn(id=ids.uuid7(), names=names(en, "", ar), mandate=mandate, sites=[self.palmyra.id]),
                by=self.cast.actor("admin"),
            )

    # Events

    def _incident(self, title: str, monuments: list[str], mechanism: str, claims: list[m.Claim]) -> None:
        register.record_incident(
            m.IncidentIn(
                id=ids.uuid7(), site=self.palmyra.id, monuments=[self.monuments[one].id for one in monuments],
                title={"en": title}, mechanism=mechanism, intent="deliberate", claims=claims,
            ),
            by=self.cast.actor("verifier"),
        )  # fmt: skip

    def _losses_of_2015(self) -> None:
        claim = m.Claim
        with on("2015-09-16"):
            self._incident(
                "Lion of Al-Lat smashed", ["lion"], "tools_machines",
                [claim(occurred=day_of("2015-06-27"), source="Gulf Times, 2017", chosen=True),
                 claim(occurred=between("2015-07-01", "2015-07-31"), source="SANA"),
                 claim(occurred=between("2015-03-01", "2015-03-31"), source="Xinhua")],
            )  # fmt: skip
            self._incident(
                "Temple of Baalshamin blown up", ["baalshamin"], "explosion",
                [claim(occurred=day_of("2015-08-23"), source="DGAM notice; ASOR CHI 55–56", chosen=True)],
            )  # fmt: skip
            self._incident(
                "Cella of the Temple of Bel blown up", ["bel"], "explosion",
                [claim(occurred=day_of("2015-08-30"), source="ASOR CHI 55–56", chosen=True)],
            )  # fmt: skip
            seven = ["elahbel", "iamliku", *(f"seven-{n}" for n in range(3, 8))]
            self._incident(
                "Seven tower tombs blown up", seven, "explosion",
                [claim(occurred=between("2015-06-01", "2015-09-02"), source="ASOR CHI 57–58", chosen=True),
                 claim(occurred={"precision": "before", "to": "2015-08-25"}, source="told about 25 August 2015")],
            )  # fmt: skip
        with on("2015-10-20"):
            self._incident(
                "Monumental Arch blown up", ["arch"], "explosion",
                [claim(occurred=between("2015-10-01", "2015-10-05"), source="Wikipedia", chosen=True)],
            )  # fmt: skip
            self._imagery(
                "bel",
                "2015-08-31",
                "destroyed",
                "Cella gone in imagery of 31 August 2015; gate and outer walls stand.",
                parts=["cella"],
            )
            for key in ("baalshamin", *seven):
                self._imagery(key, "2015-09-02", "destroyed", "Rubble where it stood, in imagery of 2 September 2015.")

    def _imagery(self, key: str, day: str, grade: str, narrative: str, *, parts: list[str] | None = None) -> None:
        self._report(
            f"{key}-{day}", key, day_of(day), "satellite", grade, narrative, author="recorder2", parts=parts,
            certainty="high", basis="imagery",
        )  # fmt: skip

    def _photos(self, key: str, day: str, count: int, *, fallen: bool, author: str) -> list[PhotoLink]:
        links = []
        place = next((one.at for one in places.PALMYRA if one.key == key), None)
        for number in range(count):
            self.seed += 1
            taken = datetime.combine(date.fromisoformat(day), time(10, 5 * number), UTC).replace(tzinfo=None)
            label = self.monuments[key].label
            data = drawings.photograph(f"{label}, {day}, no. {number + 1}", taken, place, self.seed, fallen=fallen)
            links.append(PhotoLink(self._photo(data, f"IMG_{4000 + self.seed}.jpg", key, author)))
        return links

    def _photo(self, data: bytes, filename: str, key: str, author: str) -> UUID:
        message = PhotoIn(
            id=ids.uuid7(), sha256=sha256(data).hex(), size=len(data), media_type="image/jpeg", filename=filename,
            monument=self.monuments[key].id, licence="CC0-1.0", credit="Drawn by Zenobia for an exercise",
        )  # fmt: skip
        photo = evidence.register_photo(message, by=self.cast.actor(author))
        return evidence.take_whole(photo, io.BytesIO(data).read, by=self.cast.actor(author)).id

    def _report(
        self, name: str, key: str, observed: dict[str, Any], method: str, grade: str, narrative: str, *,
        author: str = "recorder", extent: str = "", parts: list[str] | None = None, findings: list[FindingIn] | None = None,
        photos: list[PhotoLink] | None = None, certainty: str = "definite", basis: str = "photographs",
        visit: UUID | None = None, upto: str = "verified", note: str = "", **more: Any,
    ) -> UUID:  # fmt: skip
        extents = {"none": "none_visible", "slight": "p01_10", "moderate": "p11_30", "heavy": "p31_60",
                   "very_heavy": "p61_90", "destroyed": "p91_100"}  # fmt: skip
        by = self.cast.actor(author)
        assert by.user_id is not None
        message = ReportIn(
            id=ids.uuid7(), monument=self.monuments[key].id, method=method, observed=observed, damage=grade,
            extent=extent or extents[grade], narrative=narrative, certainty=certainty, observers=[by.user_id],
            scope="parts" if parts else "whole", seen=parts or [], findings=findings or [], photos=photos or [],
            reference_state=BEFORE_WAR, visit=visit, **more,
        )  # fmt: skip
        report = damage.create_report(message, by=by)
        self.reports[name] = report.id
        if upto != "draft":
            damage.submit(report.id, by=by, accept_doubts=True)
        if upto == "verified":
            damage.verify(report.id, by=self.cast.actor("verifier"), basis=basis)
        if upto == "returned":
            damage.return_(report.id, by=self.cast.actor("verifier"), note=note)
        return report.id

    def _finding(self, part: str, effect: str, cause: str, extent: str, **more: Any) -> FindingIn:
        return FindingIn(
            id=ids.uuid7(), part_label=part, effects=[Effect(effect, "definite")], causes=[Cause(cause, "high")],
            extent=extent, **more,
        )  # fmt: skip

    def _spring_2016(self) -> None:
        with on("2016-04-02"):
            for key, *_rest in places.TOWERS:
                if key.startswith(("no-", "bene", "hairan")):
                    self._imagery(key, "2016-03-30", "destroyed", "Gone or severely damaged in imagery of March 2016.")
        with on("2016-04-25", 17):
            team = [m.VisitMemberIn(self.cast.users[one].id, "recorder") for one in ("recorder", "recorder2")]
            visit = register.create_visit(
                m.VisitIn(
                    id=ids.uuid7(), site=self.palmyra.id, first_day=date(2016, 4, 24), last_day=date(2016, 4, 26),
                    title="EXERCISE: first assessment", mandate="EXERCISE", team=team, method="field_visual",
                    not_reached=["Temple of Bel", "Citadel"],
                    caveat="The Temple of Bel and the Citadel were seen from a distance only: demining was not finished.",
                    source="UN News, 27 April 2016",
                ),
                by=self.cast.actor("recorder"),
            ).id  # fmt: skip
            self._april_reports(visit)

    def _april_reports(self, visit: UUID) -> None:
        seen = day_of("2016-04-24")
        self._report(
            "arch-2016", "arch", day_of("2016-04-25"), "field_visual", "destroyed",
            "Central arch and north bay down; stones lie on the ground within 15 m.", visit=visit,
            photos=self._photos("arch", "2016-04-25", 3, fallen=True, author="recorder"),
            findings=[self._finding("central arch", "collapse", "explosive_demolition", "p91_100"),
                      self._finding("north bay", "displaced_fragments", "explosive_demolition", "p61_90")],
            factors=[FactorIn("natural", "wind_action", "probable")], safety_hazards="yes", intervention_required="yes",
        )  # fmt: skip
        self._report("baalshamin-2016", "baalshamin", day_of("2016-04-25"), "field_visual", "destroyed",
                     "Cella and portico gone; columns of the court partly stand.", visit=visit,
                     photos=self._photos("baalshamin", "2016-04-25", 2, fallen=True, author="recorder"))  # fmt: skip
        self._report("bel-2016", "bel", seen, "field_distance", "very_heavy",
                     "Seen from a distance. Cella down; the portal stands.", change_reason="better_knowledge", visit=visit, certainty="high",
                     photos=self._photos("bel", "2016-04-24", 2, fallen=True, author="recorder"))  # fmt: skip
        self._report("bel-portal-2016", "bel", seen, "field_distance", "heavy",
                     "The portal stands, cracked. Seen from a distance.", visit=visit, certainty="medium",
                     parts=["portal"], author="recorder2")  # fmt: skip
        self._report("citadel-2016", "citadel", seen, "field_distance", "heavy",
                     "Entrance stair blown; the core stands. Seen from a distance.", visit=visit, certainty="medium",
                     photos=self._photos("citadel", "2016-04-24", 1, fallen=False, author="recorder"))  # fmt: skip
        self._report("lion-2016", "lion", day_of("2016-04-24"), "field_visual", "heavy",
                     "In fragments in front of the museum.", visit=visit, author="recorder2",
                     photos=self._photos("lion", "2016-04-24", 1, fallen=True, author="recorder2"))  # fmt: skip
        self._report(
            "museum-2016",
            "museum",
            day_of("2016-04-24"),
            "field_visual",
            "heavy",
            "Shell hole in the roof; sculptures defaced and smashed; fragments on the floors.",
            visit=visit,
        )
        for key in ("theatre", "colonnade"):
            self._report(f"{key}-2016", key, day_of("2016-04-25"), "field_visual", "slight",
                         "Stands. Slight losses and impact marks.", visit=visit,
                         photos=self._photos(key, "2016-04-25", 1, fallen=False, author="recorder"))  # fmt: skip
        self._report("tetrapylon-2016", "tetrapylon", day_of("2016-04-25"), "field_visual", "slight",
                     "All sixteen columns stand, fifteen of them of 1963.", visit=visit,
                     photos=self._photos("tetrapylon", "2016-04-25", 1, fallen=False, author="recorder"))  # fmt: skip

    def _second_loss(self) -> None:
        with on("2017-01-10", 20):
            self._incident(
                "Tetrapylon and façade of the theatre destroyed", ["tetrapylon", "theatre"], "explosion",
                [m.Claim(occurred=between("2016-12-26", "2017-01-10"), source="ASOR CHI, January 2017", chosen=True)],
            )  # fmt: skip
            self._report("tetrapylon-imagery", "tetrapylon", day_of("2017-01-10"), "satellite", "very_heavy",
                         "Two columns stand in imagery of 10 January 2017.", author="recorder2", certainty="medium",
                         basis="imagery", change_reason="new_damage")  # fmt: skip
            self._report("theatre-imagery", "theatre", day_of("2017-01-10"), "satellite", "heavy",
                         "The stage façade has fallen in part.", author="recorder2", certainty="high", basis="imagery",
                         change_reason="new_damage")  # fmt: skip
        with on("2017-03-05", 20):
            self._report("tetrapylon-2017", "tetrapylon", day_of("2017-03-05"), "field_visual", "very_heavy",
                         "Four of sixteen columns stand; fifteen of the sixteen were copies of 1963.",
                         photos=self._photos("tetrapylon", "2017-03-05", 2, fallen=True, author="recorder"),
                         change_reason="better_knowledge")  # fmt: skip
            self._report("theatre-2017", "theatre", day_of("2017-03-05"), "field_visual", "heavy",
                         "The central part of the stage façade is down.",
                         photos=self._photos("theatre", "2017-03-05", 1, fallen=True, author="recorder"),
                         change_reason="better_knowledge", posting="unsafe",
                         factors=[FactorIn("natural", "collapse_risk", "probable")])  # fmt: skip
            self._report("colonnade-2017", "colonnade", day_of("2017-03-05"), "field_visual", "slight",
                         "No new damage.", change_reason="better_knowledge")  # fmt: skip

    def _statements(self) -> None:
        why = {
            "en": "Ours counts monuments on the list, each once, and says how many were not assessed. That claim speaks "
            "of 'architecture' without saying what is counted; damaged places are also recorded first.",
            "fr": "Notre chiffre compte les monuments de la liste, un par un, et dit combien n'ont pas été évalués. Cette "
            "déclaration parle d'« architecture » sans dire ce qui est compté ; les lieux endommagés sont relevés d'abord.",
            "ar": "رقمنا يعدّ المعالم المدرجة في القائمة، كلاً على حدة، ويذكر عدد ما لم يُقيَّم. أما هذا القول فيتحدث عن "
            "«العمارة» دون بيان ما يُعدّ؛ كما أن الأماكن المتضررة تُوثَّق أولاً.",
        }
        with on("2016-04-07"):
            for about, words, figure, difference in (
                ("condition", "Eighty percent of the architecture is in good shape.", "80 %", why),
                ("duration", "Restoration will take five years, if UNESCO approves.", "5 years", {
                    "en": "An estimate said in an interview, before any assessment of what must be done. UNESCO does not "
                    "approve works: it gives advice, the permit is national."}),
            ):  # fmt: skip
                register.record_statement(
                    m.StatementIn(
                        id=ids.uuid7(), site=self.palmyra.id, who="Director-General of Antiquities and Museums",
                        office="DGAM, Syria", said_on=date(2016, 4, 6), about=about, words=words, figure=figure,
                        source="as reported by The Times, 6 April 2016, in our words", difference=difference,
                    ),
                    by=self.cast.actor("verifier"),
                )  # fmt: skip

    def _queues(self) -> None:
        with on("2017-04-20"):
            self._report("arch-returned", "arch", day_of("2017-04-18"), "field_visual", "destroyed",
                         "As in 2016; more stones have fallen from the south bay.", upto="returned",
                         note="Please say which stones fell, and add a photograph of the south bay.",
                         photos=self._photos("arch", "2017-04-18", 1, fallen=True, author="recorder"),
                         change_reason="deterioration")  # fmt: skip
            self._report("citadel-a", "citadel", day_of("2017-04-19"), "field_distance", "heavy",
                         "Stair gone, core stands.", upto="submitted", certainty="medium",
                         photos=self._photos("citadel", "2017-04-16", 2, fallen=False, author="recorder"))  # fmt: skip
            self._report("citadel-b", "citadel", day_of("2017-04-19"), "field_distance", "moderate",
                         "Seen from the museum side: the walls are whole.", upto="submitted", author="recorder2",
                         certainty="low", photos=self._photos("citadel", "2017-04-19", 1, fallen=False, author="recorder2"))  # fmt: skip
            self._report("museum-2017", "museum", day_of("2017-04-19"), "field_visual", "heavy",
                         "Roof closed provisionally; collections gone.", upto="submitted",
                         change_reason="works")  # fmt: skip
            self._report("baalshamin-2017", "baalshamin", day_of("2017-04-19"), "field_visual", "destroyed",
                         "Rubble as in 2016.", upto="submitted", author="recorder2")  # fmt: skip
            self._report("colonnade-draft", "colonnade", day_of("2017-04-19"), "field_visual", "slight",
                         "West end still to be walked.", upto="draft",
                         photos=self._photos("colonnade", "2017-04-19", 3, fallen=False, author="recorder"))  # fmt: skip
