"""What may be done to a colleague, an account, a role or a membership: each asked about once more first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from sluss.coalition import services
from sluss.coalition.forms import AdoptForm, AdoptOnceForm, MembershipEndForm, ReasonForm


@dataclass(frozen=True)
class Deed:
    """The service that does it, the question, what it means, the button, and what is said afterwards."""

    service: Callable[..., object]
    question: Any
    meaning: Any
    button: Any
    said: Any
    form: type[Form] = ReasonForm
    #: whether the button warns: something ends that can't be begun again
    danger: bool = True


def _sign_out(service: Callable[..., object]) -> Deed:
    return Deed(
        service,
        _("Sign out everywhere?"),
        _("The person is signed out in every browser and can sign in again."),
        _("Sign out everywhere"),
        _("Signed out everywhere."),
    )


def _reset(service: Callable[..., object]) -> Deed:
    return Deed(
        service,
        _("Has the phone been lost?"),
        _(
            "The old phone, passkeys and the password stop working at once. The person is signed out and gets"
            " a link by e-mail to begin anew."
        ),
        _("Reset the sign-in"),
        _("The old phone and password no longer work. A link to begin anew is on its way by e-mail."),
    )


COLLEAGUE_DEEDS = {
    "avsluta": Deed(
        services.end_affiliation,
        _("Should the role end today?"),
        _("The person no longer sees anything of the organisation's. What the person has reported stays."),
        _("End the role"),
        _("The role has ended."),
    ),
    "logga-ut": _sign_out(services.end_colleagues_sessions),
    "ny-inloggning": _reset(services.reset_colleagues_sign_in),
}

ACCOUNT_DEEDS = {
    "logga-ut": _sign_out(services.end_accounts_sessions),
    "ny-inloggning": _reset(services.reset_accounts_sign_in),
}

END_APPOINTMENT = Deed(
    services.end_appointment,
    _("Should the role end today?"),
    _("The powers end at once. What the person has done stays."),
    _("End the role"),
    _("The role has ended."),
)

END_MEMBERSHIP = Deed(
    services.end_membership,
    _("Does the membership end?"),
    _("Earlier rounds keep the organisation. It is not asked in rounds of later years."),
    _("End the membership"),
    _("The last day of the membership is noted."),
    MembershipEndForm,
)

STATUTES_DEEDS = {
    "propose": Deed(
        services.propose_statutes,
        _("Is the text ready to be proposed?"),
        _("Members can read it. From now on the text stands; who wants to change it begins a new draft."),
        _("Propose"),
        _("The statutes are proposed."),
        Form,
        danger=False,
    ),
    "adopt_once": Deed(
        services.adopt_statutes_once,
        _("Has the first of two meetings adopted the statutes?"),
        _("They come into force when a second meeting has adopted them, too."),
        _("Note the first decision"),
        _("The first decision is noted."),
        AdoptOnceForm,
        danger=False,
    ),
    "adopt": Deed(
        services.adopt_statutes,
        _("Have the statutes been adopted?"),
        _("They hold from the day you say, and their rules with them. The version before holds until then."),
        _("Put in force"),
        _("The statutes are adopted."),
        AdoptForm,
        danger=False,
    ),
    "withdraw": Deed(
        services.withdraw_statutes,
        _("Should the text be put away?"),
        _("It stays readable for members, marked as withdrawn."),
        _("Put away"),
        _("The text is put away."),
    ),
}
