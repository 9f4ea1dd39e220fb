"""Forms of ballots."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group, Organisation, SeatRole
from sluss.coalition.rules import Majority
from sluss.meetings.annual.selectors.results import MAJORITY_NAMES
from sluss.meetings.models import AgendaItem
from sluss.meetings.models.annual import (
    Accreditation,
    AnnualMeeting,
    Ballot,
    Method,
    Motion,
    Nomination,
)
from sluss.meetings.models.annual.ballots import ABSTAIN, NO, SPOILT, YES
from sluss.meetings.models.annual.proposals import STANDING, TREATED


def _methods() -> list[tuple[str, str]]:
    """Each way of voting with what it means."""
    help_texts = {
        Method.ACCLAMATION: _("the chair hears what the meeting wants"),
        Method.HANDS: _("hands are counted: yes, no, abstain"),
        Method.NAMED: _("each organisation is called and its vote noted"),
        Method.PAPER: _("votes on paper; only the count is kept"),
    }
    return [(method.value, f"{method.label}: {help_texts[method]}") for method in Method]


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("What is voted on?"),
        max_length=300,
        help_text=_("As it will stand as a decision: “To adopt the annual report.”"),
    )
    motion = forms.ModelChoiceField(
        Motion.objects.none(), label=_("On a motion"), required=False, empty_label=_("No motion")
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Under which item?"), required=False, empty_label=_("No item")
    )
    majority = forms.ChoiceField(label=_("Which majority?"))
    method = forms.ChoiceField(
        label=_("How?"), choices=_methods, widget=forms.RadioSelect, initial=Method.ACCLAMATION
    )

    def __init__(self, *args: Any, annual: AnnualMeeting, majority: Majority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["motion"].queryset = annual.motions.filter(state__in=TREATED)
        fields["item"].queryset = annual.meeting.items.order_by("order")
        fields["majority"].choices = [(each.value, MAJORITY_NAMES[each]) for each in Majority]
        fields["majority"].initial = majority.value
        for name in ("motion", "item"):
            if not fields[name].queryset.exists():
                del fields[name]

    def clean_majority(self) -> Majority:
        return Majority(self.cleaned_data["majority"])


class ElectionForm(forms.Form):
    """To which seats: one of those for which somebody stands."""

    seat = forms.ChoiceField(label=_("To which seat?"), widget=forms.RadioSelect)
    seats = forms.IntegerField(label=_("How many are elected?"), min_value=1, max_value=50, initial=1)
    method = forms.ChoiceField(
        label=_("How?"), choices=_methods, widget=forms.RadioSelect, initial=Method.ACCLAMATION
    )

    def __init__(self, *args: Any, annual: AnnualMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = annual.nominations.filter(state__in=STANDING).select_related("group")
        self._seats: dict[str, tuple[Group, str]] = {}
        names: dict[str, list[str]] = {}
        for each in standing:
            key = f"{each.group_id}-{each.role}"
            self._seats[key] = (each.group, each.role)
            names.setdefault(key, []).append(each.name)
        seat: forms.ChoiceField = self.fields["seat"]  # type: ignore[assignment]
        seat.choices = [
            (key, f"{SeatRole(role).label}, {group}: {', '.join(names[key])}")
            for key, (group, role) in self._seats.items()
        ]

    @property
    def nobody_stands(self) -> bool:
        return not self._seats

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        group, role = self._seats.get(words.pop("seat", ""), (None, ""))
        if group is not None:
            label = str(SeatRole(role).label).lower()
            words |= {"group": group, "role": role, "question": _("Election of %(role)s") % {"role": label}}
        return words


class CountsForm(forms.Form):
    """Counted hands or papers."""

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels: dict[str, Any] = {YES: _("Yes"), NO: _("No"), ABSTAIN: _("Abstain")}
        if ballot.is_election:
            candidates = ballot.candidates.order_by("name")
            labels = {**{str(each.pk): each.name for each in candidates}, ABSTAIN: _("Abstain")}
        if ballot.method == Method.PAPER:
            labels[SPOILT] = _("Blank or spoilt papers")
        for key, label in labels.items():
            self.fields[key] = forms.IntegerField(label=label, min_value=0, max_value=10_000, initial=0)

    def clean(self) -> dict[str, Any]:
        return {"counts": super().clean() or {}}


class HeardForm(forms.Form):
    """What the chair heard by acclamation."""

    carried = forms.ChoiceField(
        label=_("What did the chair find?"),
        choices=[("yes", _("It is carried")), ("no", _("It is lost"))],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        return {"carried": words["carried"] == "yes"} if "carried" in words else {}


class ElectedForm(forms.Form):
    """Who was elected by acclamation."""

    elected = forms.ModelMultipleChoiceField(
        Nomination.objects.none(), label=_("Who was elected?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelMultipleChoiceField = self.fields["elected"]  # type: ignore[assignment]
        field.queryset = ballot.candidates.order_by("name")

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        return {"elected": [each.pk for each in words.get("elected", [])]}


class VoiceForm(forms.Form):
    """What settles equal votes on a question."""

    voice = forms.ChoiceField(
        label=_("What was the answer?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        return {"voice": words["voice"] == "yes"} if "voice" in words else {}


class DrawnForm(forms.Form):
    """On whom the lot fell."""

    drawn = forms.ModelMultipleChoiceField(
        Nomination.objects.none(), label=_("Who takes the places?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, tied: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelMultipleChoiceField = self.fields["drawn"]  # type: ignore[assignment]
        field.queryset = tied

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        return {"drawn": [each.pk for each in words.get("drawn", [])]}


class VoteForm(forms.Form):
    """One organisation's vote in a named ballot."""

    organisation = forms.ModelChoiceField(Organisation.objects.all(), widget=forms.HiddenInput())
    delegate = forms.ModelChoiceField(Accreditation.objects.none(), label=_("Delegate"), empty_label=None)
    choices = forms.MultipleChoiceField(label=_("Vote"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["delegate"].queryset = Accreditation.objects.filter(annual=ballot.annual_id)
        fields["choices"].choices = choices_of(ballot)


def choices_of(ballot: Ballot) -> list[tuple[str, Any]]:
    """What may be voted in a ballot."""
    if ballot.is_election:
        return [*((str(each.pk), each.name) for each in ballot.candidates.all()), (ABSTAIN, _("Abstain"))]
    return [(YES, _("Yes")), (NO, _("No")), (ABSTAIN, _("Abstain"))]
