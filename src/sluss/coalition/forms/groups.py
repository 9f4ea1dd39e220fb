"""What the pages of groups, of seats outside and of the forming take in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluss.coalition.forms.people import day_input
from sluss.coalition.models import (
    Audience,
    Group,
    GroupState,
    Particulars,
    Representation,
    RepresentationNote,
    Seat,
)
from sluss.people.models import Person

LONG = forms.Textarea(attrs={"rows": 5})


class GroupForm(forms.ModelForm[Group]):
    class Meta:
        model = Group
        fields = ("name", "kind", "mandate", "starts", "ends", "reports_to")
        help_texts = {
            "mandate": _("What the group is to do, and what it may decide by itself."),
            "ends": _("A working group has a last day. The board has none."),
        }
        widgets = {"starts": day_input(), "ends": day_input(), "mandate": LONG}

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = groups.exclude(pk=self.instance.pk).filter(state=GroupState.ACTIVE)
        self.fields["reports_to"].queryset = others  # type: ignore[attr-defined]
        self.fields["reports_to"].empty_label = _("Nobody")  # type: ignore[attr-defined]


class ProlongForm(forms.Form):
    ends = forms.DateField(label=_("New last day"), widget=day_input())
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class CloseForm(forms.Form):
    final_note = forms.CharField(
        label=_("What came of it?"),
        help_text=_("What was done, what was decided, where the papers are, what is left."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SeatForm(forms.ModelForm[Seat]):
    class Meta:
        model = Seat
        fields = ("person", "role", "starts", "ends", "elected_by", "signatory")
        labels = {"person": _("Who")}
        help_texts = {
            "ends": _("Leave it empty if you don't know."),
            "elected_by": _("As it is cited: 2017:4, annual meeting 31 March 2017."),
        }
        widgets = {"starts": day_input(), "ends": day_input()}

    def __init__(self, *args: Any, people: QuerySet[Person], signs: bool, **kwargs: Any) -> None:
        """`signs`: who sits there may sign for the coalition, as on the board."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].help_text = _("Not in the list? The administrator gives accounts.")
        if not signs:
            del self.fields["signatory"]

    def validate_constraints(self) -> None:
        """The service refuses days out of order in words."""


class EndSeatForm(forms.Form):
    ends = forms.DateField(label=_("Last day"), widget=day_input())
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class DecisionForm(forms.Form):
    decision = forms.CharField(
        label=_("By which decision?"),
        help_text=_("As it is cited: 2017:4, annual meeting 31 March 2017."),
        max_length=200,
    )


class RepresentationForm(forms.ModelForm[Representation]):
    class Meta:
        model = Representation
        fields = ("body", "person", "starts", "ends", "reports_to", "instructions", "next_occasions")
        help_texts = {
            "body": _("For example: EU Civil Society Platform."),
            "ends": _("Leave it empty if you don't know."),
            "instructions": _("What to say and what to bring home."),
            "next_occasions": _("One a line, as far as they are known."),
        }
        widgets = {
            "starts": day_input(), "ends": day_input(), "instructions": LONG,
            "next_occasions": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[Person], groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        active = groups.filter(state=GroupState.ACTIVE)
        self.fields["reports_to"].queryset = active  # type: ignore[attr-defined]
        self.fields["reports_to"].empty_label = _("Nobody")  # type: ignore[attr-defined]

    def validate_constraints(self) -> None:
        """The service refuses days out of order in words."""


class RepresentationNoteForm(forms.ModelForm[RepresentationNote]):
    class Meta:
        model = RepresentationNote
        fields = ("day", "text", "audience")
        widgets = {"day": day_input(), "text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].initial = Audience.MEMBERS


class StepForm(forms.Form):
    done_on = forms.DateField(label=_("Done on"), widget=day_input())
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Where the paper is, or who did it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ParticularsForm(forms.ModelForm[Particulars]):
    number = forms.CharField(
        label=_("Organisation number"),
        help_text=_("Ten digits, such as 802002-8166."),
        max_length=20,
        required=False,
    )
    web = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")

    class Meta:
        model = Particulars
        fields = ("name", "number", "address", "email", "web")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
