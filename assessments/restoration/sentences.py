"""Translated sentences for the codes of the submission checklist, and of stoppages that can be none."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_MISSING = {
    "no_monument": gettext_noop("Name at least one monument."),
    "no_verified_assessment": gettext_noop("A monument of the plan has no verified assessment to build on."),
    "no_objectives": gettext_noop("Say what the plan is for."),
    "no_approach": gettext_noop("Describe the method."),
    "no_packages": gettext_noop("Add at least one work package."),
    "package_without_estimate": gettext_noop("Every work package needs at least one estimate line."),
    "assessment_too_old": gettext_noop("The newest verified assessment is older than twelve months."),
    "class_too_rough": gettext_noop("The estimate must be of class 4 or better."),
}


_STOPPAGE = {
    "form": gettext_noop("From %(since)s until %(until)s: write both with a year, or both without for every year."),
    "day": gettext_noop("From %(since)s until %(until)s: there is no such day."),
    "order": gettext_noop("From %(since)s until %(until)s: it ends before it begins."),
}


def stoppage(code: str) -> str:
    return _(_STOPPAGE[code])


def missing(code: str) -> str:
    return _(_MISSING[code])
