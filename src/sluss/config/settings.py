"""Settings, read from the environment; without any, Sluss runs on SQLite beside the checkout.

SLUSS_DATA      where the database and all files lie (default: `data/` in the working directory)
DATABASE_URL    postgresql://user:password@host:port/name for PostgreSQL (default: SQLite in SLUSS_DATA)
SLUSS_SECRET    the signing key (default: made once and kept in SLUSS_DATA/secret.key)
SLUSS_DEMO      1 opens the demo: sign-in as any role with one click, and a clock that can be moved
SLUSS_DEBUG     1 shows error details: for developers only
SLUSS_HOSTS     host names to answer to, separated by commas (default: this machine only)
SLUSS_ADDRESS   where people reach it, for links in e-mail (default: http://localhost:8000)
SLUSS_HTTPS     1 when a proxy terminates TLS in front of Sluss: secure cookies, HSTS
SLUSS_MAILBOX   mailbox to which answers from calendars and returned letters go, and that `sluss receive` reads;
                it takes plus addresses (svar+abc@...)
SLUSS_EMAIL_URL smtp://user:password@host:port; without it, e-mail is printed on the console
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

SOURCE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SLUSS_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _on(name: str) -> bool:
    return os.environ.get(name, "") == "1"


def _secret() -> str:
    given = os.environ.get("SLUSS_SECRET")
    if given:
        return given
    kept = DATA / "secret.key"
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass  # made by an earlier start, or by one that runs beside this
    return kept.read_text()


def _database() -> dict[str, object]:
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if url.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": url.port or "",
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "sluss.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        # threads of a live test server must see the same file, so tests use a real file, too
        "TEST": {"NAME": DATA / f"test-{os.getpid()}.sqlite3"},
    }


SECRET_KEY = _secret()
DEBUG = _on("SLUSS_DEBUG")
DEMO = _on("SLUSS_DEMO")
HTTPS = _on("SLUSS_HTTPS")
ADDRESS = os.environ.get("SLUSS_ADDRESS", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("SLUSS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# our rooms come before the libraries whose templates they better
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "sluss.trust",
    "sluss.people",
    "sluss.coalition",
    "sluss.agenda",
    "sluss.meetings",
    "sluss.contacts",
    "sluss.statistics",
    "sluss.website",
    "sluss.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sluss.trust.middleware.QuietResponseMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "sluss.coalition.middleware.ActorMiddleware",
    "sluss.people.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "sluss.config.urls"
WSGI_APPLICATION = "sluss.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sluss.website.context.house",
            ],
            "builtins": ["django.templatetags.i18n", "sluss.trust.templatetags.look"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH = ["sluss.config.formats"]
USE_THOUSAND_SEPARATOR = True

# files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"  # never served by address: views read from it after asking who is looking
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT_BYTES = 15 * 1024 * 1024  # the largest list an organisation may send in
FILE_UPLOAD_HANDLERS = [
    "sluss.trust.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "website:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "website:front"
ACCOUNT_ADAPTER = "sluss.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the organisation's lead, never by sign-up
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes how somebody signs in is noticed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Sluss: "
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who has an account came in by a link sent to its address
MFA_ADAPTER = "sluss.people.adapters.FactorAdapter"
ACCOUNT_FORMS = {
    "login": "sluss.people.forms.Login",
    "request_login_code": "sluss.people.forms.RequestLoginCode",
    "confirm_login_code": "sluss.people.forms.ConfirmLoginCode",
    "reset_password": "sluss.people.forms.ResetPassword",
    "reset_password_from_key": "sluss.people.forms.ResetPasswordFromKey",
    "set_password": "sluss.people.forms.SetPassword",
    "change_password": "sluss.people.forms.ChangePassword",
    "reauthenticate": "sluss.people.forms.ConfirmByPassword",
}
MFA_FORMS = {
    "authenticate": "sluss.people.forms.Authenticate",
    "reauthenticate": "sluss.people.forms.ConfirmByCode",
    "activate_totp": "sluss.people.forms.ActivateApp",
    "add_webauthn": "sluss.people.forms.AddPasskey",
    "edit_webauthn": "sluss.people.forms.RenamePasskey",
}
MFA_TOTP_ISSUER = "Sluss"
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# nothing leaves the site; within it, forms are recognised by where they come from
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# e-mail: the console unless a server is named; the demo keeps all letters to itself
_mail = urlsplit(os.environ.get("SLUSS_EMAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'console'}.EmailBackend"
if DEMO:
    EMAIL_BACKEND = "sluss.demo.letterbox.Letterbox"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS = bool(_mail.hostname)
MAILBOX = os.environ.get("SLUSS_MAILBOX", "sluss@localhost")
# letters that can't be delivered come back to where they came from
DEFAULT_FROM_EMAIL = os.environ.get("SLUSS_EMAIL_FROM", f"Sluss <{MAILBOX}>")

# long work runs in a worker beside the web server (`sluss serve` starts both)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "sluss.trust.logs.NothingPersonal"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "waitress": {"level": "ERROR"},  # it warns of each request that waits a moment for a thread
    },
}
