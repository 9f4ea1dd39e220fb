"""Forms of collecting, but for the questions about a person: those come from the codebook (`questions`)."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.contacts.codebook import versions
from sluss.contacts.models import GroupCase, Query, Round
from sluss.trust import clock


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoundForm(forms.ModelForm):
    """A new round, proposed as the calendar year after the latest one."""

    class Meta:
        model = Round
        fields = ["name", "period_start", "period_end", "opens", "due", "locks", "codebook_version"]
        widgets = {name: DateInput() for name in ("period_start", "period_end", "opens", "due", "locks")}
        labels = {"codebook_version": _("Codebook")}

    codebook_version = forms.ChoiceField(label=_("Codebook"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codebook_version"].choices = [(v, v) for v in versions()]  # type: ignore[attr-defined]

    @staticmethod
    def proposal() -> dict[str, Any]:
        latest = Round.objects.order_by("-period_end").first()
        year = latest.period_end.year + 1 if latest else clock.year() - 1
        return {
            "name": str(year),
            "period_start": dt.date(year, 1, 1),
            "period_end": dt.date(year, 12, 31),
            "opens": max(clock.today(), dt.date(year + 1, 1, 15)),
            "due": max(clock.today(), dt.date(year + 1, 3, 31)),
            "locks": max(clock.today(), dt.date(year + 1, 4, 30)),
            "codebook_version": versions()[-1],
        }


class GroupCaseForm(forms.ModelForm):
    class Meta:
        model = GroupCase
        fields = ["name"]
        help_texts = {"name": _("A neutral word, never the name of a place or a person.")}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), max_length=300, help_text=_("Never write anything about a person.")
    )


class ReopenForm(ReasonForm):
    until = forms.DateField(label=_("Open until"), widget=DateInput())


class SnoozeForm(forms.Form):
    until = forms.DateField(label=_("Remind us on"), widget=DateInput())


class QueryForm(forms.ModelForm):
    class Meta:
        model = Query
        fields = ["question"]
        widgets = {"question": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"question": _("Only the organisation reads it. Never write anything about a person.")}


class AnswerForm(forms.ModelForm):
    class Meta:
        model = Query
        fields = ["outcome", "answer"]


class RecordForm(forms.Form):
    """What is kept beside a person's answers."""

    group_case = forms.ModelChoiceField(
        GroupCase.objects.none(),
        label=_("Group case"),
        required=False,
        empty_label=_("No group case"),
        help_text=_("When many persons were met in one and the same case."),
    )
    linkage_code = forms.CharField(
        label=_("Linkage code"),
        required=False,
        max_length=128,
        help_text=_("Only if your organisation makes such codes. Never a name or an identity number."),
    )
    may_be_counted = forms.BooleanField(
        label=_("May be counted in the statistics"),
        required=False,
        help_text=_("The person has agreed to it, or there is another ground for it."),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases: forms.ModelChoiceField = self.fields["group_case"]  # type: ignore[assignment]
        cases.queryset = round_.group_cases.all()
        if not cases.queryset.exists():
            del self.fields["group_case"]
