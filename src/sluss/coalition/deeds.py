"""What may be done to a colleague, an account, a role or a membership: each asked about once more first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from sluss.coalition import services
from sluss.coalition.forms import (
    AdoptForm,
    AdoptOnceForm,
    ApplyForm,
    ApproveForm,
    CloseForm,
    DecisionForm,
    DeclineForm,
    EndSeatForm,
    MembershipEndForm,
    PauseForm,
    ProlongForm,
    ReasonForm,
)


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

MEMBERSHIP_DEEDS = {
    "apply": Deed(
        services.apply_for_membership,
        _("Has the organisation asked to become a member?"),
        _("The board sees that it waits for a decision."),
        _("Note the application"),
        _("The application is noted."),
        ApplyForm,
        danger=False,
    ),
    "pause": Deed(
        services.pause_membership,
        _("Should the membership be paused?"),
        _("It stays a member, but isn't asked in rounds and isn't written to in those days."),
        _("Pause"),
        _("The pause is noted."),
        PauseForm,
        danger=False,
    ),
    "resume": Deed(
        services.resume_membership,
        _("Should the pause end?"),
        _("From today on the organisation is asked and written to again."),
        _("End the pause"),
        _("The pause has ended."),
        Form,
        danger=False,
    ),
    "end": Deed(
        services.end_membership,
        _("Does the membership end?"),
        _("Earlier rounds keep the organisation. It is not asked in rounds of later years."),
        _("End the membership"),
        _("The last day of the membership is noted."),
        MembershipEndForm,
    ),
}

APPLICATION_DEEDS = {
    "approve": Deed(
        services.approve_application,
        _("Has it been decided that the organisation becomes a member?"),
        _("From the first day on it is asked in rounds and has a vote."),
        _("Make it a member"),
        _("The organisation is now a member."),
        ApproveForm,
        danger=False,
    ),
    "decline": Deed(
        services.decline_application,
        _("Has it been decided that the organisation doesn't become a member?"),
        _("The decision stands in its history."),
        _("Note the decision"),
        _("The decision is noted."),
        DeclineForm,
    ),
    "withdraw": Deed(
        services.withdraw_application,
        _("Has the organisation taken its application back?"),
        _("It can ask again."),
        _("Note it"),
        _("It is noted."),
    ),
}

END_CONTACT = Deed(
    services.end_contact,
    _("Is the person no longer a contact?"),
    _("The person isn't written to any more. What has been stays in the history."),
    _("End the contact"),
    _("The person is no longer a contact."),
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

GROUP_DEEDS = {
    "prolong": Deed(
        services.prolong_group,
        _("How long does the group go on?"),
        _("Its members stay as they are."),
        _("Prolong"),
        _("The group goes on."),
        ProlongForm,
        danger=False,
    ),
    "close": Deed(
        services.close_group,
        _("Is the group done?"),
        _("Its seats end today. The final note and its papers stay readable."),
        _("Close the group"),
        _("The group is closed. Its final note stays."),
        CloseForm,
        danger=False,
    ),
}

END_SEAT = Deed(
    services.end_seat,
    _("When does the seat end?"),
    _("A seat on the board takes its powers with it. If the person signs for the coalition, tasks are made."),
    _("End the seat"),
    _("The last day is noted."),
    EndSeatForm,
)

SIGNATORY_DEEDS = {
    True: Deed(
        partial(services.change_signatory, signatory=True),
        _("Should this person sign for the coalition?"),
        _("Bank, tax agency and funders need to be told: the tasks for it are made."),
        _("Signs for the coalition"),
        _("Noted. Bank, tax agency and funders are to be told."),
        DecisionForm,
        danger=False,
    ),
    False: Deed(
        partial(services.change_signatory, signatory=False),
        _("Should this person no longer sign for the coalition?"),
        _("Bank, tax agency and funders need to be told: the tasks for it are made."),
        _("Signs no longer"),
        _("Noted. Bank, tax agency and funders are to be told."),
        DecisionForm,
    ),
}

END_REPRESENTATION = Deed(
    services.end_representation,
    _("When does the seat end?"),
    _("The notes that were brought back stay readable."),
    _("End the seat"),
    _("The last day is noted."),
    EndSeatForm,
)

TAKE_STEP_BACK = Deed(
    services.take_step_back,
    _("Was the step not taken after all?"),
    _("It stands as not done again."),
    _("Not done"),
    _("The step stands as not done."),
)
