"""What the pages of people and their roles take in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Affiliation
from sluss.coalition.selectors import people_in_trail_of, possible_deputies
from sluss.people.models import Person
from sluss.trust.actor import ROLE_LABELS, Actor, Role
from sluss.trust.verbs import VERBS


def day_input() -> forms.DateInput:
    """A day, chosen in the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class DeputyForm(forms.Form):
    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Who stands in?"), queryset=Person.objects.none()
    )
    starts = forms.DateField(label=_("First day"), widget=day_input())
    ends = forms.DateField(
        label=_("Last day"),
        help_text=_("The powers end by themselves after it."),
        widget=day_input(),
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
    ends = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave it empty if you don't know. The role ends by itself after it."),
        required=False,
        widget=day_input(),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    starts = forms.DateField(label=_("Member from"), widget=day_input())


class MembershipEndForm(forms.Form):
    ends = forms.DateField(label=_("Last day"), widget=day_input())
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class ReportingContactsForm(forms.Form):
    """Who of an organisation's reporters is reminded first, and who next."""

    first: forms.ModelChoiceField[Affiliation] = forms.ModelChoiceField(
        label=_("First reporting contact"), queryset=Affiliation.objects.none(), empty_label=_("Nobody yet")
    )
    second: forms.ModelChoiceField[Affiliation] = forms.ModelChoiceField(
        label=_("Second reporting contact"),
        empty_label=_("Nobody"),
        help_text=_("Is reminded when the first doesn't answer. Holidays and illness come."),
        queryset=Affiliation.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, reporters: QuerySet[Affiliation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reporters:  # nobody reports yet: the contacts are confirmed all the same
            self.fields.clear()
            return
        for place, name in ((1, "first"), (2, "second")):
            field = self.fields[name]
            field.queryset = reporters  # type: ignore[attr-defined]
            field.label_from_instance = lambda held: held.person.name  # type: ignore[attr-defined]
            field.initial = reporters.filter(reporting_contact=place).first()


class TrailFilter(forms.Form):
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("By whom"), queryset=Person.objects.none(), required=False, empty_label=_("Anybody")
    )
    first = forms.DateField(label=_("From"), required=False, widget=day_input())
    last = forms.DateField(label=_("To"), required=False, widget=day_input())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = sorted(((verb, str(words)) for verb, words in VERBS.items()), key=lambda choice: choice[1])
        self.fields["verb"].choices = [("", _("Anything")), *said]  # type: ignore[attr-defined]
        self.fields["person"].queryset = people_in_trail_of(actor)  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    note = forms.CharField(
        label=_("What did you find?"),
        max_length=300,
        help_text=_("For example: nothing out of the ordinary."),
    )
