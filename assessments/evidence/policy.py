"""Who may see photographs. Originals, positions and serial numbers are for the site's team."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from assessments.evidence.models import Photo
from assessments.kit.actor import Actor
from assessments.register import policy as register
from assessments.register.roles import May


def visible_photos(actor: Actor) -> QuerySet[Photo]:
    """Photographs on sites whose team the actor is in. What outsiders may see of them comes with published reports."""
    if actor.is_system:
        return Photo.objects.all()
    if actor.user_id is None:
        return Photo.objects.none()
    own = Q(registered_by_id=actor.user_id)
    return Photo.objects.filter(register.member_rows(actor, "site_id") & (~Q(state="registered") | own))


def may_describe(photo: Photo, actor: Actor) -> bool:
    return photo.registered_by_id == actor.user_id or register.may(actor, May.VERIFY, photo.site_id)
