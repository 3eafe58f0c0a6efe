"""Django's settings. All that differs between installations comes from the environment.

There is no default secret: each installation makes its own under $KITH_HOME/secrets, or is given them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from kith import environment
from kith.environment import secret

ENVIRONMENT = environment.read()
HOME: Path = ENVIRONMENT.home
DEMONSTRATION: bool = ENVIRONMENT.demo
SOURCE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = os.environ.get("KITH_SECRET_KEY") or secret(HOME, "secret_key")
CONTEXT_KEY: bytes = secret(HOME, "context_key").encode()[:64]

# Where the site is reached. Plain http is for the loopback address alone.
SITE_URL = os.environ.get("KITH_SITE_URL", f"http://127.0.0.1:{ENVIRONMENT.port}")
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    raise ImproperlyConfigured(
        "KITH_SITE_URL must be the address people type, such as https://kith.example."
    )
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
IS_LOCAL = _site.hostname in LOOPBACK
if _site.scheme == "http" and not IS_LOCAL:
    raise ImproperlyConfigured(
        "KITH_SITE_URL must start with https:// unless it is this machine's own address."
    )
ALLOWED_HOSTS = [_site.hostname, *(LOOPBACK if IS_LOCAL else ())]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "kith.ui",
    "kith.isolation",
    "kith.resilience",
    "kith.files",
    "kith.audit",
    "kith.accounts",
    "kith.organisations",
    "kith.people",
    "kith.concerns",
    "kith.messages",
    "kith.directory",
    "kith.pathway.referrals",
    "kith.pathway.caseload",
    "kith.pathway.contacts",
    "kith.pathway.plans",
    "kith.pathway.clinics",
    "kith.pathway.connections",
    "kith.pathway.outcomes",
    "kith.pathway.closures",
    "kith.campaigns",
    "kith.groups",
    "kith.meetings",
    "kith.funds",
    "kith.academy",
    "kith.exchange",
    "kith.insight",
    "kith.desk",
    "kith.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kith.config.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kith.config.middleware.in_context",
    "kith.config.middleware.once_only",
]

ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"
APPEND_SLASH = False


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    port = query.pop("port", None) or (str(parts.port) if parts.port else "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": query,
        "CONN_MAX_AGE": 0,
        # A database that was started again leaves dead connections in the pool.
        "CONN_HEALTH_CHECKS": True,
    }


# The run-time role. The owner is known to the processes that migrate, and to no others.
DATABASES: dict[str, dict[str, object]] = {"default": {"ENGINE": "django.db.backends.dummy"}}
if app_url := os.environ.get("KITH_APP_URL"):
    DATABASES["default"] = _database(app_url)
    # Threads share connections; nothing outlives a transaction on them (see isolation.context).
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],  # type: ignore[dict-item]
        "pool": {"min_size": 1, "max_size": 12, "timeout": 10},
    }
if owner_url := os.environ.get("KITH_OWNER_URL"):
    DATABASES["owner"] = _database(owner_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kith.accounts.backends.ByEmail"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Length, and lists of what is known or guessed; no composition rules (NCSC, OWASP ASVS 5.0 V6.2).
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "kith.accounts.passwords.NotBreached"},
    {"NAME": "kith.accounts.passwords.NotAboutUs"},
]
BREACHED_PASSWORDS_FILE = os.environ.get("KITH_BREACHED_PASSWORDS", "")
LOGIN_URL = "/sign-in"

SESSION_ENGINE = "kith.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = 60 * 60
SECURE_COOKIES = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-kith" if SECURE_COOKIES else f"kith_{ENVIRONMENT.port}"
CSRF_COOKIE_NAME = "__Host-kith-csrf" if SECURE_COOKIES else f"kith_csrf_{ENVIRONMENT.port}"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kith.config.errors.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if SECURE_COOKIES:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Pictures under the drawn maps, from a server of the operator's choice: the only thing a page fetches from
# elsewhere, and nothing unless it is set (decision 0043).
MAP_TILES = os.environ.get("KITH_MAP_TILES", "")
MAP_TILES_ATTRIBUTION = os.environ.get("KITH_MAP_TILES_ATTRIBUTION", "")
_tiles = urlsplit(MAP_TILES)
_TILES_AT = re.fullmatch(
    r"https://[a-z0-9.-]+(:\d+)?/[^\s{};,]*\{z\}[^\s{};,]*\{x\}[^\s{};,]*\{y\}[^\s{};,]*", MAP_TILES
)
if MAP_TILES and not (_TILES_AT and MAP_TILES_ATTRIBUTION):
    raise ImproperlyConfigured(
        "KITH_MAP_TILES must be an address such as https://tiles.example/{z}/{x}/{y}.png, and"
        " KITH_MAP_TILES_ATTRIBUTION must say whose map it is."
    )
_TILE_HOST = [f"https://{_tiles.netloc}"] if MAP_TILES else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_TILE_HOST],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SOURCE / "config" / "templates"],  # the one room that is no app
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "kith.ui.environment.environment",
            "context_processors": ["kith.config.shown.everywhere"],
        },
    }
]

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the packages, by whitenoise
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = str(HOME / "media")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_HOST = os.environ.get("KITH_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("KITH_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KITH_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KITH_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KITH_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("KITH_MAIL_FROM", "kith@localhost")

# Jobs: every room's `jobs` module; what succeeded leaves no row.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "shutdown_graceful_timeout": 4,
}

# Hosts, beside public ones, that a directory feed may be fetched from.
FEED_HOSTS = tuple(filter(None, os.environ.get("KITH_FEED_HOSTS", "").split(",")))
# Where the operator names some, feeds are fetched from these hosts and the hosts below them alone.
FEED_ONLY_HOSTS = tuple(filter(None, os.environ.get("KITH_FEED_ONLY_HOSTS", "").split(",")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its warnings name the address of every refused request, and some addresses are private links.
    "loggers": {"django.request": {"level": "ERROR"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
