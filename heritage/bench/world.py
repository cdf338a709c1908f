"""`python -m heritage.bench.world`: the first people of a stack that runs, and a monument; prints ids and a token."""

from __future__ import annotations

import json

if __name__ == "__main__":
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "heritage.settings"
    django.setup()

    from heritage.bench.__main__ import _world

    monument, _by, token = _world()
    print(json.dumps({"monument": str(monument.id), "token": token}))
