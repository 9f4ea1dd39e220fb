"""Meetings of others: mandate, delegates, questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import Meeting
from sluss.meetings.selectors.tasks import who_may_be_given
from sluss.people.models import Person


class MandateForm(forms.Form):
    text = forms.CharField(
        label=_("What do we want there?"),
        help_text=_("What our delegates may say, and what they should bring home."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    delegates: forms.ModelMultipleChoiceField[Person] = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who goes?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegates"].queryset = who_may_be_given(meeting)  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("What should we ask or say there?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What came of it"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
