"""How sign-in behaves here: nobody signs up; an account is made for somebody by who knows them."""

# mypy: disable-error-code="misc"
# allauth has no types, so its adapters are unknown to mypy

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail and password don't belong together. Try again."),
        "incorrect_code": _("The code is wrong or too old. Try again, or ask for a new one."),
        "incorrect_password": _("That isn't your password. Try again."),
        "enter_current_password": _("That isn't your password. Try again."),
        "invalid_password_reset": _("The link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("That was many tries in a short time. Wait five minutes and try again."),
        "rate_limited": _("That was many tries in a short time. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in within the last minutes isn't asked again: a tired person's first evening is short."""
        return super().is_reauthentication_required(app=app, **kwargs) and not _just_signed_in(
            context.request
        )


def _just_signed_in(request: HttpRequest) -> bool:
    shown = get_authentication_records(request, request.user)
    return bool(shown) and time.time() - shown[-1]["at"] < REAUTHENTICATION_TIMEOUT


class FactorAdapter(DefaultMFAAdapter):
    """Second factors. The secret that an app shares with us is encrypted: a stolen database opens no door."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or too old. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Sluss"


def _cipher() -> MultiFernet:
    """Encrypts by the signing key; what an earlier key (SECRET_KEY_FALLBACKS) encrypted can be read."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str | bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sluss second factor").derive(
        force_bytes(key)
    )
    return Fernet(base64.urlsafe_b64encode(derived))
