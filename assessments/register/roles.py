"""Roles, and the permissions of each."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    VIEWER = "viewer"
    RECORDER = "recorder"
    VERIFIER = "verifier"
    SAFETY_OFFICER = "safety_officer"
    PLANNER = "planner"
    WORKS_MANAGER = "works_manager"
    NATIONAL_REVIEWER = "national_reviewer"
    NATIONAL_DIRECTOR = "national_director"
    STATE_PARTY = "state_party"
    WHC_OFFICER = "whc_officer"
    ADVISORY_REVIEWER = "advisory_reviewer"
    COMMITTEE_RECORDER = "committee_recorder"
    ADMINISTRATOR = "administrator"


ALL = frozenset(Role)

DECIDING = frozenset(
    {
        Role.NATIONAL_REVIEWER,
        Role.NATIONAL_DIRECTOR,
        Role.STATE_PARTY,
        Role.WHC_OFFICER,
        Role.ADVISORY_REVIEWER,
        Role.COMMITTEE_RECORDER,
    }
)
"""Granting one of these takes two administrators, and using it a second factor."""


class May(StrEnum):
    """What a role may do on a site."""

    SEE = "see"
    RECORD = "record reports and photographs"
    VERIFY = "verify reports"
    SEE_TEAM_ONLY = "see photographs that are kept with the site's team"
    KEEP_SAFETY = "keep hazard zones and clearances"
    STATE_HAZARD_REGIME = "state whether explosive hazards may be present"
    CLOSE_GROUND = "close ground"
    KEEP_REGISTER = "keep the register"
    PROPOSE = "propose monuments and parts"
    PLAN = "write plans"
    PASS_INTERNALLY = "pass plans from internal review"  # noqa: S105 - no password
    REVIEW_NATIONALLY = "review plans for the national authority"
    DIRECT_NATIONALLY = "authorise and revoke for the national authority"
    ACT_FOR_STATE_PARTY = "transmit and answer for the State Party"
    RECORD_FOR_CENTRE = "record letters of the World Heritage Centre"
    RECORD_FOR_ADVISORY = "record advice of the Advisory Bodies"
    RECORD_FOR_COMMITTEE = "record decisions of the Committee"
    HEAR_ORALLY = "record an oral authorisation"
    KEEP_DOSSIER = "add documents to plans"
    RUN_WORKS = "begin, resume and complete works"
    HALT_WORKS = "suspend works"
    FIND_UNAUTHORISED = "record works begun without authorisation"
    KEEP_REQUESTS = "keep standing requests"
    KEEP_PEOPLE = "keep people and their roles"
    STATE = "record statements"
    REVEAL = "read the name of a protected member"


ROLES_BY_PERMISSION: dict[May, frozenset[Role]] = {
    May.SEE: ALL,
    May.RECORD: frozenset({Role.RECORDER, Role.VERIFIER}),
    May.VERIFY: frozenset({Role.VERIFIER}),
    May.SEE_TEAM_ONLY: frozenset(
        {Role.RECORDER, Role.VERIFIER, Role.SAFETY_OFFICER, Role.PLANNER, Role.WORKS_MANAGER, Role.ADMINISTRATOR}
    ),
    May.KEEP_SAFETY: frozenset({Role.SAFETY_OFFICER}),
    May.STATE_HAZARD_REGIME: frozenset({Role.SAFETY_OFFICER, Role.VERIFIER}),
    May.CLOSE_GROUND: ALL,
    May.KEEP_REGISTER: frozenset({Role.VERIFIER, Role.ADMINISTRATOR}),
    May.PROPOSE: frozenset({Role.RECORDER, Role.VERIFIER, Role.ADMINISTRATOR}),
    May.PLAN: frozenset({Role.PLANNER}),
    May.PASS_INTERNALLY: frozenset({Role.VERIFIER}),
    May.REVIEW_NATIONALLY: frozenset({Role.NATIONAL_REVIEWER, Role.NATIONAL_DIRECTOR}),
    May.DIRECT_NATIONALLY: frozenset({Role.NATIONAL_DIRECTOR}),
    May.ACT_FOR_STATE_PARTY: frozenset({Role.STATE_PARTY}),
    May.RECORD_FOR_CENTRE: frozenset({Role.WHC_OFFICER, Role.STATE_PARTY}),
    May.RECORD_FOR_ADVISORY: frozenset({Role.ADVISORY_REVIEWER, Role.STATE_PARTY}),
    May.RECORD_FOR_COMMITTEE: frozenset({Role.COMMITTEE_RECORDER, Role.STATE_PARTY}),
    May.HEAR_ORALLY: frozenset({Role.WORKS_MANAGER, Role.VERIFIER, Role.NATIONAL_REVIEWER, Role.NATIONAL_DIRECTOR}),
    May.KEEP_DOSSIER: frozenset({Role.PLANNER, Role.WORKS_MANAGER, Role.STATE_PARTY}),
    May.RUN_WORKS: frozenset({Role.WORKS_MANAGER}),
    May.HALT_WORKS: frozenset({Role.WORKS_MANAGER, Role.SAFETY_OFFICER}),
    May.FIND_UNAUTHORISED: frozenset({Role.VERIFIER, Role.NATIONAL_REVIEWER, Role.NATIONAL_DIRECTOR}),
    May.KEEP_REQUESTS: frozenset({Role.STATE_PARTY, Role.WHC_OFFICER, Role.COMMITTEE_RECORDER}),
    May.KEEP_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    May.REVEAL: frozenset({Role.VERIFIER, Role.ADMINISTRATOR}),
    May.STATE: frozenset({Role.VERIFIER, Role.STATE_PARTY, Role.WHC_OFFICER, Role.ADMINISTRATOR}),
}
