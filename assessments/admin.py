"""All admin classes: imports, nothing else."""

from assessments.damage import admin as damage
from assessments.register import admin as register
from assessments.restoration import admin as restoration
from assessments.sync import admin as sync

__all__ = ["damage", "register", "restoration", "sync"]
