"""`manage.py erase_sealed`: erase private values of a submitted report or a dossier, for a reason that is kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.damage import operations as damage
from assessments.damage.models import DamageReport
from assessments.kit.actor import Actor, Via
from assessments.kit.errors import Problem
from assessments.people.models import User
from assessments.restoration import operations as restoration


class Command(BaseCommand):
    help = "Erase private values of a submitted report or of a dossier. The seal stays valid; what is gone says so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", help="the reference of a report, such as PAL-2016-0003, or the id of a plan")
        parser.add_argument("number", type=int, help="which submission, counted from 1")
        parser.add_argument("fields", nargs="+", help="such as narrative")
        parser.add_argument("--because", required=True, help="the reason, which stays in history")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="the administrator who orders it")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody here has the e-mail {options['by']}.")
        by = Actor(user_id=person.id, via=Via.COMMAND, code=person.code)
        report = DamageReport.objects.filter(reference=options["what"]).first()
        facts = {"because": options["because"], "by": by}
        try:
            if report:
                damage.erase_from_submission(report.id, options["number"], options["fields"], **facts)
            else:
                restoration.erase_from_dossier(options["what"], options["number"], options["fields"], **facts)
        except Problem as problem:
            raise CommandError(problem.sentence()) from None
        except ValueError:
            raise CommandError(
                f"'{options['what']}' is neither a reference of a report nor the id of a plan."
            ) from None
        self.stdout.write("Erased. The seal still holds; verify_ledger counts it as erased.")
