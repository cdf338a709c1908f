"""Operations on plans: write them, their packages and lines; submit, review and decide."""

from assessments.restoration.operations.forecasting import FORECAST_TASK, ask_forecast, make_forecast
from assessments.restoration.operations.packages import (
    add_line,
    add_package,
    change_line,
    change_package,
    line_values,
    remove_line,
    remove_package,
)
from assessments.restoration.operations.plans import (
    OPEN_FIELDS,
    change_plan,
    create_plan,
    lock_writable,
    record_edit,
    require_writable,
    subject_of,
    writable,
)
from assessments.restoration.operations.review import (
    decide,
    erase_from_dossier,
    pass_,
    require_decider,
    require_internal_reviewer,
    require_planner,
    send_back,
    submit,
    withdraw,
)

__all__ = [
    "FORECAST_TASK",
    "OPEN_FIELDS",
    "add_line",
    "add_package",
    "ask_forecast",
    "change_line",
    "change_package",
    "change_plan",
    "create_plan",
    "decide",
    "erase_from_dossier",
    "line_values",
    "lock_writable",
    "make_forecast",
    "pass_",
    "record_edit",
    "remove_line",
    "remove_package",
    "require_decider",
    "require_internal_reviewer",
    "require_planner",
    "require_writable",
    "send_back",
    "subject_of",
    "submit",
    "withdraw",
    "writable",
]
