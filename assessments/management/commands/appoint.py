"""`manage.py appoint E-MAIL ROLE`: the first administrator, or any role, in history and flagged until confirmed."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.kit.actor import Via, system
from assessments.people import operations as people
from assessments.people.models import User
from assessments.register import operations
from assessments.register.models import Site
from assessments.register.vocabulary import ROLE


class Command(BaseCommand):
    help = "Give a person a role from the command line; a new person is made and asked for a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=ROLE.ids)
        parser.add_argument("--site", help="the code of one site; all sites without it")
        parser.add_argument("--name", default="", help="full name, for a new person")

    def handle(self, *args: Any, **options: Any) -> None:
        by = system("appoint", Via.COMMAND)
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            user = people.invite(options["email"], options["name"] or options["email"].split("@")[0], by=by)
            user.set_password(self._password(user))
            user.save(update_fields=["password"])
        site = None
        if options["site"]:
            site = Site.objects.filter(code=options["site"]).first()
            if site is None:
                raise CommandError(f"There is no site with the code '{options['site']}'.")
        operations.appoint(user.id, options["role"], site.id if site else None, by=by)
        self.stdout.write(f"{user.email} is now {options['role']} on {options['site'] or 'all sites'}.")

    def _password(self, user: User) -> str:
        """From the terminal, twice; or from ZENOBIA_PASSWORD where there is none."""
        if given := os.environ.get("ZENOBIA_PASSWORD"):
            password = given
        elif sys.stdin.isatty():
            password = getpass.getpass("Password: ")
            if password != getpass.getpass("Again: "):
                raise CommandError("The two passwords differ. Nothing was changed but the account; run it again.")
        else:
            raise CommandError("No terminal to ask for a password: give one in ZENOBIA_PASSWORD.")
        try:
            validate_password(password, user)
        except ValidationError as failure:
            raise CommandError(" ".join(failure.messages)) from None
        return password
