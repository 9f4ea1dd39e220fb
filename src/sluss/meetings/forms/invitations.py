"""Whom to invite."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Audience
from sluss.coalition.selectors import people_for
from sluss.meetings.models import Meeting

#: everybody can't be written to
AUDIENCES = [audience for audience in Audience if audience != Audience.PUBLIC]


class InviteForm(forms.Form):
    audiences = forms.MultipleChoiceField(
        label=_("Whom do you invite?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each address gets one letter, and sees nobody else's."),
    )
    addresses = forms.CharField(
        label=_("Others, by e-mail address"),
        required=False,
        help_text=_("One a line, or with commas between. They need no account."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=_("In which language do you write to them?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = "sv"
        self.fields["audiences"].choices = [  # type: ignore[attr-defined]
            (audience.value, _("%(audience)s (%(number)s)") % {"audience": name, "number": number})
            for audience in AUDIENCES
            for name in [
                meeting.group.name if audience == Audience.GROUP and meeting.group else audience.label
            ]
            if (number := len(people_for(audience, meeting.group)))
        ]
