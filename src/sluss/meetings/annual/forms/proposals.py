"""Forms that an organisation fills in: motions, nominations, delegates, proxies."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group, GroupState, Organisation, SeatRole
from sluss.meetings.models.annual import (
    Accreditation,
    Advice,
    AnnualMeeting,
)
from sluss.people.models import Person


class OfOrganisationForm(forms.Form):
    """For which organisation; not asked where there is only one."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("For which organisation?"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = organisations
        only = list(organisations[:2])
        if len(only) == 1:
            field.initial, field.widget = only[0], forms.HiddenInput()


class MotionForm(OfOrganisationForm):
    title = forms.CharField(label=_("What is the motion about?"), max_length=150)
    reasons = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 6}))
    proposal = forms.CharField(
        label=_("What the meeting is asked to decide"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Begin with “that”: that the coalition …"),
    )


class StatementForm(forms.Form):
    statement = forms.CharField(label=_("The board's statement"), widget=forms.Textarea(attrs={"rows": 5}))
    advice = forms.ChoiceField(
        label=_("The board asks the meeting to"), choices=Advice, widget=forms.RadioSelect
    )


class NominationForm(forms.Form):
    group = forms.ModelChoiceField(
        Group.objects.filter(state=GroupState.ACTIVE), label=_("To what?"), empty_label=None
    )
    role = forms.ChoiceField(label=_("To which seat?"), choices=SeatRole, initial=SeatRole.MEMBER)
    name = forms.CharField(label=_("Who?"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Who is elected gets an account at this address.")
    )
    note = forms.CharField(
        label=_("In a few words"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Nominated by"), required=False, empty_label=None
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], runs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = organisations
        if runs:
            field.empty_label = _("The nominating committee")
        elif organisations.count() == 1:
            field.initial, field.widget = organisations.get(), forms.HiddenInput()


ANOTHER = "another"


class DelegateForm(OfOrganisationForm):
    """Who: one of the organisation's people in one tap, or another by name."""

    who = forms.ChoiceField(label=_("Who speaks for you?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Somebody else: name"), max_length=150, required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: forms.ChoiceField = self.fields["who"]  # type: ignore[assignment]
        who.choices = [*((str(person.pk), person.name) for person in people), (ANOTHER, _("Somebody else"))]
        self._people = {str(person.pk): person for person in people}

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        who = words.pop("who", "")
        words["person"] = self._people.get(who)
        if who == ANOTHER and not words.get("name", "").strip():
            self.add_error("name", _("Write the name."))
        return words


class DelegateChoice(forms.ModelChoiceField):
    """A delegate by name and organisation."""

    def label_from_instance(self, obj: Accreditation) -> str:
        return f"{obj.name}, {obj.organisation}"


class ProxyForm(OfOrganisationForm):
    holder = DelegateChoice(
        Accreditation.objects.none(),
        label=_("To whose delegate?"),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    signed_by = forms.CharField(
        label=_("Signed by"), max_length=150, help_text=_("Who signs for your organisation.")
    )

    def __init__(self, *args: Any, annual: AnnualMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder: forms.ModelChoiceField = self.fields["holder"]  # type: ignore[assignment]
        named = Accreditation.objects.standing().filter(annual=annual).select_related("organisation")
        holder.queryset = named.exclude(organisation__in=self._own())

    def _own(self) -> list[Organisation]:
        """Where only one organisation can give it, its own delegates aren't offered."""
        field: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        return list(field.queryset or ()) if isinstance(field.widget, forms.HiddenInput) else []
