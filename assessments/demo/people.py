"""Demo users: fictional people for each role, and suggested steps to try with each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.kit.actor import Actor, Via, system
from assessments.people.models import User
from assessments.register import operations as register
from assessments.register.models import Membership, Site
from assessments.register.roles import DECIDING, Role

PASSWORD = "zenobia-demo"  # noqa: S105 - known to everybody; exists only in the embedded stack on loopback
DOMAIN = "demo.example"
LOADER = system("demo", Via.COMMAND)

CAST = [
    ("viewer", "Vera Lind", Role.VIEWER),
    ("recorder", "Rami Haddad", Role.RECORDER),
    ("recorder2", "Rana Khoury", Role.RECORDER),
    ("verifier", "Salma Nassar", Role.VERIFIER),
    ("verifier2", "Tarek Azmeh", Role.VERIFIER),
    ("safety", "Omar Darwish", Role.SAFETY_OFFICER),
    ("safety2", "Lina Farah", Role.SAFETY_OFFICER),
    ("planner", "Nadia Saleh", Role.PLANNER),
    ("works", "Karim Issa", Role.WORKS_MANAGER),
    ("reviewer", "Huda Sabbagh", Role.NATIONAL_REVIEWER),
    ("reviewer2", "Ziad Mansour", Role.NATIONAL_REVIEWER),
    ("director", "Amal Rahal", Role.NATIONAL_DIRECTOR),
    ("stateparty", "Fadi Jabri", Role.STATE_PARTY),
    ("stateparty2", "Mona Qabbani", Role.STATE_PARTY),
    ("whc", "Claire Moreau", Role.WHC_OFFICER),
    ("advisory", "Paolo Ricci", Role.ADVISORY_REVIEWER),
    ("committee", "Anna Berg", Role.COMMITTEE_RECORDER),
    ("admin", "Ida Holm", Role.ADMINISTRATOR),
    ("admin2", "Yusuf Karam", Role.ADMINISTRATOR),
    ("observer", "Dalia Mourad", None),
    ("outsider", "Otto Fremd", None),
]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to try, and the name of the page where it begins."""

    text: object
    page: str

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Card:
    title: object
    icon: str
    email: str
    steps: tuple[Step, ...]


