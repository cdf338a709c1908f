"""Who sees conflicts, and who may decide them: those whose work it is, and the verifiers of the site."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from assessments.kit.actor import Actor
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.sync.models import Conflict, WaitingOperation


def visible_conflicts(actor: Actor) -> QuerySet[Conflict]:
    """To decide for the value from the field, one must also be allowed to write the thing: its operation asks."""
    if actor.user_id is None:
        return Conflict.objects.none()
    own = Q(people__contains=[actor.user_id]) | register.rows_where(actor, May.VERIFY, "site_id")
    return Conflict.objects.filter(register.member_rows(actor, "site_id") & own)


def own_waiting(actor: Actor) -> QuerySet[WaitingOperation]:
    """What a person sent that is not applied."""
    return WaitingOperation.objects.filter(user_id=actor.user_id)
