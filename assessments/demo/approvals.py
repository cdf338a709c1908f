"""Demo plans on their way through the authorities: one closed, one heard on the telephone, one with a letter to
confirm, one whose ground changed, and works found already begun. All of them are exercises."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.demo import drawings
from assessments.demo.days import between, day_of, on
from assessments.demo.people import Cast
from assessments.evidence import operations as evidence
from assessments.evidence.messages import DocumentIn
from assessments.kit import clock, ids
from assessments.kit.checksums import sha256
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Authority, Monument, Site
from assessments.restoration import messages as r
from assessments.restoration import operations as restoration
from assessments.restoration import queries
from assessments.restoration.models import Decision, EnteredDecision, Plan

VOICES = (
    ("National directorate of antiquities", "It was not asked before the works in the protected zone."),
    ("Ministry of Defence of the Russian Federation", "The works were agreed with the government."),
    ("UNESCO", "It was not certain in which zone the works lie."),
)
"""Who said what of the works in the necropolis in spring 2016 (field practice A20): attributed, in our words."""


WRITES = {"forward": "centre", "advise": "advisory"}
"""Which outside body says so."""


class Approvals:
    """Takes plans of the demo through their reviews, as the people of the cast would."""

    def __init__(self, site: Site, cast: Cast) -> None:
        self.site, self.cast = site, cast
        bodies = list(Authority.objects.filter(sites=site))
        self.national = next(one for one in bodies if one.mandate == "legal")
        self.outside = {one.level: one for one in bodies if one.mandate == "international"}

    def paper(self, plan: UUID | None, purpose: str, *, by: str = "planner") -> UUID:
        """A drawn document of the site; in the plan's dossier, if one is given."""
        name = f"EXERCISE-{purpose}-{str(ids.uuid7())[-6:]}"
        body, sender = drawings.certificate(name), self.cast.actor(by)
        message = DocumentIn(
            id=ids.uuid7(), site=self.site.id, sha256=sha256(body).hex(), size=len(body), filename=f"{name}.pdf",
            media_type="application/pdf", document_kind="letter" if plan is None else "report",
            caption=f"EXERCISE: {purpose.replace('_', ' ')}",
        )  # fmt: skip
        document = evidence.register_document(message, by=sender)
        evidence.take_whole(document, io.BytesIO(body).read, by=sender)
        if plan is not None:
            restoration.add_document(plan, r.PlanDocumentIn(document.id, purpose), by=sender)
        return document.id

    def papers(self, plan: UUID, purposes: Iterable[str], *, by: str = "planner") -> None:
        for purpose in purposes:
            self.paper(plan, purpose, by=by)

    def decide(self, plan: UUID, outcome: str, by: str, **more: Any) -> Decision | EnteredDecision:
        """A decision of the national authority or the State Party; `by` is who takes or enters it."""
        person = self.cast.users[by]
        said: dict[str, Any] = {
            "outcome": outcome, "authority": self.national.id, "signatory": person.display_name, "office": "EXERCISE",
            "dossier_sha256": Plan.objects.values_list("dossier_sha256", flat=True).get(pk=plan),
        }  # fmt: skip
        return restoration.decide(plan, r.DecisionIn(**(said | more)), by=self.cast.actor(by))

    def by_letter(self, plan: UUID, outcome: str, *, confirm: bool = True, **more: Any) -> UUID:
        """What an outside body wrote, entered by one focal point and confirmed by another."""
        said: dict[str, Any] = {
            "authority": self.outside[WRITES[outcome]].id, "signatory": "EXERCISE officer", "instrument": "EXERCISE letter",
            "taken": "recorded_from_document", "document": self.paper(None, "letter", by="stateparty"),
            "language": "en",
        }  # fmt: skip
        entered = self.decide(plan, outcome, "stateparty", **(said | more))
        if confirm:
            restoration.confirm(entered.id, by=self.cast.actor("stateparty2"))
        return entered.id

    def submit_and_pass(self, plan: UUID) -> None:
        restoration.submit(plan, by=self.cast.actor("planner"))
        restoration.pass_(plan, by=self.cast.actor("verifier"), note="EXERCISE: checked against the reports.")

    def record_requests(self) -> None:
        """What the Committee asks until further notice: one real decision in our words, two paragraphs invented."""
        with on("2016-10-26"):
            by = self.cast.actor("stateparty")
            for decision, paragraph, text, done, source in (
                ("40 COM 7A.17", "", "Limit works on the property to first aid until there are detailed studies.", "",
                 "World Heritage Committee, 2016, in our words"),
                ("EXERCISE 7A.1", "5", "EXERCISE: send any project of restoration for review before work starts.",
                 "EXERCISE: one project was sent in January 2017.", "EXERCISE"),
                ("EXERCISE 7A.1", "6", "EXERCISE: report on the blocks of the Arch.",
                 "EXERCISE: the blocks are being numbered.", "EXERCISE"),
            ):  # fmt: skip
                request = r.StandingRequestIn(
                    id=ids.uuid7(), site=self.site.id, authority=self.outside["committee"].id, decision=decision, paragraph=paragraph,
                    text=text, since=date(2016, 10, 26), done=done, source=source,
                    tracks=["restoration"] if paragraph != "6" else [],
                )  # fmt: skip
                restoration.record_request(request, by=by)

    def answer_requests(self, plan: UUID) -> None:
        for one in queries.standing_requests(Plan.objects.get(pk=plan)):
            answer = r.RequestAnswerIn(one.id, "EXERCISE: only what is loose is lifted; nothing is rebuilt by guess.")
            restoration.answer_request(plan, answer, by=self.cast.actor("planner"))

    def close_the_lion(self, plan: UUID) -> None:
        """A restoration from its plan to the verified works: the whole way of a World Heritage property."""
        with on("2016-12-12"):
            self.papers(plan, ("structural_study", "block_inventory", "impact_assessment", "owner_consent"))
            self.answer_requests(plan)
            self.submit_and_pass(plan)
        with on("2017-01-12"):
            self.decide(plan, "endorse", "reviewer2", text="EXERCISE. Endorsed.", language="ar")
        with on("2017-01-20"):
            self.paper(plan, "notice_172", by="stateparty")
            self.decide(plan, "transmit", "stateparty", instrument="EXERCISE 12/2017")
        with on("2017-01-30"):
            self.by_letter(plan, "forward")
        with on("2017-03-01"):
            self.by_letter(
                plan, "advise", text="EXERCISE. No objection.",
                stipulations=[r.StipulationIn("EXERCISE: show which parts are new.", "closing")],
            )  # fmt: skip
        with on("2017-03-08"):
            condition = Plan.objects.get(pk=plan).stipulations.get()
            restoration.answer(
                condition.id, r.AnswerIn("EXERCISE: new parts are of another tone."), by=self.cast.actor("planner")
            )
            self.decide(plan, "accept", "stateparty", text="EXERCISE. The advice is accepted.")
        with on("2017-03-20"):
            money = r.FundingIn(
                id=ids.uuid7(), funder="EXERCISE fund for the Lion", stage="received", amount=Decimal(60000),
                stated_on=date(2017, 3, 15), restrictions="EXERCISE: conservation only", source="EXERCISE",
            )  # fmt: skip
            restoration.record_funding(plan, money, by=self.cast.actor("planner"))
            self.decide(
                plan, "permit", "director", text="EXERCISE. Authorised.", instrument="EXERCISE permit 3",
                valid_until=date(2017, 12, 31),
            )  # fmt: skip
        works = self.cast.actor("works")
        with on("2017-04-03"):
            self.papers(plan, ("safety_plan", "insurance"), by="works")
            restoration.start(plan, by=works, note="EXERCISE: the fragments are in the workshop.")
        with on("2017-09-20"):
            for package in Plan.objects.get(pk=plan).packages.all():
                done = r.WorksIn(
                    progress_percent=100, began_on=date(2017, 4, 3), ended_on=date(2017, 9, 18),
                    actual_cost=Decimal(41500), works_note="EXERCISE: about half of it is original.",
                )  # fmt: skip
                restoration.record_works(package.id, done, by=works)
            self.papers(plan, ("completion_report", "monitoring_plan", "whc_report"), by="works")
            restoration.complete(plan, by=works, note="EXERCISE: finished.")
        with on("2017-10-02"):
            letter = self.paper(None, "letter", by="stateparty")
            closing = r.ClosingIn("EXERCISE: the body is satisfied.", letter)
            restoration.close(condition.id, closing, by=self.cast.actor("stateparty2"))
            entered = self.decide(plan, "close", "reviewer2", text="EXERCISE. Verified in the museum.")
            restoration.confirm(entered.id, by=self.cast.actor("director"))

    def change_under_the_arch(self, arch: Monument) -> None:
        """Something falls after the plan of the Arch was submitted: its next gate waits until somebody judges that."""
        with on("2017-04-24"):
            register.record_incident(
                m.IncidentIn(
                    id=ids.uuid7(), site=self.site.id, monuments=[arch.id], mechanism="unknown", intent="unknown",
                    title={"en": "EXERCISE: a voussoir of the Arch fell", "fr": "EXERCICE : un claveau de l'Arc est tombé",
                           "ar": "تمرين: سقوط صنجة من القوس"},
                    claims=[m.Claim(occurred=day_of("2017-04-23"), source="EXERCISE", chosen=True)],
                ),
                by=self.cast.actor("verifier"),
            )  # fmt: skip

    def hear_on_the_telephone(self, plan: UUID) -> None:
        """Authorised by word of mouth some hours ago, in real time: its paper is due within 72 hours."""
        self.submit_and_pass(plan)
        self.decide(
            plan, "emergency_authorise", "works", taken="oral", heard_by="Karim Issa", signatory="Amal Rahal",
            said_at=clock.now() - timedelta(hours=3), measures=["fencing", "salvage"],
            text="EXERCISE. Fence it, and bring the loose pieces in.",
        )  # fmt: skip

    def await_a_second_person(self, plan: UUID) -> None:
        """A letter of the desk was entered, and nobody has confirmed it."""
        with on("2017-04-25"):
            self.submit_and_pass(plan)
            self.decide(plan, "endorse", "reviewer2", text="EXERCISE. Endorsed as first aid.", language="ar")
            self.paper(plan, "notice_172", by="stateparty")
            self.decide(plan, "transmit", "stateparty", instrument="EXERCISE 31/2017")
        with on("2017-05-02"):
            self.by_letter(plan, "forward", confirm=False, text="EXERCISE. Forwarded for review.")

    def find_works_begun(self, tombs: list[UUID]) -> None:
        """The works in the necropolis of spring 2016, which nobody had authorised, in three voices."""
        with on("2016-05-20"):
            verifier = self.cast.actor("verifier")
            said = [
                register.record_statement(
                    m.StatementIn(
                        id=ids.uuid7(), site=self.site.id, who=who, said_on=date(2016, 5, 18), about="works", words=words,
                        source="press reports, May 2016, in our words",
                    ),
                    by=verifier,
                ).id
                for who, words in VOICES
            ]  # fmt: skip
            restoration.record_found_works(
                r.FoundWorksIn(
                    id=ids.uuid7(), site=self.site.id, title="EXERCISE: works found in the necropolis", monuments=tombs,
                    begun=between("2016-04-01", "2016-05-16"), statements=said, is_exercise=True,
                    description="EXERCISE: ground levelled and buildings put up inside the inscribed necropolis.",
                ),
                by=verifier,
            )  # fmt: skip
