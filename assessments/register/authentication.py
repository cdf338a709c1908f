"""Authentication of the API: person, device and roles of a token in one statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from assessments.kit.actor import Actor
from assessments.people.authentication import DeviceTokenAuthentication
from assessments.register import policy


class DeviceTokenWithRoles(DeviceTokenAuthentication):
    """The actor of a request knows its roles already: no second query asks for them."""

    also = """(
        SELECT json_agg(json_build_array(one.site_id, one.role)) FROM assessments_membership one
        WHERE one.user_id = person.id AND one.is_active
    )"""

    def made_known(self, actor: Actor, also: Any) -> None:
        policy.keep_standing(actor, [(UUID(site) if site else None, role) for site, role in also or ()])
