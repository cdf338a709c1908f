#!/usr/bin/env python3
"""Zenobia on the command line. Expected errors are printed as sentences, not as stack traces."""

import os
import sys


def run() -> None:
    """Run the command; a `Problem` or a missing database ends it with exit code 1 and a sentence."""
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from assessments.kit.errors import Problem

    try:
        execute_from_command_line(sys.argv)
    except Problem as refusal:
        sys.exit(refusal.sentence())
    except OperationalError as failure:
        reason = str(failure).strip().splitlines()[0]
        sys.exit(
            f"The database does not answer ({reason}).\n"
            "If you use the embedded servers, start them with 'make run' in another terminal and name the same "
            "DATA_DIR; otherwise check DATABASE_URL."
        )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        run()
    except ImproperlyConfigured as refusal:
        sys.exit(f"The settings are not usable: {refusal}")


if __name__ == "__main__":
    main()
