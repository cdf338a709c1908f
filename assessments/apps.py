"""The app and its admin, for Django."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

PACKAGES = ("audit", "people", "register", "evidence", "damage", "restoration", "sync")


class Assessments(AppConfig):
    name = "assessments"
    verbose_name = "Zenobia"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the texts of every package's history verbs."""
        for package in PACKAGES:
            import_module(f"assessments.{package}.verbs")


class ZenobiaAdmin(AdminConfig):
    default_site = "assessments.admin_site.ZenobiaAdminSite"
