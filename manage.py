#!/usr/bin/env python3
"""Zenobia on the command line. Refusals are sentences, never stack traces."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from assessments.kit.errors import Problem

    try:
        execute_from_command_line(sys.argv)
    except Problem as refusal:
        print(refusal.sentence(), file=sys.stderr)  # noqa: T201
        return 1
    except ImproperlyConfigured as refusal:
        print(f"The settings are not usable: {refusal}", file=sys.stderr)  # noqa: T201
        return 1
    except OperationalError as failure:
        reason = str(failure).strip().splitlines()[0]
        print(  # noqa: T201
            f"The database does not answer ({reason}).\n"
            "If you use the embedded servers, start them with 'make run' in another terminal and name the same "
            "DATA_DIR; otherwise check DATABASE_URL.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
