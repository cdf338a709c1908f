"""Loads the demo data in chronological order, through the product's own operations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from assessments.damage.messages import FactorIn
from assessments.demo import blocks, elsewhere, kept, news, places, queues, site_plan
from assessments.demo.days import between, day_of, on
from assessments.demo.ground import Ground, box
from assessments.demo.people import LOADER, Cast
from assessments.demo.reporting import Reporting, names
from assessments.demo.works import Works
from assessments.kit import geometry, ids
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site


class Story:
    """Loads the demo; holds its users, monuments and reports meanwhile."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.reporting = Reporting(self.cast)
        self.monuments = self.reporting.monuments
        self.organisations: list[UUID] = []

    def load(self) -> None:
        self.cast.create_users()
        with on("2015-01-05"):
            self.palmyra = self._palmyra()
            others = {one.code: one for one in self._other_sites()}
            self.cast.grant_roles([self.palmyra])
            for site in others.values():
                for name, role in (("verifier", "verifier"), ("observer", "recorder")):
                    register.grant(self.cast.users[name].id, role, site.id, by=self.cast.actor("admin"))
            self._monuments()
            site_plan.draw(self.palmyra, self.cast)
            elsewhere.register_monuments(others, self.reporting)
            self._bodies()
        elsewhere.record_between(self.reporting, until="2015-05-05")
        ground = Ground(self.palmyra, self.cast)
        ground.state_regime()
        self._losses_of_2015()
        elsewhere.record_between(self.reporting, after="2015-05-05", until="2016-02-28")
        news.record_spring_2016(self.palmyra, self.reporting)
        ground.spring_2016()
        self._spring_2016()
        blocks.number_the_arch(self.reporting)
        kept.keep(self.reporting)
        elsewhere.state_shares_of_nimrud(others["NIM"], self.reporting)
        self._evacuate_the_lion()
        ground.winter_2016()
        self._second_loss()
        ground.spring_2017()
        elsewhere.record_between(self.reporting, after="2016-02-28", until="2017-05-01")
        queues.fill(self.palmyra, self.reporting)
        Works(self.palmyra, self.monuments, self.cast).load()
        elsewhere.record_between(self.reporting, after="2017-05-01", until="2017-12-31")

    # Places

    def _site(self, message: m.SiteIn) -> Site:
        return register.create_site(message, by=LOADER)

    def _palmyra(self) -> Site:
        return self._site(
            m.SiteIn(
                id=ids.uuid7(), code="PAL", names=names("Site of Palmyra", "Site de Palmyre", "موقع تدمر",
                (("Tadmur", "ar-Latn", "local"), ("تدمر", "ar", "local"), ("Pearl of the Desert", "en", "local"),
                 ("Perle du désert", "fr", "local"), ("لؤلؤة الصحراء", "ar", "local"))), visibility="public",
                time_zone="Asia/Damascus", countries=["SY"], location=geometry.point(38.266667, 34.554167),
                publishes_figures=True, world_heritage_id="23", inscribed_year=1980, in_danger_since=2013, area_ha=Decimal(1640),
                mine_action_contact="EXERCISE mine action desk, +000 000 000",
                attributes=[
                    m.Attribute(code, {"en": en, "fr": fr, "ar": ar}) for code, en, fr, ar in places.ATTRIBUTES
                ],
                boundary=box(38.235, 34.538, 38.283, 34.571), buffer_zone=box(38.225, 34.530, 38.293, 34.579),
                source="UNESCO World Heritage Centre; area as in the inscription record. EXERCISE: the outlines of "
                "boundary and buffer zone are drawn by us",
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
                    original_fabric=one.original_fabric, area_m2=one.area_m2,
                    object_id=m.ObjectId(**places.OBJECT_IDS.get(one.key, {})), source=one.source, conveys=places.CONVEYS.get(one.key, []),
                ),
                one.key,
            )  # fmt: skip
        group = m.MonumentIn(
            id=ids.uuid7(), site=self.palmyra.id, category="necropolis", sensitivity="open",
            names=names("Other tower tombs", "Autres tours funéraires", "المدافن البرجية الأخرى"),
            source="a group: its tombs are recorded and counted singly",
        )  # fmt: skip
        self._monument(group, "towers")
        for key, en, fr, ar, dating, source in places.TOWERS:
            self._monument(
                m.MonumentIn(
                    id=ids.uuid7(), site=self.palmyra.id, parent=self.monuments["towers"].id, category="tower_tomb",
                    names=names(en, fr, ar), dating=dating, sensitivity="guarded", source=source,
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
            (between("2016-12-01", "2016-12-31"), None, "National Museum, Damascus", "DGAM", "repaired, shown from 1 October 2017"),
        ]  # fmt: skip
        for since, until, place, holder, reason in stays:
            register.record_location(
                m.LocationIn(
                    id=ids.uuid7(), monument=lion, since=since, until=until, place=place, holder=holder, reason=reason,
                    owner="State of Syria", manager="Palmyra Museum" if holder else "",
                    source="Gulf Times, 2017; SANA, 2016", is_restricted="Damascus" in place,
                    location=geometry.point(*places.DAMASCUS) if "Damascus" in place
                    else geometry.point(*places.MUSEUM) if "Museum" in place else None,
                ),
                by=self.cast.actor("verifier"),
            )  # fmt: skip

    def _evacuate_the_lion(self) -> None:
        with on("2016-12-02"):
            lion, verifier = self.monuments["lion"], self.cast.actor("verifier")
            register.change_monument(
                lion.id, m.MonumentPatch(whereabouts="evacuated"), by=verifier, expected_version=lion.version
            )

    def _bodies(self) -> None:
        """Authorities and organisations, invented for the exercise."""
        by = self.cast.actor("admin")
        for mandate, level, en, fr, ar in (
            ("legal", "", "EXERCISE Directorate of Antiquities", "EXERCICE Direction des antiquités", "تمرين: مديرية الآثار"),
            ("mine_action", "", "EXERCISE Mine Action Desk", "EXERCICE Bureau de lutte antimines", "تمرين: مكتب مكافحة الألغام"),
            ("international", "centre", "EXERCISE World Heritage desk", "EXERCICE Bureau du patrimoine mondial", "تمرين: مكتب التراث العالمي"),
            ("international", "advisory", "EXERCISE Advisory Body", "EXERCICE Organisation consultative", "تمرين: هيئة استشارية"),
            ("international", "committee", "EXERCISE Committee", "EXERCICE Comité", "تمرين: لجنة"),
        ):  # fmt: skip
            message = m.AuthorityIn(
                id=ids.uuid7(), names=names(en, fr, ar), mandate=mandate, level=level, sites=[self.palmyra.id]
            )
            register.record_authority(message, by=by)
        for en, fr, ar, country in (
            ("EXERCISE Museum of Palmyra", "EXERCICE Musée de Palmyre", "تمرين: متحف تدمر", "SY"),
            ("EXERCISE University team", "EXERCICE Équipe universitaire", "تمرين: فريق جامعي", ""),
        ):  # fmt: skip
            body = m.OrganisationIn(id=ids.uuid7(), names=names(en, fr, ar), country=country)
            self.organisations.append(register.record_organisation(body, by=by).id)

    # Events

    def _losses_of_2015(self) -> None:
        claim = m.Claim
        with on("2015-09-16"):
            self.reporting.incident(
                {"en": "Lion of Al-Lat smashed", "fr": "Lion d'Al-Lât brisé", "ar": "تحطيم أسد اللات"}, ["lion"], "tools_machines",
                [claim(occurred=day_of("2015-06-27"), source="Gulf Times, 2017", chosen=True),
                 claim(occurred=between("2015-07-01", "2015-07-31"), source="SANA"),
                 claim(occurred=between("2015-03-01", "2015-03-31"), source="Xinhua")],
            )  # fmt: skip
            self.reporting.incident(
                {"en": "Temple of Baalshamin blown up", "fr": "Temple de Baalshamin dynamité", "ar": "تفجير معبد بعل شمين"}, ["baalshamin"], "explosion",
                [claim(occurred=day_of("2015-08-23"), source="DGAM notice; ASOR CHI 55–56", chosen=True)],
            )  # fmt: skip
            self.reporting.incident(
                {"en": "Cella of the Temple of Bel blown up", "fr": "Cella du temple de Bel dynamitée", "ar": "تفجير هيكل معبد بل"}, ["bel"], "explosion",
                [claim(occurred=day_of("2015-08-30"), source="ASOR CHI 55–56", chosen=True)],
            )  # fmt: skip
            seven = ["elahbel", "iamliku", *(f"seven-{n}" for n in range(3, 8))]
            self.reporting.incident(
                {"en": "Seven tower tombs blown up", "fr": "Sept tours funéraires dynamitées", "ar": "تفجير سبعة مدافن برجية"}, seven, "explosion",
                [claim(occurred=between("2015-06-01", "2015-09-02"), source="ASOR CHI 57–58", chosen=True),
                 claim(occurred={"precision": "before", "to": "2015-08-25"}, source="told about 25 August 2015")],
            )  # fmt: skip
        with on("2015-10-20"):
            self.reporting.incident(
                {"en": "Monumental Arch blown up", "fr": "Arc monumental dynamité", "ar": "تفجير قوس النصر"}, ["arch"], "explosion",
                [claim(occurred=between("2015-10-01", "2015-10-05"), source="Wikipedia", chosen=True)],
            )  # fmt: skip
            self.reporting.imagery(
                "bel",
                "2015-08-31",
                "destroyed",
                "Cella gone in imagery of 31 August 2015; gate and outer walls stand.",
                parts=["cella"],
            )
            for key in ("baalshamin", *seven):
                self.reporting.imagery(
                    key, "2015-09-02", "destroyed", "Rubble where it stood, in imagery of 2 September 2015."
                )

    def _spring_2016(self) -> None:
        with on("2016-03-30", 17):
            register.create_visit(
                m.VisitIn(
                    id=ids.uuid7(), site=self.palmyra.id, first_day=date(2016, 3, 30), last_day=date(2016, 3, 30),
                    title="EXERCISE: experts arrive for a first look", mandate="EXERCISE", method="field_distance",
                    organisation=self.organisations[0], not_reached=["all but the museum and the road"],
                    team=[m.VisitMemberIn(self.cast.users["verifier2"].id, "archaeologist")],
                    caveat="Partial access only; nothing was measured.", source="ASOR CHI weekly report 87–88",
                ),
                by=self.cast.actor("verifier"),
            )  # fmt: skip
        with on("2016-04-02"):
            for key, *_rest in places.TOWERS:
                if key.startswith(("no-", "bene", "hairan")):
                    self.reporting.imagery(
                        key, "2016-03-30", "destroyed", "Gone or severely damaged in imagery of March 2016."
                    )
        with on("2016-04-25", 17):
            team = [
                m.VisitMemberIn(self.cast.users["recorder"].id, "archaeologist"),
                m.VisitMemberIn(self.cast.users["recorder2"].id, "architect"),
            ]
            visit = register.create_visit(
                m.VisitIn(
                    id=ids.uuid7(), site=self.palmyra.id, first_day=date(2016, 4, 24), last_day=date(2016, 4, 26),
                    title="EXERCISE: first assessment", mandate="EXERCISE", team=team, method="field_visual", organisation=self.organisations[1],
                    not_reached=["Temple of Bel", "Citadel"],
                    caveat="The Temple of Bel and the Citadel were seen from a distance only: demining was not finished.",
                    source="UN News, 27 April 2016",
                ),
                by=self.cast.actor("recorder"),
            ).id  # fmt: skip
            self._april_reports(visit)

    def _april_reports(self, visit: UUID) -> None:
        seen = day_of("2016-04-24")
        self.reporting.report(
            "arch-2016", "arch", day_of("2016-04-25"), "field_visual", "destroyed",
            "Central arch and north bay down; stones lie on the ground within 15 m.", visit=visit,
            photos=self.reporting.photos("arch", "2016-04-25", 3, fallen=True, author="recorder"),
            findings=[self.reporting.finding("central arch", "collapse", "explosive_demolition", "p91_100"),
                      self.reporting.finding("north bay", "displaced_fragments", "explosive_demolition", "p61_90")],
            factors=[FactorIn("natural", "wind_action", "probable")], safety_hazards="yes", intervention_required="yes",
        )  # fmt: skip
        self.reporting.report("baalshamin-2016", "baalshamin", day_of("2016-04-25"), "field_visual", "destroyed",
                     "Cella and portico gone; columns of the court partly stand.", visit=visit,
                     photos=self.reporting.photos("baalshamin", "2016-04-25", 2, fallen=True, author="recorder"))  # fmt: skip
        self.reporting.report("bel-2016", "bel", seen, "field_distance", "very_heavy",
                     "Seen from a distance. Cella down; the portal stands.", change_reason="better_knowledge", visit=visit, certainty="high",
                     photos=self.reporting.photos("bel", "2016-04-24", 2, fallen=True, author="recorder"))  # fmt: skip
        self.reporting.report("bel-portal-2016", "bel", seen, "field_distance", "heavy",
                     "The portal stands, cracked. Seen from a distance.", visit=visit, certainty="medium",
                     parts=["portal"], author="recorder2")  # fmt: skip
        self.reporting.report("citadel-2016", "citadel", seen, "field_distance", "heavy",
                     "Entrance stair blown; the core stands. Seen from a distance.", visit=visit, certainty="medium",
                     photos=self.reporting.photos("citadel", "2016-04-24", 1, fallen=False, author="recorder"))  # fmt: skip
        self.reporting.report("lion-2016", "lion", day_of("2016-04-24"), "field_visual", "heavy",
                     "In fragments in front of the museum.", visit=visit, author="recorder2",
                     photos=self.reporting.photos("lion", "2016-04-24", 1, fallen=True, author="recorder2"))  # fmt: skip
        self.reporting.report(
            "museum-2016",
            "museum",
            day_of("2016-04-24"),
            "field_visual",
            "heavy",
            "Shell hole in the roof; sculptures defaced and smashed; fragments on the floors.",
            visit=visit,
        )
        slogans = self.reporting.photos(
            "theatre", "2016-04-25", 1, fallen=False, author="recorder", flags=["slogan"], caption="EXERCISE: slogans"
        )
        self.reporting.report(
            "theatre-2016", "theatre", day_of("2016-04-25"), "field_visual", "slight",
            "Stands. Slight losses, impact marks, slogans sprayed on stones of the stage.", visit=visit,
            photos=[*self.reporting.photos("theatre", "2016-04-25", 1, fallen=False, author="recorder"), *slogans],
            findings=[self.reporting.finding("stage", "discoloration_deposit", "vandalism", "p01_10",
                                             note="Slogans in spray paint on stones of the stage.")],
        )  # fmt: skip
        self.reporting.report(
            "colonnade-2016", "colonnade", day_of("2016-04-25"), "field_visual", "slight",
            "Stands. Slight losses and impact marks. No fresh pits along the axis.", visit=visit,
            photos=self.reporting.photos("colonnade", "2016-04-25", 1, fallen=False, author="recorder"),
            findings=[self.reporting.finding("ground along the axis", "none", "illegal_excavation", "none_visible",
                                             note="Looked for pits on foot, between the Arch and the tetrapylon.")],
        )  # fmt: skip
        self.reporting.report("tetrapylon-2016", "tetrapylon", day_of("2016-04-25"), "field_visual", "slight",
                     "All sixteen columns stand, fifteen of them of 1963.", visit=visit,
                     photos=self.reporting.photos("tetrapylon", "2016-04-25", 1, fallen=False, author="recorder"))  # fmt: skip

    def _second_loss(self) -> None:
        with on("2017-01-10", 20):
            self.reporting.incident(
                {"en": "Tetrapylon and façade of the theatre destroyed", "fr": "Tétrapyle et façade du théâtre détruits", "ar": "تدمير التترابيل وواجهة المسرح"}, ["tetrapylon", "theatre"], "explosion",
                [m.Claim(occurred=between("2016-12-26", "2017-01-10"), source="ASOR CHI, January 2017", chosen=True)],
            )  # fmt: skip
            self.reporting.report("tetrapylon-imagery", "tetrapylon", day_of("2017-01-10"), "satellite", "very_heavy",
                         "Two columns stand in imagery of 10 January 2017.", author="recorder2", certainty="medium",
                         basis="imagery", change_reason="new_damage")  # fmt: skip
            self.reporting.report("theatre-imagery", "theatre", day_of("2017-01-10"), "satellite", "heavy",
                         "The stage façade has fallen in part.", author="recorder2", certainty="high", basis="imagery",
                         change_reason="new_damage")  # fmt: skip
        with on("2017-03-05", 20):
            self.reporting.report("tetrapylon-2017", "tetrapylon", day_of("2017-03-05"), "field_visual", "very_heavy",
                         "Four of sixteen columns stand; fifteen of the sixteen were copies of 1963.",
                         photos=self.reporting.photos("tetrapylon", "2017-03-05", 2, fallen=True, author="recorder"),
                         change_reason="better_knowledge")  # fmt: skip
            self.reporting.report("theatre-2017", "theatre", day_of("2017-03-05"), "field_visual", "heavy",
                         "The central part of the stage façade is down.",
                         photos=self.reporting.photos("theatre", "2017-03-05", 1, fallen=True, author="recorder"),
                         change_reason="better_knowledge", posting="unsafe",
                         factors=[FactorIn("natural", "collapse_risk", "probable")])  # fmt: skip
            self.reporting.report("colonnade-2017", "colonnade", day_of("2017-03-05"), "field_visual", "slight",
                         "No new damage.", change_reason="better_knowledge")  # fmt: skip
