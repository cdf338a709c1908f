"""What waits for somebody in April 2017: a returned report, reports to verify, a draft, proposals, a pair and a mark, two
tablets in conflict."""

from __future__ import annotations

import dataclasses

from assessments.demo.days import day_of, on
from assessments.demo.reporting import Reporting, names
from assessments.evidence import operations as evidence
from assessments.evidence.messages import AnnotationIn, PairIn
from assessments.kit import clock, geometry, ids
from assessments.kit.actor import system
from assessments.people import operations as people
from assessments.people.models import User
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site
from assessments.sync import operations as sync
from assessments.sync.messages import Operation


def fill(site: Site, reporting: Reporting) -> None:
    """Fill the queues of recorders and verifiers."""
    _reports(reporting)
    _proposals(site, reporting)
    _pair(reporting)
    _two_tablets(reporting)


def _reports(reporting: Reporting) -> None:
    with on("2017-04-20"):
        reporting.report("arch-returned", "arch", day_of("2017-04-18"), "field_visual", "destroyed",
                     "As in 2016; more stones have fallen from the south bay.", upto="returned",
                     note="Please say which stones fell, and add a photograph of the south bay.",
                     photos=reporting.photos("arch", "2017-04-18", 1, fallen=True, author="recorder"),
                     change_reason="deterioration")  # fmt: skip
        reporting.report("citadel-a", "citadel", day_of("2017-04-19"), "field_distance", "heavy",
                     "Stair gone, core stands.", upto="submitted", certainty="medium",
                     photos=reporting.photos("citadel", "2017-04-16", 2, fallen=False, author="recorder"))  # fmt: skip
        reporting.report("citadel-b", "citadel", day_of("2017-04-19"), "field_distance", "moderate",
                     "Seen from the museum side: the walls are whole.", upto="submitted", author="recorder2",
                     certainty="low", photos=reporting.photos("citadel", "2017-04-19", 1, fallen=False, author="recorder2"))  # fmt: skip
        reporting.report("museum-2017", "museum", day_of("2017-04-19"), "field_visual", "heavy",
                     "Roof closed provisionally; collections gone.", upto="submitted",
                     change_reason="works")  # fmt: skip
        reporting.report("baalshamin-2017", "baalshamin", day_of("2017-04-19"), "field_visual", "destroyed",
                     "Rubble as in 2016.", upto="submitted", author="recorder2")  # fmt: skip
        reporting.report("colonnade-draft", "colonnade", day_of("2017-04-19"), "field_visual", "slight",
                     "West end still to be walked.", upto="draft",
                     photos=reporting.photos("colonnade", "2017-04-19", 3, fallen=False, author="recorder"))  # fmt: skip
        for key, seen_on, grade, words in (
            ("theatre", "2017-04-18", "heavy", "As in March; loose blocks over the stage door."),
            ("tetrapylon", "2017-04-18", "very_heavy", "As in March; the standing columns are unchanged."),
            ("elahbel", "2017-04-19", "destroyed", "Rubble, seen from the road."),
            ("iamliku", "2017-04-19", "destroyed", "Rubble, seen from the road."),
        ):
            method = "field_distance" if key in ("elahbel", "iamliku") else "field_visual"
            reporting.report(f"{key}-april-2017", key, day_of(seen_on), method, grade, words, upto="submitted",
                             author="recorder2", change_reason="better_knowledge", certainty="high")  # fmt: skip


def _proposals(site: Site, reporting: Reporting) -> None:
    """A tomb that nobody had on the list, and an entry that somebody made twice."""
    with on("2017-04-20", 11):
        for key, en, fr, ar, at in (
            ("new-tomb", "Hypogeum beside the road", "Hypogée au bord de la route", "مدفن أرضي على جانب الطريق", (38.2519, 34.5521)),
            ("double", "Triumphal arch", "Arc de triomphe (double)", "قوس النصر (مكرر)", (38.2711, 34.54995)),
        ):  # fmt: skip
            message = m.MonumentIn(
                id=ids.uuid7(), site=site.id, names=names(en, fr, ar), location=geometry.point(*at), source="EXERCISE",
                category="underground_tomb" if key == "new-tomb" else "arch", sensitivity="guarded",
            )  # fmt: skip
            reporting.monuments[key] = register.create_monument(message, by=reporting.cast.actor("recorder"))


def _pair(reporting: Reporting) -> None:
    """Before and after of the tetrapylon, and a mark on the later one. The worker's reading is done here at once."""
    by, worker = reporting.cast.actor("recorder"), system("photo-worker")
    with on("2017-04-20", 12):
        earlier, later = (
            reporting.photos("tetrapylon", day, 1, fallen=fallen, author="recorder")[0].photo
            for day, fallen in (("2016-04-26", False), ("2017-03-06", True))
        )
        for one in (earlier, later):
            evidence.process(one, by=worker)
        evidence.pair(PairIn(id=ids.uuid7(), earlier=earlier, later=later, note="EXERCISE: the same view"), by=by)
        corners = [[0.12, 0.55], [0.36, 0.55], [0.36, 0.85], [0.12, 0.85]]
        mark = AnnotationIn(id=ids.uuid7(), photo=later, points=corners, text="EXERCISE: drums of two columns")
        evidence.annotate(mark, by=by)


def _two_tablets(reporting: Reporting) -> None:
    """A recorder's two tablets changed one draft without a line, and did not see the same."""
    draft, recorder = reporting.reports["colonnade-draft"], reporting.cast.actor("recorder")
    assert recorder.user_id
    user = User.objects.get(pk=recorder.user_id)
    for name, hour, narrative, weather in (
        (
            "Tablet 1, the colonnade",
            15,
            "West end walked: two drums displaced beside the tetrapylon.",
            "Dust from the south",
        ),
        ("Tablet 2, the theatre", 16, "West end walked: all drums where they were.", ""),
    ):
        with on("2017-04-20", hour):
            device, _token, _until = people.add_device(user, name, by=recorder)
            values = {"narrative": narrative} | ({"weather": weather} if weather else {})
            change = Operation(
                op_id=ids.uuid7(),
                kind="report",
                id=draft,
                action="update",
                data=values,
                base_version=1,
                made_at=clock.now(),
            )
            sync.push([change], by=dataclasses.replace(recorder, device_id=device.id, memo={}))
