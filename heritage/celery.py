"""The Celery application; its tasks are listed in `assessments/tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
app = Celery("zenobia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["assessments"])