CARDS = (
    Card(
        _("Recorder"),
        "camera",
        f"recorder@{DOMAIN}",
        (
            Step(_("Open the outbox: one report came back with a note."), "outbox"),
            Step(_("Mend it and submit it again."), "outbox"),
            Step(_("Open the Monumental Arch and log an assessment."), "assess"),
        ),
    ),
    Card(
        _("Verifier"),
        "patch-check",
        f"verifier@{DOMAIN}",
        (
            Step(_("Open 'To verify'."), "queue"),
            Step(_("Compare the two reports on the Citadel: they are of the same day."), "queue"),
            Step(_("Verify one, return the other with a note."), "queue"),
        ),
    ),
    Card(
        _("Safety officer"),
        "cone-striped",
        f"safety2@{DOMAIN}",
        (
            Step(_("Open 'May I go?': a suspicious object closed ground."), "safety"),
            Step(_("Read which clearances lapsed in December 2016."), "safety"),
            Step(_("Confirm the certificate that awaits a second officer."), "safety"),
        ),
    ),
    Card(
        _("Planner"),
        "rulers",
        f"planner@{DOMAIN}",
        (
            Step(_("Open the plans."), "plans"),
            Step(_("Add an estimate line to the shoring of the Bel portal."), "plans"),
            Step(_("Read what is still missing before it can be submitted."), "plans"),
        ),
    ),
    Card(
        _("National reviewer"),
        "pen",
        f"reviewer@{DOMAIN}",
        (
            Step(_("Open 'Plans', then 'Read and decide'."), "plans"),
            Step(_("Have your decision read back to you."), "plans"),
            Step(_("Endorse it, or send it back."), "plans"),
        ),
    ),
    Card(
        _("Viewer"),
        "eye",
        f"viewer@{DOMAIN}",
        (
            Step(_("Open Palmyra and read what was said about it, beside our figures."), "sites"),
            Step(_("Choose another day above and watch the states change."), "home"),
            Step(_("Open the Lion of Al-Lat: where was it when?"), "search"),
        ),
    ),
    Card(
        _("Works manager"),
        "hammer",
        f"works@{DOMAIN}",
        (
            Step(_("Open the plan to close the roof of the museum."), "plans"),
            Step(_("Read its stipulations."), "plans"),
            Step(_("Open 'May I go?' before anybody is sent there."), "safety"),
        ),
    ),
    Card(
        _("National director"),
        "bank",
        f"director@{DOMAIN}",
        (
            Step(_("Open 'Plans': the Arch awaits national review."), "plans"),
            Step(_("Read what was submitted, as it was sealed."), "plans"),
            Step(_("Have a decision read back to you."), "plans"),
        ),
    ),
    Card(
        _("State Party focal point"),
        "flag",
        f"stateparty@{DOMAIN}",
        (
            Step(_("Open Palmyra: which attributes are touched?"), "sites"),
            Step(_("Record a statement with its source."), "sites"),
            Step(_("Read the plans and what each still lacks."), "plans"),
        ),
    ),
    Card(
        _("World Heritage Centre officer"),
        "globe",
        f"whc@{DOMAIN}",
        (
            Step(_("Open Nimrud: two experts give two shares."), "sites"),
            Step(_("Open the sites in danger on the map."), "map"),
            Step(_("Read the incidents of Palmyra with their claims."), "sites"),
        ),
    ),
    Card(
        _("Advisory Body reviewer"),
        "chat-square-text",
        f"advisory@{DOMAIN}",
        (
            Step(_("Open the plan of the Arch and its estimate."), "plans"),
            Step(_("Compare before and after of the tetrapylon."), "search"),
            Step(_("Read a report's evidence, photograph by photograph."), "reports"),
        ),
    ),
    Card(
        _("Committee recorder"),
        "journal-text",
        f"committee@{DOMAIN}",
        (
            Step(_("Open the authorities on file."), "authorities"),
            Step(_("Read the history of a plan."), "plans"),
            Step(_("Read the damage of Palmyra by attribute."), "sites"),
        ),
    ),
    Card(
        _("Outsider"),
        "person",
        f"outsider@{DOMAIN}",
        (
            Step(_("Open Palmyra: names and places of guarded tombs are withheld."), "sites"),
            Step(_("Look for a report: there is none for you."), "reports"),
            Step(_("Open the map: guarded places stand coarsely."), "map"),
        ),
    ),
    Card(
        _("Administrator"),
        "gear",
        f"admin@{DOMAIN}",
        (
            Step(_("Add a site with its boundary."), "site-new"),
            Step(_("Open the administration; invite a person and give them a role."), "admin:index"),
            Step(_("Read the history of all changes."), "admin:index"),
        ),
    ),
)


class Cast:
    """The demo users as actors."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}

    def create_users(self) -> None:
        for name, full_name, _role in CAST:
            self.users[name] = User.objects.create_user(f"{name}@{DOMAIN}", full_name, PASSWORD)

    def grant_roles(self, sites: list[Site]) -> None:
        """Administrators first, on the command line; then they grant the rest, deciding roles by two."""
        for name in ("admin", "admin2"):
            register.appoint(self.users[name].id, Role.ADMINISTRATOR, None, by=LOADER)
        Membership.objects.filter(role=Role.ADMINISTRATOR).update(awaits_confirmation=False)
        for name, _full_name, role in CAST:
            if role is None or role is Role.ADMINISTRATOR:
                continue
            for site in sites:
                row = register.grant(self.users[name].id, role, site.id, by=self.actor("admin"))
                if role in DECIDING:
                    register.confirm_grant(row.id, by=self.actor("admin2"))

    def actor(self, name: str) -> Actor:
        user = self.users[name]
        return Actor(user_id=user.id, via=Via.COMMAND, code=user.code)
