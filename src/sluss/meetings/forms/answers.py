"""What somebody who is invited answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import Answer, Invitation
from sluss.meetings.services.answering import Said

#: values of the buttons; "remote" is yes by video
YES, REMOTE, MAYBE, NO = "yes", "remote", "maybe", "no"


class AnswerForm(forms.Form):
    """The buttons: each sends one of these."""

    answer = forms.ChoiceField(choices=[(value, value) for value in (YES, REMOTE, MAYBE, NO)])

    def said(self) -> Said:
        answer = self.cleaned_data["answer"]
        if answer in {YES, REMOTE}:
            return Said(Answer.YES, remote=answer == REMOTE)
        return Said(Answer(answer))


class DetailsForm(forms.Form):
    """What is good to know of who comes. Not asked before the answer: it must never stand in the way of it."""

    substitute = forms.CharField(
        label=_("Does somebody come in your place?"),
        max_length=150,
        required=False,
        help_text=_("Write the name. Leave it empty if you come yourself."),
    )
    needs = forms.CharField(
        label=_("Do you need anything to take part?"),
        max_length=1000,
        required=False,
        help_text=_("For example level access, an interpreter, food. Forgotten when the meeting is closed."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, invitation: Invitation, data: Any = None) -> "DetailsForm":
        return cls(data, initial={"substitute": invitation.substitute, "needs": invitation.needs})

    def said(self, invitation: Invitation) -> Said:
        return Said(Answer(invitation.answer), **self.cleaned_data)
