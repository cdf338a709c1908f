"""HTML views of restoration."""

from assessments.restoration.pages.decisions import answer, decide, settle
from assessments.restoration.pages.plans import (
    ask_forecast,
    begin,
    change,
    dossier,
    dossier_file,
    on_the_plan,
    plan,
    plans,
    remove_line,
    remove_package,
)

__all__ = [
    "answer",
    "ask_forecast",
    "begin",
    "change",
    "decide",
    "dossier",
    "dossier_file",
    "on_the_plan",
    "plan",
    "plans",
    "remove_line",
    "remove_package",
    "settle",
]
