"""The project: how the app is configured and run on a machine."""

from heritage.celery import app as celery_app

__all__ = ["celery_app"]
