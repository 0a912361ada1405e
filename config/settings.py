"""Every setting of Kariz, each read from the environment; nonsense is refused at start."""

import logging
from pathlib import Path
from urllib.parse import unquote

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.addresses import cache_address
from config.mailing import inbound, mailer
from config.pool import check_the_wire
from config.schedule import SCHEDULE

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent

# ── Mode ──
MODE = env.str("KARIZ_MODE", "production")
if MODE not in {"sample", "production"}:
    raise ValueError(f"KARIZ_MODE is “{MODE}”: write sample or production.")
SAMPLE_MODE = MODE == "sample"
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
WEBHOOKS_MAY_STAY_INSIDE = env.bool("WEBHOOKS_MAY_STAY_INSIDE", False)  # http and the house, to try things out
LIVE_URL = env.str("LIVE_URL", "/live/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATA_DIR = Path(env.str("KARIZ_DATA", str(ROOT / ".local")))

# ── House ──
INSTALLED_APPS = [
    "config",
    "reports",
    "forecasting",
    "followups",
    "proposals",
    "pipeline",
    "leads",
    "accounts",
    "timeline",
    "kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "config.health.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "accounts.middleware.modest_powers",
    "config.weight.middleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.ending_sessions",
    "accounts.middleware.personal",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.busy.Patience",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kit.templatetags.kit"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── PostgreSQL ──
DATABASES = {"default": env.db_url("DATABASE_URL", "postgres://kariz@127.0.0.1/kariz")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a socket folder arrives as %2Ftmp%2F…
DATABASES["default"]["OPTIONS"] = {
    "options": " ".join(
        f"-c {name}={value}"
        for name, value in {
            "statement_timeout": env.str("DB_STATEMENT_TIMEOUT", "15s"),
            "lock_timeout": env.str("DB_LOCK_TIMEOUT", "3s"),
            "idle_in_transaction_session_timeout": "30s",
        }.items()
    ),
    "prepare_threshold": 1,  # what kit/prepared.py asks is planned by the second time
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a connection that outlived its server is replaced, not used
# Celery closes Django's pool after each task (celery#10554): only the web service asks for one.
if env.bool("DB_POOL", False):
    pool = {"min_size": 1, "max_size": env.int("DB_POOL_SIZE", 8), "timeout": 10, "check": check_the_wire}
    DATABASES["default"]["OPTIONS"]["pool"] = pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Valkey: broker, cache, live stream ──
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": cache_address(REDIS_URL),
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}

# ── Celery (each value has its reason in docs/decisions/0005-celery-only-wakes.md) ──
CELERY_BROKER_URL = REDIS_URL if "://" in REDIS_URL else f"redis://{REDIS_URL}"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.int("CELERY_VISIBILITY_TIMEOUT", 300),
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
}
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_ENABLE_REMOTE_CONTROL = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TIMEZONE = "UTC"

# A reminder that was claimed and not said within this time is claimed again.
REMINDER_LEASE_SECONDS = env.int("REMINDER_LEASE_SECONDS", 60)

# ── Sign-in ──
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pipeline:board"
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)  # how many of our own stand before us, for rate limits
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Not cached_db: its read writes to the cache unguarded, so a dead Valkey would sign everybody out.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", 8 * 3600)

# ── What the ground asks of the floors above it ──
TIMELINE_ASKS = {
    "attachments": "followups.mail.attachments.for_mail",
    "may": "accounts.rights.may",
    "require": "accounts.rights.require",
    "scope_of": "accounts.visibility.scope_of",
    "visible_owner_ids": "accounts.visibility.visible_owner_ids",
}

# ── Security ──
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF] + ([LIVE_URL] if "://" in LIVE_URL else []),
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# ── Language and time: UTC in the database, local on the screen ──
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ms", _("Malay")),
    ("zh-hans", _("Chinese, simplified")),
    ("zh-hant", _("Chinese, traditional")),
    ("fa", _("Persian")),
]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# ── Reports ──
REPORTS_KEPT_FROM_SECONDS = env.float("REPORTS_KEPT_FROM_SECONDS", 1.5)  # what takes longer is kept for some minutes

# ── Files ──
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.SmallStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024  # of a form without its files
LARGEST_FILE = env.int("LARGEST_FILE_MB", 25) * 1024 * 1024  # of those people add to records
LARGEST_REQUEST = 64 * 1024 * 1024  # beyond the 20 MB of an import, so that its page can say what is too large

# ── Mail ──
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Kariz <kariz@localhost>")
MAILERS = {"default": mailer(env, is_sample=SAMPLE_MODE)}
INBOUND = inbound(env)

# ── Calls to servers people name: public https only, but for these of one's own network, as “host:port” ──
PRIVATE_RECEIVERS = env.list("PRIVATE_RECEIVERS", default=[])

# ── Logs: ids only, never e-mails, bodies or tokens; one line for each request, once it is answered ──
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"discreet": {"()": "config.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["discreet"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
