"""`manage.py load_demo`: load the Palmyra demo data into an empty embedded database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.demo.story import Story
from assessments.people.models import User
from assessments.register.models import Site


class Command(BaseCommand):
    help = "Load the demo. Only into an empty embedded database that listens on loopback."
    requires_system_checks = []  # `make check` runs them; each start waits for this command

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing, quietly, when there is data already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo is refused here: its passwords are known to everybody. It loads only into the embedded "
                "stack on loopback, and not with DEMO=0."
            )
        if User.objects.exists() or Site.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "There is data already; the demo loads only into an empty database. Use another DATA_DIR."
            )
        self.stdout.write("loading the Palmyra demo …")
        with transaction.atomic():
            Story().load()
        self.stdout.write("loaded")
