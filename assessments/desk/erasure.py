"""Actions that withdraw, restore and erase photographs and documents, by the name in the URL."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import QueryDict

from assessments.evidence import operations
from assessments.evidence.models import Document, Photo
from assessments.exchange import operations as exchange
from assessments.kit.actor import Actor

Item = Photo | Document


def _withdraw(form: QueryDict, found: Item, by: Actor) -> None:
    operations.withdraw(found, form.get("because", ""), by=by)


def _restore(form: QueryDict, found: Item, by: Actor) -> None:
    operations.restore(found, by=by)


def _ask_erasure(form: QueryDict, found: Item, by: Actor) -> None:
    operations.ask_erasure(found, form.get("because", ""), by=by)


def _drop_erasure(form: QueryDict, found: Item, by: Actor) -> None:
    operations.drop_erasure(found, by=by)


def _erase(form: QueryDict, found: Item, by: Actor) -> None:
    with transaction.atomic():
        operations.erase(found, by=by)
        exchange.remove_bundles(found.site_id)


ACTIONS: dict[str, Callable[[QueryDict, Item, Actor], None]] = {
    "withdraw": _withdraw, "restore": _restore, "ask-erasure": _ask_erasure, "drop-erasure": _drop_erasure,
    "erase": _erase,
}  # fmt: skip
