"""All settings, from the environment only. The defaults are for the embedded stack of `make run`.

With `DATABASE_URL` set this is a production process: it refuses to start with a default secret, open hosts or
demo accounts. Without it, the embedded stack of `DATA_DIR` is used.
"""

from __future__ import annotations

import logging
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from heritage import environment

BASE_DIR = environment.ROOT
BUILDING = environment.flag("ZENOBIA_BUILDING")
EMBEDDED = not environment.text("DATABASE_URL")
DATA_DIR = environment.data_dir()
_stack = environment.running_stack() if EMBEDDED else {}

DEBUG = False


def _secret() -> str:
    if given := environment.text("SECRET_KEY"):
        return given
    if BUILDING:
        return "only-for-collecting-static-files"
    if EMBEDDED:
        try:
            return (DATA_DIR / "run" / "secret_key").read_text()
        except OSError:
            return "no-embedded-stack-has-run-here-yet"
    raise ImproperlyConfigured(
        "SECRET_KEY (or SECRET_KEY_FILE) is missing. Give a random text of 50 characters or more."
    )


SECRET_KEY = _secret()
if not EMBEDDED and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short to be safe. Give a random text of 50 characters or more.")

BIND = environment.text("BIND", "127.0.0.1")
PORT = environment.number("PORT", 8000)
ON_LOOPBACK = BIND in ("127.0.0.1", "localhost", "::1")
ALLOWED_HOSTS = environment.comma_separated("ALLOWED_HOSTS") or (
    ["127.0.0.1", "localhost", "[::1]", *([] if ON_LOOPBACK else [BIND])] if EMBEDDED else []
)
if not BUILDING and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this server, separated by commas; '*' is refused.")
HTTPS = environment.flag("HTTPS", default=not EMBEDDED)
PUBLIC_URL = environment.text("PUBLIC_URL").rstrip("/") or (
    f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}{f':{PORT}' if EMBEDDED else ''}"
)
"""Where people reach this server: printed on what leaves it, such as the code on a dossier."""
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS]

DEMO = environment.flag("DEMO", default=EMBEDDED and ON_LOOPBACK)
if DEMO and not (EMBEDDED and ON_LOOPBACK):
    raise ImproperlyConfigured(
        "DEMO=1 is refused here: the demo and its known passwords exist only in the embedded stack on loopback."
    )
DEMO_EXCUSED_FROM_SECOND_FACTOR = environment.flag("DEMO_EXCUSED_FROM_SECOND_FACTOR", default=DEMO)
if DEMO_EXCUSED_FROM_SECOND_FACTOR and not (EMBEDDED and ON_LOOPBACK):
    raise ImproperlyConfigured("DEMO_EXCUSED_FROM_SECOND_FACTOR=1 is refused outside the embedded demo on loopback.")

INSTALLED_APPS = [
    "assessments.apps.ZenobiaAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "knox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "assessments.apps.Assessments",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "assessments.kit.middleware.SecurityHeaders",
    "assessments.kit.middleware.PrivateByDefault",
    "assessments.kit.middleware.Compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assessments.people.authentication.SignInRefusals",
    "assessments.people.authentication.ActorMiddleware",
    "assessments.people.authentication.ReadersDigits",
    "assessments.kit.middleware.ProblemPages",
]

ROOT_URLCONF = "heritage.urls"
WSGI_APPLICATION = "heritage.wsgi.application"
APPEND_SLASH = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.desk.context.common_context",
            ],
        },
    }
]

