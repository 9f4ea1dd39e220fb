"""Sign-in's forms in our words: a label, a help where one is needed, no second label inside the field."""

# mypy: disable-error-code="misc"
# allauth has no types, so its forms are unknown to mypy

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

E_MAIL = (_("E-mail"), "")
PASSWORD = (_("Password"), "")
NEW_PASSWORD = (
    _("New password"),
    _("At least 12 signs. Four words that you remember and nobody guesses are good."),
)
AGAIN = (_("New password once more"), "")
CODE_FROM_APP = (_("Code from the app"), _("Six figures. A code from your paper works, too."))


class InOurWords(forms.BaseForm):
    """Gives the fields of a form the labels and helps in `words`, by field name."""

    words: ClassVar[dict[str, tuple[Any, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class Login(InOurWords, account.LoginForm):
    words = {"login": E_MAIL, "password": PASSWORD}


class RequestLoginCode(InOurWords, account.RequestLoginCodeForm):
    words = {"email": E_MAIL}


class ConfirmLoginCode(InOurWords, account.ConfirmLoginCodeForm):
    words = {"code": (_("Code from the e-mail"), "")}


class ResetPassword(InOurWords, account.ResetPasswordForm):
    words = {"email": E_MAIL}


class ResetPasswordFromKey(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class SetPassword(InOurWords, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePassword(InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("The password you have now"), ""),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class ConfirmByPassword(InOurWords, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class Authenticate(InOurWords, factor.AuthenticateForm):
    words = {"code": CODE_FROM_APP}


class ConfirmByCode(InOurWords, factor.ReauthenticateForm):
    words = {"code": CODE_FROM_APP}


class ActivateApp(InOurWords, totp.ActivateTOTPForm):
    words = {"code": (_("Code from the app"), _("Six figures."))}


class AddPasskey(InOurWords, webauthn.AddWebAuthnForm):
    words = {
        "name": (
            _("What do you call it?"),
            _("So that you know which it is: my phone, the computer at work."),
        ),
        "passwordless": (
            _("Sign in with this alone, without a password"),
            _("Take the tick away if you add a small key for the computer that asks for no finger or code."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskey(InOurWords, webauthn.EditWebAuthnForm):
    words = {"name": (_("What do you call it?"), "")}
