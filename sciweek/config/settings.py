"""Django's settings, derived from `config.environment`; nothing here reads the environment by itself."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.csp import CSP

from sciweek.config import environment

ENV = environment.current()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = ENV.data
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = False


def secret_key(path: Path) -> str:
    """The key that signs sessions and links, made at the first start and readable by its owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key


def database(url: str) -> dict[str, Any]:
    """Django's description of the database that the address names."""
    if not url or url.startswith("sqlite:"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite://") or str(DATA / "db.sqlite3"),
            # Opening the file and setting the pragmas costs more than most queries do.
            "CONN_MAX_AGE": None,
            # A write transaction takes its lock at the start: upgrading a read lock later would fail at once.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; "
                    "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


SECRET_KEY = secret_key(ENV.path(ENV.secret_key_file))
SCIWEEK_KEY_FILE = str(ENV.path(ENV.field_key_file))
SCIWEEK_TICKET_KEY_FILE = str(ENV.path(ENV.ticket_key_file))
SCIWEEK_LOG_DIGEST = ENV.log_digest
SCIWEEK_LOG_SEALS = str(ENV.path("log-seals.txt"))
SCIWEEK_STAFF_SECOND_FACTOR = ENV.staff_second_factor == "staff"
SCIWEEK_PERSONAL_LINKS = ENV.personal_links
SCIWEEK_SENDS_MAIL = ENV.mail != "outbox"
SCIWEEK_SITE_URL = ENV.site_url.rstrip("/")
# Where this server answers; `serve` fills it in before its children start.
SCIWEEK_OWN_URL = ""
SCIWEEK_API_RATE = ENV.api_rate
SCIWEEK_API_RATE_UNKNOWN = ENV.api_rate_unknown
SCIWEEK_BOOKING_RATE_NETWORK = ENV.booking_rate_network
SCIWEEK_BOOKING_WIDE_NETWORKS = list(ENV.booking_wide_networks)
SCIWEEK_UPLOAD_LIMIT = ENV.upload_limit_mb * 1024 * 1024

ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [SCIWEEK_SITE_URL] if SCIWEEK_SITE_URL else []
DATABASES = {"default": database(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A per-process cache would multiply lock-outs and rate limits by the number of processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sciweek_cache",
        "TIMEOUT": 3600,
        # Django's 300 would push codes and counts of tries out while a few hundred people book at once.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["quick", "long"]}}

ROOMS = [
    "sciweek.base",
    "sciweek.look",
    "sciweek.logbook",
    "sciweek.people",
    "sciweek.week",
    "sciweek.sheets",
    "sciweek.committee",
    "sciweek.files",
    "sciweek.papers",
    "sciweek.post",
    "sciweek.activities",
    "sciweek.venues",
    "sciweek.programme",
    "sciweek.duties",
    "sciweek.promotion",
    "sciweek.booking",
    "sciweek.outreach",
    "sciweek.ceremonies",
    "sciweek.door",
    "sciweek.notice",
    "sciweek.dispatch",
    "sciweek.portal",
    "sciweek.desk",
    "sciweek.config",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
    # Before allauth: the templates of `people` stand in for its own.
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    # Outermost: whatever any layer answers below /api/, it is no page.
    "sciweek.base.rest.problems.OnlyProblems",
    "sciweek.base.answers.BodyLimit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the session: an anonymous page is answered without touching one.
    "sciweek.portal.cache.WholePageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sciweek.base.answers.RefusalMiddleware",
]
ROOT_URLCONF = "sciweek.config.urls"
WSGI_APPLICATION = "sciweek.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sciweek.config.navigation.desk",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

LANGUAGE_CODE = ENV.language
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = ENV.time_zone
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = str(ENV.static_root)
MEDIA_ROOT = str(DATA / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sciweek.config.static_files.ModuleStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sciweek.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "sciweek.people.adapters.SocialAccountAdapter"
ACCOUNT_FORMS = {"login": "sciweek.people.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody learns by a letter whether an address has an account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,30/15m/ip", "login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by people we know, not proven by letters
MFA_TOTP_ISSUER = "Sciweek"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.plain_lan
SOCIALACCOUNT_ONLY = False
# A link, not a form: `form-action 'self'` would stop the way to the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True
SCIWEEK_OIDC_MATCH = ENV.oidc_match
# Behind a proxy every request comes from the proxy; rate limits need the caller that it names.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if ENV.plain_lan else 1
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "government",
                    "name": ENV.oidc_name or "OpenID Connect",
                    "client_id": ENV.oidc_client_id,
                    "secret": ENV.oidc_client_secret,
                    "settings": {"server_url": ENV.oidc_issuer},
                }
            ],
        }
    }
    if ENV.oidc_issuer
    else {}
)

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENV.plain_lan
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None if ENV.plain_lan else "same-origin"
X_FRAME_OPTIONS = "DENY"
if not ENV.plain_lan:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^-/"]
SCIWEEK_MAP_TILES = ENV.map_tiles
SCIWEEK_MAP_ATTRIBUTION = ENV.map_attribution
SCIWEEK_MAP_DATUM = ENV.map_datum
SCIWEEK_EMBED_HOSTS = list(ENV.embed_hosts)


def tile_hosts(tiles: str) -> list[str]:
    """Where pictures of the map may come from; {s} stands for any name in its place."""
    parts = urlsplit(tiles.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.scheme in ("http", "https") and parts.netloc else []


SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *tile_hosts(ENV.map_tiles)],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from


def mailer(kind: str, url: str) -> dict[str, Any]:
    """Django's description of where letters go."""
    backends = "django.core.mail.backends"
    if kind == "console":
        return {"BACKEND": f"{backends}.console.EmailBackend"}
    if kind == "outbox":
        return {
            "BACKEND": f"{backends}.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA / "outbox")},
        }
    parts = urlsplit(url)
    options: dict[str, Any] = {
        "host": parts.hostname or "localhost",
        "port": parts.port or 587,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme != "smtps" and bool(parts.username),
        "timeout": 20,
    }
    return {"BACKEND": f"{backends}.smtp.EmailBackend", "OPTIONS": options}


# Letters that wait in a folder are a choice here (`mail = "outbox"`), not something forgotten.
SILENCED_SYSTEM_CHECKS = ["mail.E001", "security.W005", "security.W021"]
MAILERS = {"default": mailer(ENV.mail, ENV.mail_url)}

# How `post` reaches phones and programs.
SCIWEEK_SMS = {
    "url": ENV.sms_url,
    "template": ENV.sms_template,
    "key": ENV.sms_secret,
    "success": ENV.sms_success,
}
SCIWEEK_PRIVATE_NETWORKS = ENV.webhook_private_networks

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_keys": {"()": "sciweek.base.log_masking.WithoutKeys"},
        "short_of_strangers": {"()": "sciweek.base.log_masking.ShortOfStrangers"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": str(DATA / "sciweek.log"),
            "formatter": "line",
            "filters": ["without_keys", "short_of_strangers"],
            "delay": True,
        }
    },
    "root": {"handlers": ["file"], "level": ENV.log_level},
}
CSRF_FAILURE_VIEW = "sciweek.look.kept.csrf_failure"
