"""What the coalition's pages take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.coalition.selectors import possible_deputies
from sluss.people.models import Person
from sluss.trust.actor import ROLE_LABELS, Actor, Role


class ColleagueForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), help_text=_("A link to choose a password is sent there."))
    role = forms.ChoiceField(
        label=_("What may the person do?"),
        widget=forms.RadioSelect,
        choices=[
            (Role.REPORTER.value, _("Report the people you meet")),
            (Role.LEAD.value, _("See to colleagues, as you do")),
        ],
        initial=Role.REPORTER.value,
    )
    reporting_contact = forms.TypedChoiceField(
        label=_("Who is reminded?"),
        help_text=_("Two reporting contacts are good: holidays and illness come."),
        choices=[("", _("Not this person")), ("1", _("First reporting contact")), ("2", _("Second"))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class DeputyForm(forms.Form):
    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Who stands in?"), queryset=Person.objects.none()
    )
    starts = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.DateField(
        label=_("Last day"),
        help_text=_("The powers end by themselves after it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = possible_deputies(actor)  # type: ignore[attr-defined]


class AppointmentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        choices=[
            (role.value, ROLE_LABELS[role])
            for role in (Role.COORDINATOR, Role.BOARD, Role.AUTHORITY, Role.AUDITOR, Role.ADMINISTRATOR)
        ],
    )


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    starts = forms.DateField(
        label=_("Member from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class TrailFilter(forms.Form):
    verb = forms.CharField(label=_("What was done"), required=False)
    actor_name = forms.CharField(label=_("By whom"), required=False)


class CheckForm(forms.Form):
    note = forms.CharField(
        label=_("What did you find?"),
        max_length=300,
        help_text=_("For example: nothing out of the ordinary."),
    )
