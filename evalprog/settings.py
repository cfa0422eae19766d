"""Settings, read from the environment. Everything made at run time lives under var/.

DATABASE_URL   postgres://… or sqlite:///…; SQLite under var/ when absent
SECRET_KEY     the installation's secret; without it nothing starts, unless DEBUG is on
SECRET_KEY_FALLBACKS  former secrets, which still open what they closed
DEBUG          1 for a trial on this machine, never for visitors
ALLOWED_HOSTS  names that the site answers to, separated by commas
EMAIL_URL      smtp://…; console:// with DEBUG
MEDIA_ROOT     where uploaded and published files are kept; var/files when absent
S3_BUCKET, S3_ENDPOINT, S3_REGION  where they are kept instead; its keys are AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
JOBS_EVERY     seconds between two rounds of the background jobs; 30 when absent
WORKERS        how many documents one process of the background prints at a time; one a processor when absent
SITE_URL       the address of the site, as mails give it: https:// and the first of ALLOWED_HOSTS when absent
TRUSTED_PROXIES         how many proxies of ours stand before the site: the visitor's address is read behind them
PROXY_DATES_REQUESTS    1 when the proxy writes X-Request-Start itself, whatever the visitor sent: see ``arrival``
SECOND_FACTOR_REQUIRED  0 spares people of the agency the second factor; 1 unless DEBUG is on
SEAL_PKCS12, SEAL_PASSWORD  certificate and key (PKCS #12) with which published files are sealed
OIDC_NAME, OIDC_SERVER, OIDC_CLIENT_ID, OIDC_SECRET  sign-in with the accounts of an OpenID Connect server

Told neither SECRET_KEY nor DEBUG, ``manage.py`` demo, test and setup begin a *trial*: DEBUG, and a random key kept in
var/secret-key (see ``evalprog.trial``), which the other commands of ``manage.py`` then use too. A server started by
other means (gunicorn) never does.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY n’est pas définie : donnez une clé secrète dans l’environnement, ou DEBUG=1 pour un essai."
        )
    SECRET_KEY = "for-trials-on-this-machine-only"
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])

SITE_URL = env.str(
    "SITE_URL", default="http://localhost:8000" if DEBUG else f"https://{''.join(ALLOWED_HOSTS[:1]).lstrip('.')}"
)

INSTALLED_APPS = [
    "evalprog.accounts",
    "programmes",
    "evaluations",
    "evalprog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "evalprog.apps.StaticFiles",
]

MIDDLEWARE = [
    "evalprog.arrival.arrival_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "evalprog.accounts.middleware.PersonMiddleware",
    "evalprog.accounts.middleware.SignInRequiredMiddleware",
    "evalprog.accounts.middleware.SecondFactorMiddleware",
    "evalprog.methods.DeclaredMethodsMiddleware",
    "evalprog.not_found.NotFoundMiddleware",
]

ROOT_URLCONF = "evalprog.urls"
WSGI_APPLICATION = "evalprog.wsgi.application"

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
                "evalprog.accounts.context.account",
                "evaluations.views.context.navigation",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# A deferred SQLite transaction that turns into a writer is refused at once when another writes: take the lock
# first, wait for it, and flush every commit to the disk.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
# Nor does anybody wait for ever on PostgreSQL. A migration may take its time: DATABASE_URL=…?options=… replaces this.
POSTGRESQL_OPTIONS = {"options": "-c lock_timeout=20s -c statement_timeout=5min"}
DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'evalprog.sqlite3'}"),
        conn_max_age=None,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(exist_ok=True)
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"] = POSTGRESQL_OPTIONS | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the agency invites people by their address: a new one alone is verified
ACCOUNT_CHANGE_EMAIL = True  # one address; the new one replaces it once verified
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[EvalProg] "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds: who has confirmed who they are is not asked again for so long
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "evalprog.accounts.adapter.AccountAdapter"
# Failures count per visitor's address, and per address and account together (see the adapter): whoever guesses is
# stopped, and the person signs in from elsewhere.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/5m/ip,5/5m/key",
    "keep_text": "20/m/ip",
    "verify_file": "20/m/ip",
}
OUR_FORMS = "evalprog.accounts.allauth_forms."
ACCOUNT_FORMS = {
    "login": OUR_FORMS + "SignIn",
    "add_email": OUR_FORMS + "NewAddress",
    "change_password": OUR_FORMS + "ChangePassword",
    "set_password": OUR_FORMS + "ChoosePassword",
    "reset_password": OUR_FORMS + "ForgottenPassword",
    "reset_password_from_key": OUR_FORMS + "RenewPassword",
    "reauthenticate": OUR_FORMS + "ConfirmByPassword",
}
MFA_FORMS = {
    "authenticate": OUR_FORMS + "SignInByCode",
    "reauthenticate": OUR_FORMS + "ConfirmByCode",
    "activate_totp": OUR_FORMS + "AddApplication",
    "add_webauthn": OUR_FORMS + "AddKey",
    "edit_webauthn": OUR_FORMS + "RenameKey",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
if ALLAUTH_TRUSTED_PROXY_COUNT:  # they alone may say that the visitor came by https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXY_DATES_REQUESTS = env.bool("PROXY_DATES_REQUESTS", default=False)
MFA_ADAPTER = "evalprog.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "EvalProg"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute late
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody makes an account for an address that is not theirs: the agency invites
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEBUG)
OIDC = {key: env.str(f"OIDC_{key}", default="") for key in ("NAME", "SERVER", "CLIENT_ID", "SECRET")}
SOCIALACCOUNT_ADAPTER = "evalprog.accounts.adapter.OpenIdAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "organisme",
                "name": OIDC["NAME"],
                "client_id": OIDC["CLIENT_ID"],
                "secret": OIDC["SECRET"],
                "settings": {"server_url": OIDC["SERVER"]},
            }
        ]
        if all(OIDC.values())
        else []
    }
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "evaluations:dashboard"
LOGOUT_REDIRECT_URL = "evaluations:report-list"
CSRF_FAILURE_VIEW = "evalprog.accounts.views.csrf_failure"

# The counters of failed sign-ins are shared by all processes. Beyond the limit Django throws entries away, counters
# among them: the limit is far.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "evalprog_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "files")))
# Where uploaded and published files are kept instead of there; its keys are read from the environment by its library.
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT = env.str("S3_ENDPOINT", default="")  # Amazon's, when it is empty
S3_REGION = env.str("S3_REGION", default="")
# Where the hash of every act is written outside the database; keep it on another disk, or another machine.
JOURNAL_ANCHOR = Path(env.str("JOURNAL_ANCHOR", default=str(VAR / "anchor" / "journal.log")))
JOURNAL_WAITING = VAR / "journal-waiting.log"  # its lines that it did not take, until the next job
# With which published files are sealed (PAdES); none, and nothing of it is loaded.
SEAL_PKCS12 = env.str("SEAL_PKCS12", default="")
SEAL_PASSWORD = env.str("SEAL_PASSWORD", default="")
JOBS_EVERY = env.float("JOBS_EVERY", default=30)
WORKERS = env.int("WORKERS", default=os.cpu_count() or 1, validate=validate.Range(min=1))
# Work that a page asks for and does not wait for. The queue is in the database: what is asked for in a transaction that
# fails was never asked for.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOBS_LOCK = VAR / "jobs.lock"  # held by the process whose round it is
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", default="console://" if DEBUG else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = EMAIL_CONFIG.get("EMAIL_TIMEOUT") or 10  # seconds; a page waits for the server no longer

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its control icons as data: SVG
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Chromium follows the redirect of a form only where forms may go: to the OpenID Connect server too.
        "form-action": [SELF, *(f"{url.scheme}://{url.netloc}" for url in [urlsplit(OIDC["SERVER"])] if url.netloc)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}
# Links that leave carry no referrer. Not « no-referrer »: browsers then send « Origin: null » with our own forms, which
# the protection against forged requests refuses.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
X_FRAME_OPTIONS = "DENY"
# A text of a million characters (``richtext.MAX_LENGTH``) and more must reach the view that refuses it with a sentence
# and hands it back; an accented letter takes six bytes in a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
