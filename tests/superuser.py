"""A database superuser, for tests of tampering that only the seals can detect."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from django.conf import settings

from heritage.environment import running_stack
from heritage.servers import SUPERUSER


def as_superuser(name: str) -> psycopg.Connection:
    """A superuser connection to the database `name`."""
    password = (Path(settings.DATA_DIR) / "run" / f"password_{SUPERUSER}").read_text()
    host = urlsplit(running_stack()["owner_url"])
    return psycopg.connect(f"postgresql://{SUPERUSER}:{quote(password)}@{host.hostname}:{host.port}/{name}")
