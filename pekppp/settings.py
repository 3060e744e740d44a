"""Settings, from the environment alone. Reading them starts nothing.

Without DATABASE_URL the embedded PostgreSQL is used, without REDIS_URL the filesystem broker and
the database cache; both are meant for trial and tests, and take the same code paths.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from pekppp.running.addresses import database_of, redis_of
from pekppp.running.data_folder import secret_key, var_dir
from pekppp.running.embedded import connection_settings, owner_settings
from pekppp.running.production import Given, refusals
from pekppp.running.schedule import (
    CELERY_BEAT_SCHEDULE,  # noqa: F401  read as a setting
    CELERY_TASK_ROUTES,  # noqa: F401  read as a setting
    WORKER_QUEUES,
)

env = Env()
# Read by openpyxl when it is imported: beside python-docx it would take lxml for its parser, whose
# errors are others and which defusedxml does not guard.
os.environ["OPENPYXL_LXML"] = "False"
BASE_DIR = Path(__file__).resolve().parent.parent


PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
VAR_DIR = var_dir(BASE_DIR)
SECRET_KEY = secret_key(VAR_DIR, must_be_given=PRODUCTION)

# Who works with the tables, and who owns them: only migrations, backup and restore log in as owner.
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "") or DATABASE_URL
REDIS_URL = redis_of(env.str("REDIS_URL", ""))
EMBEDDED = not DATABASE_URL
EMBEDDED_BROKER = not REDIS_URL
# The demonstration is loaded, and its accounts may log in, only where nothing real is kept.
DEMO = env.bool("DEMO", EMBEDDED)
# So many invented units more, to try it with a nation in it.
DEMO_UNITS = env.int("DEMO_UNITS", 0)
VERSION = "0.2.0"

PORT = env.int("PORT", 8000)
BASE_URL = env.str("BASE_URL", "" if PRODUCTION else f"http://localhost:{PORT}").rstrip("/")
# What the public pages say of their data: how it may be used, and to whom mistakes are told.
PORTAL_LICENCE = env.str("PORTAL_LICENCE", "CC BY 4.0")
PORTAL_LICENCE_URL = env.str("PORTAL_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
PORTAL_CONTACT = env.str("PORTAL_CONTACT", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if PRODUCTION and (
    refused := refusals(
        Given(
            secret_key=SECRET_KEY,
            base_url=BASE_URL,
            allow_http=env.bool("ALLOW_HTTP", False),
            allowed_hosts=ALLOWED_HOSTS,
            debug=DEBUG,
            demo=DEMO,
            database_url=DATABASE_URL,
            redis_url=REDIS_URL,
        )
    )
):
    raise ImproperlyConfigured("\n".join(refused))
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "pekppp.accounts",
    "pekppp.apps.PekpppConfig",
    "instruments",
    "evaluations",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "pekppp.apps.OwnStaticFilesConfig",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "bootstrap",
    "lucide",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pekppp.accounts.middleware.CompressText",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pekppp.accounts.middleware.SessionLimits",
    "pekppp.accounts.middleware.NoRedirectForScripts",
    "pekppp.accounts.middleware.LoginRequired",
    "pekppp.accounts.middleware.ActingAs",
    "pekppp.accounts.middleware.RememberWho",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "pekppp.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pekppp.accounts.context.header",
            ],
            "builtins": ["pekppp.templatetags.pekppp"],
        },
    }
]

# Data ------------------------------------------------------------------------------------------

if EMBEDDED:
    DATABASES: dict[str, Any] = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **connection_settings(VAR_DIR),
        }
    }
    DATABASE_OWNER = owner_settings(VAR_DIR)
else:
    DATABASES = {"default": database_of(DATABASE_URL, "DATABASE_URL")}
    DATABASE_OWNER = database_of(DATABASE_OWNER_URL, "DATABASE_OWNER_URL")
# A copy: where the owner works, DATABASES names him.
DATABASE_APPLICATION = dict(DATABASES["default"])
DATABASES["default"]["ATOMIC_REQUESTS"] = True
# Every thread keeps its connection, and asks once a request whether it still holds: no request
# fails because the database was started anew since. The seconds are for a machine that is away.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).update(connect_timeout=3, tcp_user_timeout=10_000)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if EMBEDDED_BROKER:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Of 300, its default, a few people with limits of their own push out every kept page.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }

# Of this process alone: what would cost every respondent a question to the database.
CACHES["process"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "process",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}

S3_BUCKET = env.str("S3_BUCKET", "")
if S3_BUCKET:
    _default_storage = {
        "BACKEND": "pekppp.base.files.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", None),
            "access_key": env.str("S3_ACCESS_KEY", None),
            "secret_key": env.str("S3_SECRET_KEY", None),
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
else:
    _default_storage = {
        "BACKEND": "pekppp.base.files.storages.DiskStorage",
        # No base_url: files are only ever handed out by views that asked for permission.
        "OPTIONS": {"location": str(VAR_DIR / "berkas"), "base_url": None},
    }
STORAGES = {
    "default": _default_storage,
    "staticfiles": {"BACKEND": "pekppp.serving.static_files.ReleaseStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
# The suite and a developer's server serve files where they lie, uncollected.
WHITENOISE_USE_FINDERS = env.bool("STATIC_FROM_SOURCES", DEBUG)
# Looked for when asked for: listing every source file for each test client costs more than it.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS

# Limits of what a person may send; a form of the F01 or a batch of assignments stays far below.
BUKTI_MAX_BYTES = env.int("BUKTI_MAX_BYTES", 20 * 1024 * 1024)
BUKTI_QUOTA_BYTES = env.int("BUKTI_QUOTA_BYTES", 500 * 1024 * 1024)
# Pages of a document that get a preview picture, and of one whose personal data are blacked out.
PRATINJAU_HALAMAN = env.int("PRATINJAU_HALAMAN", 40)
SENSOR_HALAMAN = env.int("SENSOR_HALAMAN", 60)
# Hours until a document that waits for its boxes is destroyed, and how many may wait in a unit.
SENSOR_JAM = env.int("SENSOR_JAM", 48)
SENSOR_MAKS = env.int("SENSOR_MAKS", 10)
# The field: packages older than so many days leave the device; photos that a unit may have.
LAPANGAN_HARI = env.int("LAPANGAN_HARI", 14)
LAPANGAN_FOTO = env.int("LAPANGAN_FOTO", 200)
# Days until the ZIP of a batch of documents is removed, and how many units a batch may have.
KELOMPOK_HARI = env.int("KELOMPOK_HARI", 7)
KELOMPOK_MAKS = env.int("KELOMPOK_MAKS", 5000)
# Uploads in pieces: how many a person may have under way, and when an unfinished one is forgotten.
UNGGAHAN_PER_ORANG = env.int("UNGGAHAN_PER_ORANG", 20)
UNGGAHAN_HOURS = env.int("UNGGAHAN_HOURS", 48)
# Messages of one conversation about one indicator: far more than anybody reads.
UTAS_PESAN = env.int("UTAS_PESAN", 500)
# The longest side, in pixels, to which a photo is shrunk in the browser before it is sent.
FOTO_SISI_MAKS = env.int("FOTO_SISI_MAKS", 2000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# How long a survey remembers: the hashes for its signals at most, and words and profiles, in days
# after it closed. A network behind one address may answer so often; the rest is told to wait.
SURVEY_TRACES_DAYS = env.int("SURVEY_TRACES_DAYS", 180)
SURVEY_RETENTION_DAYS = env.int("SURVEY_RETENTION_DAYS", 730)
SURVEY_RATE_PER_ADDRESS = env.int("SURVEY_RATE_PER_ADDRESS", 600)  # answers in 10 minutes
# A kiosk: after how long without a touch it forgets, and how long it says thanks.
SURVEY_KIOSK_IDLE_SECONDS = env.int("SURVEY_KIOSK_IDLE_SECONDS", 90)
SURVEY_KIOSK_THANKS_SECONDS = env.int("SURVEY_KIOSK_THANKS_SECONDS", 8)
SURVEY_RATE_PER_LINK = env.int("SURVEY_RATE_PER_LINK", 3000)
# Of one network in ten minutes, as with answers: what does not exist (links, codes, invitations),
# and searches of published results. The table is `limits`.
UNKNOWN_RATE_PER_ADDRESS = env.int("UNKNOWN_RATE_PER_ADDRESS", 120)
PORTAL_RATE_PER_ADDRESS = env.int("PORTAL_RATE_PER_ADDRESS", 300)
# How long a page of the survey may lie open before it is sent; then it comes back filled, fresh.
SURVEY_PAGE_HOURS = env.int("SURVEY_PAGE_HOURS", 4)
# Bursts, in answers of one hour or day: above the first they are marked, above the second they wait
# for a review if something is odd besides; busier units from so many times their own rhythm on.
# Means that lie so many levels apart are odd.
SURVEY_MARK_FROM = env.int("SURVEY_MARK_FROM", 12)
SURVEY_HOLD_FROM = env.int("SURVEY_HOLD_FROM", 40)
SURVEY_HOLD_TIMES = env.int("SURVEY_HOLD_TIMES", 3)
SURVEY_HOLD_FAR = env.str("SURVEY_HOLD_FAR", "0.5")
# Proxies in front of the application that append to X-Forwarded-For; 0 means none is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# Documents: the key and certificate (PEM, its chain behind it) that seal them; without both a key
# of this data folder is made, and every document says so. The roots (PEM) that certificates of
# people must lead to; without them no file signed with a certificate is taken.
SEAL_KEY = env.str("SEAL_KEY", "")
SEAL_KEY_PASSWORD = env.str("SEAL_KEY_PASSWORD", "")
SEAL_CERTIFICATE = env.str("SEAL_CERTIFICATE", "")
SIGNATURE_ROOTS = env.str("SIGNATURE_ROOTS", "")
# What a stranger may give to compare, and how often one address may look documents up.
VERIFY_MAX_BYTES = env.int("VERIFY_MAX_BYTES", 30 * 1024 * 1024)
VERIFY_RATE_PER_ADDRESS = env.int("VERIFY_RATE_PER_ADDRESS", 300)  # in 10 minutes

# What encrypts a backup, itself or in a file.
BACKUP_KEY = env.str("BACKUP_KEY", "")
BACKUP_KEY_FILE = env.str("BACKUP_KEY_FILE", "")

# Work that is not a page -------------------------------------------------------------------------

if EMBEDDED_BROKER:
    _queue = VAR_DIR / "antrean"
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(_queue / "pesan"),
        "data_folder_out": str(_queue / "pesan"),
        "control_folder": str(_queue / "kendali"),
        "polling_interval": 0.05,
    }
else:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_TASK_DEFAULT_QUEUE = WORKER_QUEUES[0]
# Called when something has become public or stopped to be. By name: it stands above who calls it.
AFTER_PUBLICATION = "reports.tasks.keep_pages"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# Who --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "pekppp.accounts.access.RoleBackend",
    "evaluations.core.assignments.AssignmentBackend",
    "evaluations.core.on_behalf.OnBehalfBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["pekppp.serving.hashing.BoundedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/beranda/"
ACCOUNT_ADAPTER = "pekppp.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_FORMS = {
    "login": "pekppp.accounts.forms.people.LoginForm",
    "reauthenticate": "pekppp.accounts.forms.people.ReauthenticateForm",
    "change_password": "pekppp.accounts.forms.people.ChangePasswordForm",
    "set_password": "pekppp.accounts.forms.people.SetPasswordForm",
    "reset_password": "pekppp.accounts.forms.people.ResetPasswordForm",
    "reset_password_from_key": "pekppp.accounts.forms.people.ResetPasswordKeyForm",
}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_PREVENT_ENUMERATION = True
# A stranger's address gets no mail from us because somebody typed it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Ours are in `limits` and `accounts.services.logins`: allauth's can be used up by strangers.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/m/key",  # of the second step, for who knows the password
    "reset_password": None,
    "reset_password_from_key": None,
    # Each sends a mail to whatever address was typed.
    "manage_email": "5/h/user",
}
# Of one network in ten minutes: an office of hundreds may stand behind one address.
LOGIN_RATE_PER_ADDRESS = env.int("LOGIN_RATE_PER_ADDRESS", 600)
RESET_RATE_PER_ADDRESS = env.int("RESET_RATE_PER_ADDRESS", 60)
# Failed logins to one account from one place in ten minutes; mails for a new password in an hour.
LOGIN_FAILURES = env.int("LOGIN_FAILURES", 10)
RESET_MAILS = env.int("RESET_MAILS", 5)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PEKPPP"
# One step of 30 seconds: the clocks of office telephones are not exact.
MFA_TOTP_TOLERANCE = 1
# Addresses are proved by our own links (see accounts.services.addresses), not by allauth's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False
ANONYMOUS_USER_NAME = None  # guardian: nobody who is not logged in is ever assigned
GUARDIAN_GET_INIT_ANONYMOUS_USER = None
GUARDIAN_RAISE_403 = False
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = [
    # AssignmentBackend asks guardian; its own backend would also grant global permissions.
    "guardian.W001",
    # Hosts below and beside ours are other people's, and so is the list of browsers' makers.
    "security.W005",
    "security.W021",
    # Only a proxy that says so (TRUST_PROXY) lets us know what was not sent through TLS.
    "security.W008",
]

# Hours that a high role stands in everybody's sight where no second admin can confirm it, and hours
# for which an account signs nothing after somebody else had set its password.
PERAN_TUNGGU_JAM = env.int("PERAN_TUNGGU_JAM", 24)
SANDI_TUNGGU_JAM = env.int("SANDI_TUNGGU_JAM", 24)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# At most so long, and at most so long without a request; shorter where others use the computer.
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 24 * 7) * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", 8 * 60) * 60
SESSION_SHARED_IDLE_SECONDS = env.int("SESSION_SHARED_IDLE_MINUTES", 20) * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "pekppp.pages.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# How pages are sent ------------------------------------------------------------------------------

# Threads of one process that make pages, requests that may wait for one, and for how many seconds.
WEB_THREADS = env.int("WEB_THREADS", min(8, 2 * (os.cpu_count() or 1)))
WEB_WAITING = 200
WEB_WAIT_SECONDS = 10
# Passwords that one process hashes at the same time: each takes 100 MB.
HASHES_AT_ONCE = env.int("HASHES_AT_ONCE", 2)
# In so many seconds a body must bring so many bytes a second on average, and a reader must take
# 64 KB of an answer; all bodies that are under way in one process take so much of the disk, those
# of one network a quarter of it.
BODY_SECONDS = env.int("BODY_SECONDS", 20)
BODY_BYTES_PER_SECOND = env.int("BODY_BYTES_PER_SECOND", 1000)
READER_SECONDS = env.int("READER_SECONDS", 60)
BODIES_MAX_BYTES = env.int("BODIES_MAX_BYTES", 1024**3)

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# The process stands behind a proxy that ends TLS and sets this header.
TRUST_PROXY = env.bool("TRUST_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
SECURE_SSL_REDIRECT = HTTPS and TRUST_PROXY
# Asked from beside it, without a proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap draws its small marks as data: images inside the stylesheet.
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Without a mail server notices stay in the application; the demonstration keeps its mail as files.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "pekppp@localhost")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "surat")
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MAIL_WORKS = bool(EMAIL_HOST) or DEMO

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"one_line": {"()": "pekppp.running.logs.OneLineRefusal"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django.request": {"filters": ["one_line"]},
        # Whatever the log tells: what it says of missing glyphs is told to whoever signs.
        "weasyprint": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
