"""Django's settings. What a host may choose stands in `options.py`; the rest is decided here."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from roret.config.databases import postgresql, sqlite, use_newest_sqlite
from roret.config.options import BadOption, number, one_of, option, yes_or_no

SQLITE_VERSION = use_newest_sqlite()

SOURCE = Path(__file__).resolve().parent.parent
DATA = Path(option("DATA")).absolute()
PORT = number("PORT")
HOST = option("HOST")
ADDRESS = (option("ADDRESS") or f"http://localhost:{PORT}").rstrip("/")
DEBUG = yes_or_no("DEBUG")

# --- one address: hosts, origins, cookies and passkeys all follow from it -------------------
_address = urlsplit(ADDRESS)
if _address.scheme not in ("http", "https") or not _address.hostname:
    raise BadOption(f"RORET_ADDRESS is “{ADDRESS}”. It has to begin with http:// or https:// and name a host.")
HTTPS = _address.scheme == "https"
ADDRESS_HOST = _address.hostname
# Passkeys, push and offline use need what browsers call a secure context.
SECURE_CONTEXT = HTTPS or ADDRESS_HOST in ("localhost", "127.0.0.1")
ALLOWED_HOSTS = [ADDRESS_HOST] + (["127.0.0.1"] if ADDRESS_HOST == "localhost" else [])
CSRF_TRUSTED_ORIGINS = [ADDRESS]
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}roret"
CSRF_COOKIE_NAME = f"{_prefix}roret-form"
LANGUAGE_COOKIE_NAME = f"{_prefix}roret-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = False
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

# --- apps: imports go down this list's own order, see pyproject's import contract ------------
INSTALLED_APPS = [
    "roret.config.apps.Config",
    "roret.ops",
    "roret.live",
    "roret.deliver",
    "roret.first",
    "roret.today",
    "roret.deck",
    "roret.profile",
    "roret.paper",
    "roret.offline",
    "roret.flareup",
    "roret.sharing",
    "roret.flat",
    "roret.tasks",
    "roret.asking",
    "roret.advice",
    "roret.words",
    "roret.capacity",
    "roret.zones",
    "roret.signals",
    "roret.withdraw",
    "roret.learn",
    "roret.agreement",
    "roret.circle",
    "roret.people",
    "roret.outbox",
    "roret.vault",
    "roret.ui",
    "roret.content",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django.contrib.humanize",  # asked for by allauth's templates
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of widgets, for TemplatesSetting
]
MIDDLEWARE = [
    "roret.config.middleware.without_cookies",
    # What every answer carries comes first, so that files and refused hosts carry it too.
    "roret.config.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "roret.people.middleware.own_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "roret.offline.middleware.OnceMiddleware",
]
ROOT_URLCONF = "roret.config.urls"
ASGI_APPLICATION = "roret.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

# --- pages ------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(p) for p in SOURCE.glob("*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "roret.config.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "roret.config.jinja.page_context",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(SOURCE / "ui" / "django_templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- data -------------------------------------------------------------------------------------
if option("DATABASE"):
    if not option("KEYRING"):
        raise BadOption("RORET_DATABASE is set but RORET_KEYRING is not. The keyring needs a database of its own.")
    DATABASES = {
        "default": postgresql(option("DATABASE"), "DATABASE"),
        "keys": postgresql(option("KEYRING"), "KEYRING"),
    }
else:
    DATABASES = {
        "default": sqlite(DATA / "roret.sqlite3", SQLITE_VERSION),
        "keys": sqlite(DATA / "keys" / "keyring.sqlite3", SQLITE_VERSION),
    }
DATABASE_ROUTERS = ["roret.config.databases.KeyringRouter"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- vault ------------------------------------------------------------------------------------
ROOT_KEY = option("ROOT_KEY")
ROOT_KEY_FILE = DATA / "secrets" / "root.key"
# Django's own signing key is derived from the root key, so that there is one secret to keep.
# `vault.rootkey` has no Django in it and can be read before the settings stand.
from roret.vault.rootkey import django_secret  # noqa: E402

SECRET_KEY = django_secret(ROOT_KEY, ROOT_KEY_FILE)

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "roret.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
CSRF_FAILURE_VIEW = "roret.first.views.forbidden"
OPEN_TO_ALL = one_of("SIGNUP", ("open", "invited")) == "open"
HAS_MAIL = bool(option("MAIL"))

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# A code by mail proves the address when it is used; on a box without mail it is only a name to sign in by.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = HAS_MAIL
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# By where the guesses come from, and never by the address guessed at: whoever knows it could lock its owner out.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip"}
ACCOUNT_EMAIL_NOTIFICATIONS = False
# To an unknown address nothing is sent: such a mail leads to a sign-up that there is not, and the page says the same.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "roret.people.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "roret.people.adapter.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- mail -------------------------------------------------------------------------------------
if HAS_MAIL:
    _mail = urlsplit(option("MAIL"))
    if _mail.scheme not in ("smtp", "smtps") or not option("MAIL_FROM"):
        raise BadOption(
            "RORET_MAIL has to look like smtp://user:password@host:port, and RORET_MAIL_FROM must be set with it."
        )
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    # A mail server on this very machine seldom speaks TLS; any other has to.
    EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_HOST not in ("localhost", "127.0.0.1")
    EMAIL_TIMEOUT = 10
    DEFAULT_FROM_EMAIL = option("MAIL_FROM")
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- push ---------------------------------------------------------------------------------------
# Only a test has its own push service on this machine. In a house every push service is public and speaks https.
PUSH_TO_LOOPBACK = False

# --- words, time ------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = sorted(str(p) for p in SOURCE.glob("*/locale"))
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- what a browser may do --------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
# On plain http a browser ignores it, and writes an error into the console of every page.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if SECURE_CONTEXT else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # https is the proxy's to redirect
    "security.W005",  # other hosts under the same name are not ours to speak for
    "security.W021",
]

# --- logs: never a text of a person's ---------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_content": {"()": "roret.config.logs.NoContent"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_content"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "fido2": {"level": "WARNING"},  # at INFO it writes which passkey came by
    },
}
