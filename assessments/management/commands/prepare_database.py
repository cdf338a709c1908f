"""`manage.py prepare_database`: create the store's folders, migrate as the owner, and grant the web role only what it
needs.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from assessments.kit.store import store

APPEND_ONLY = ("historyentry", "ledgerrow", "custodyentry", "reportsnapshot", "dossier", "decision")
ERASABLE = ("reportsnapshot", "dossier")
"""Of these the private values beside the seal can be erased; a trigger lets nothing else through."""


class Command(BaseCommand):
    help = "Bring store and tables up to date and set the rights of the web role. Run it as the owner of the database."
    requires_system_checks = []  # `make check` runs them; each start waits for this command

    def handle(self, *args: Any, **options: Any) -> None:
        store().prepare()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.WEB_ROLE])
            if not cursor.fetchone():
                self.stderr.write(f"There is no role '{settings.WEB_ROLE}'; the owner's rights are used.")
                return
            role = sql.Identifier(settings.WEB_ROLE)
            for statement in (
                "GRANT USAGE ON SCHEMA public TO {role}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
                *(f"REVOKE UPDATE, DELETE, TRUNCATE ON assessments_{table} FROM {{role}}" for table in APPEND_ONLY),
                *(f"GRANT UPDATE (private) ON assessments_{table} TO {{role}}" for table in ERASABLE),
                "REVOKE ALL ON django_migrations FROM {role}",
                "GRANT SELECT ON django_migrations TO {role}",
            ):
                cursor.execute(sql.SQL(statement).format(role=role))