_NOWHERE = "postgresql://nobody@127.0.0.1:9/zenobia"
_OWNER_COMMANDS = {"migrate", "prepare_database", "backup", "restore"}
_as_owner = len(sys.argv) > 1 and sys.argv[1] in _OWNER_COMMANDS
DATABASES = {
    "default": environment.database(
        environment.text("DATABASE_URL") or _stack.get("owner_url" if _as_owner else "database_url") or _NOWHERE
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
POSTGRES_PROGRAMS = environment.text("POSTGRES_PROGRAMS", environment.postgres_programs())
"""The folder of pg_dump and pg_restore; empty: those on the PATH."""
WEB_ROLE = environment.text("WEB_ROLE", "zenobia_web")

BROKER_URL = environment.text("BROKER_URL") or _stack.get("broker_url") or "redis://127.0.0.1:9/0"
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "max_retries": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "assessments.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "sequence": {"task": "assessments.sequence", "schedule": 5.0, "options": {"expires": 5}},
    "watch plans": {"task": "assessments.watch_plans", "schedule": 60.0, "options": {"expires": 60}},
    "send reminders": {"task": "assessments.send_reminders", "schedule": 3600.0, "options": {"expires": 3600}},
    "look after files": {"task": "assessments.look_after_files", "schedule": 1800.0, "options": {"expires": 1800}},
    "send the ledger's head": {
        "task": "assessments.send_ledger_head",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "delete expired responses": {
        "task": "assessments.delete_expired_responses",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

_object_store = environment.text("OBJECT_STORE_URL")
if _object_store and not _object_store.startswith(("file:///", "s3://")):
    raise ImproperlyConfigured("OBJECT_STORE_URL must be file:///a/folder or s3://bucket/prefix?endpoint=https://host.")
_on_disk = _object_store.startswith("file://")
# With an object store this folder still holds what is being uploaded and what workers are making.
STORE_ROOT = Path(_object_store.removeprefix("file://")) if _on_disk else DATA_DIR / "store"
OBJECT_STORE = "" if _on_disk else _object_store
OBJECT_STORE_KEY = environment.text("OBJECT_STORE_KEY")
OBJECT_STORE_SECRET = environment.text("OBJECT_STORE_SECRET")

# In the database, since only sign-in counts in it: losing the broker keeps nobody out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# People and sign-in

AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["assessments.people.passwords.Argon2idHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "assessments.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
# assessments.people.sign_in counts wrong passwords. `login_failed` limits wrong codes of a second factor, by person.
# The limits of allauth by address are higher than an office behind one address reaches.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/5m/key",
    "login": "600/m/ip",
    "reset_password": "100/5m/ip,5/5m/key",
    "reset_password_from_key": "200/m/ip",
    "change_password": "10/m/user",
}
ACCOUNT_FORMS = {"change_password": "assessments.people.forms.ChangePasswordForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Zenobia"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECOND_FACTOR_FRESH = timedelta(minutes=15)

REST_KNOX = {
    "TOKEN_TTL": timedelta(days=180),
    "AUTO_REFRESH": True,
    "MIN_REFRESH_INTERVAL": 3600,
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_MODEL": "knox.AuthToken",
}
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105 - a model's name

EMAIL_BACKEND = (
    "assessments.people.mail.StoredEmailBackend" if EMBEDDED else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Zenobia <zenobia@localhost>")

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "assessments.register.authentication.DeviceTokenWithRoles",
        "assessments.people.authentication.BrowserSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["assessments.kit.renderers.MsgspecJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "EXCEPTION_HANDLER": "assessments.kit.exception_handlers.api_exception_handler",
    "DEFAULT_SCHEMA_CLASS": "assessments.kit.openapi.EndpointSchema",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # the form of a response is negotiated by `Accept` only
    "DEFAULT_METADATA_CLASS": None,  # the OpenAPI document describes what endpoints take; OPTIONS is 405
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Zenobia",
    "VERSION": "1",
    "DESCRIPTION": "Damage to heritage sites, from the first photograph to the last approval of the restoration.",
    "OAS_VERSION": "3.1.0",  # msgspec writes nullable types as 3.1 does
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],
    "COMPONENT_SPLIT_PATCH": False,
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
FILE_UPLOAD_TEMP_DIR = None
UPLOAD_MAX_BYTES = environment.number("UPLOAD_MAX_BYTES", 512 << 20)
UPLOAD_DAYS = environment.number("UPLOAD_DAYS", 14)
BASE_MAPS_DIR = environment.text("BASE_MAPS_DIR") or str(DATA_DIR / "maps")
"""Where whoever runs the installation puts files of map tiles (PMTiles, MBTiles)."""
MAX_PIXELS = 100_000_000

# Languages, files, security

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "assessments" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
_npm = BASE_DIR / "node_modules"
ICONS_DIR = _npm / "bootstrap-icons" / "icons"
# What the figures are drawn with: all of D3 weighs more than the rest of the page.
D3_PARTS = (
    "array",
    "color",
    "format",
    "interpolate",
    "path",
    "scale",
    "selection",
    "shape",
    "time",
    "time-format",
    "axis",
)
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("vendor/bootstrap", _npm / "bootstrap" / "dist" / "css"),
    ("vendor/htmx", _npm / "htmx.org" / "dist"),
    ("vendor/maplibre", _npm / "maplibre-gl" / "dist"),
    ("vendor/topojson", _npm / "topojson-client" / "dist"),
    *((f"vendor/d3/{part}", _npm / f"d3-{part}" / "dist") for part in D3_PARTS),
    ("vendor/world-atlas", _npm / "world-atlas"),
    ("vendor/tus", _npm / "tus-js-client" / "dist"),
    ("vendor/hashes", _npm / "@noble" / "hashes"),
    ("vendor/openseadragon", _npm / "openseadragon" / "build" / "openseadragon"),
    ("vendor/plex", _npm / "@fontsource" / "ibm-plex-sans"),
    ("vendor/plex-serif", _npm / "@fontsource" / "ibm-plex-serif"),
    ("vendor/plex-arabic", _npm / "@fontsource" / "ibm-plex-sans-arabic"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "heritage.static_files.HashedStatic"},
}
WHITENOISE_MAX_AGE = 3600

SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
# Addresses of clients are read from X-Forwarded-For only where a proxy of ours writes it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.flag("BEHIND_PROXY") else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "assessments.kit.exception_handlers.csrf_failure"


def _without_trace(record: logging.LogRecord) -> bool:
    """Log a refused host or form as one line: Django would log a stack trace for what is a client's mistake."""
    record.exc_info = record.exc_text = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_trace": {"()": "django.utils.log.CallbackFilter", "callback": _without_trace}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "refusals": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_trace"]},
    },
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "assessments": {"level": environment.text("LOG_LEVEL", "INFO")},
        "django.security": {"handlers": ["refusals"], "propagate": False},
    },
}
