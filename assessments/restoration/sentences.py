"""Translated sentences for the codes of checklists, gates and changes, and of stoppages that can be none."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.restoration import gates, queries
from assessments.restoration.models import Plan

_MISSING = {
    "no_monument": gettext_noop("Name at least one monument."),
    "no_verified_assessment": gettext_noop("A monument of the plan has no verified assessment to build on."),
    "no_objectives": gettext_noop("Say what the plan is for."),
    "no_approach": gettext_noop("Describe the method."),
    "no_packages": gettext_noop("Add at least one work package."),
    "package_without_estimate": gettext_noop("Every work package needs at least one estimate line."),
    "contingency_twice": gettext_noop(
        "Contingency is added by a rule, and lines of the category contingency beside it: it would count twice."
    ),
    "escalation_twice": gettext_noop(
        "Rising prices are added by a rule, and lines of the category inflation beside it: they would count twice."
    ),
    "assessment_too_old": gettext_noop(
        "The newest verified assessment is older than twelve months. The site's director may let it count, saying why."
    ),
    "class_too_rough": gettext_noop("The estimate must be of class 4 or better."),
    "no_change_log": gettext_noop("Say in the note what changed since the version that came back."),
}


_STOPPAGE = {
    "form": gettext_noop("From %(since)s until %(until)s: write both with a year, or both without for every year."),
    "day": gettext_noop("From %(since)s until %(until)s: there is no such day."),
    "order": gettext_noop("From %(since)s until %(until)s: it ends before it begins."),
}

_GATE = {
    "basis_changed": gettext_noop(
        "Something changed under the plan since it was submitted. Confirm that it still stands, or request a revision."
    ),
    "unanswered_requests": gettext_noop("A standing request that restricts this track has no written answer."),
    "no_structural_study": gettext_noop("The dossier has no structural study."),
    "no_block_inventory": gettext_noop("There is no inventory of blocks: no document, and no block on the register."),
    "no_impact_assessment": gettext_noop("The dossier has no heritage impact assessment."),
    "class_above_3": gettext_noop("The estimate must be of class 3 or better."),
    "class_above_2": gettext_noop("The estimate must be of class 2 or better."),
    "not_an_emergency": gettext_noop("Only a plan of first aid is authorised as an emergency."),
    "beyond_first_aid": gettext_noop("The estimate holds works beyond first aid, such as new stone or anastylosis."),
    "no_photographs_before": gettext_noop("No photograph shows the state before: tie some to a verified report."),
    "open_stipulations": gettext_noop("A stipulation that is due before this step is not closed."),
    "unanswered_stipulations": gettext_noop("A stipulation of the advice has no written answer."),
    "stipulations_before_works": gettext_noop("A stipulation that is due before works begin is not closed."),
    "stipulations_before_closing": gettext_noop("A stipulation is not closed."),
    "no_notice_172": gettext_noop("The dossier has no notice under paragraph 172."),
    "not_on_the_list": gettext_noop("The site is not on the World Heritage List: conclude the review instead."),
    "goes_to_the_centre": gettext_noop("The site is on the World Heritage List: transmit it to the Centre first."),
    "no_money": gettext_noop("Committed and received funding does not cover the expected cost."),
    "no_owner_consent": gettext_noop("The owner's consent is not in the dossier."),
    "authorisation_over": gettext_noop("The authorisation is over."),
    "ground_not_released": gettext_noop("The ground of a monument is not released today. Look at 'May I go?'."),
    "no_safety_plan": gettext_noop("The dossier has no safety and clearance file."),
    "no_insurance": gettext_noop("The dossier has no proof of insurance."),
    "no_completion_report": gettext_noop("The dossier has no completion report."),
    "no_actual_costs": gettext_noop("A work package has no end or no actual cost."),
    "no_monitoring_plan": gettext_noop("The dossier has no maintenance and monitoring plan."),
    "no_whc_report": gettext_noop("The dossier has no report to the World Heritage Centre."),
}

_NEEDED = {
    "text": gettext_noop("Say why, in the words that will be sent."),
    "instrument": gettext_noop("Give the number and date of the letter or order."),
    "valid_until": gettext_noop("Say until which day it is valid."),
    "next_day": gettext_noop("Say to which day it is deferred."),
    "measures": gettext_noop("Say to which measures it is limited."),
}

_CHANGE = {
    "incident": gettext_noop("an incident was recorded"),
    "worse_report": gettext_noop("a report says worse than before"),
    "retracted_report": gettext_noop("a report it rests on was taken back"),
    "document_withdrawn": gettext_noop("a document of the dossier was withdrawn"),
    "ground_lapsed": gettext_noop("its ground is no longer released"),
}


def stoppage(code: str) -> str:
    return _(_STOPPAGE[code])


def missing(code: str) -> str:
    return _(_MISSING[code])


def gate(code: str) -> str:
    return _(_GATE[code])


def needed(field: str) -> str:
    return _(_NEEDED[field])


def change(code: str) -> str:
    return _(_CHANGE[code])


def next_gates(plan: Plan) -> list[tuple[str, list[str]]]:
    """The gates that lead on from a plan's present state, each with what it still needs, in words."""
    names = [name for name in gates.GATES if queries.leads_on(plan, name)]
    if not names:
        return []
    facts = queries.facts(plan)
    return [(name, [gate(code) for code in gates.missing_at(name, facts)]) for name in names]
