"""Forms of the annual meeting. What they hold is what the services take."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import HourLost, HourTwice, moment
from sluss.agenda.fields import MomentField, TimeOfDayField
from sluss.coalition.models import Group, GroupState, Organisation, SeatRole
from sluss.coalition.rules import Majority
from sluss.meetings.annual.selectors.results import MAJORITY_NAMES
from sluss.meetings.models import AgendaItem, Paper
from sluss.meetings.models.annual import (
    Accreditation,
    Advice,
    AnnualMeeting,
    Ballot,
    Duty,
    Method,
    Motion,
    Nomination,
)
from sluss.meetings.models.annual.ballots import ABSTAIN, NO, SPOILT, YES
from sluss.meetings.models.annual.proposals import STANDING, TREATED
from sluss.people.models import Person


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class DayForm(forms.Form):
    """The day, hour and place; with a reason where the statutes aren't kept."""

    starts_at = MomentField(label=_("When does it begin?"))
    ends = TimeOfDayField(
        label=_("When does it end?"), required=False, widget=forms.TextInput(attrs={"placeholder": "16.00"})
    )
    place = forms.CharField(label=_("Where?"), max_length=150, required=False)
    reason = forms.CharField(
        label=_("Why this day?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Only where the statutes aren't kept. The minutes print it."),
    )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        ends, starts_at = words.pop("ends", None), words.get("starts_at")
        words["ends_at"] = self._on_the_day(starts_at, ends) if starts_at and ends else None
        return words

    def _on_the_day(self, starts_at: dt.datetime, ends: dt.time) -> dt.datetime | None:
        try:
            found = moment(timezone.localdate(starts_at), ends)
        except (HourLost, HourTwice):
            self.add_error("ends", _("Choose another hour: the clocks change then."))
            return None
        if found <= starts_at:
            self.add_error("ends", _("The meeting would end before it begins. Choose a later time."))
        return found


class NewAnnualForm(DayForm):
    title = forms.CharField(label=_("Name"), max_length=200)
    extra = forms.BooleanField(
        label=_("It is an extra annual meeting"),
        required=False,
        help_text=_("It treats only what it was called for."),
    )
    field_order = ["title", "starts_at", "ends", "place", "extra", "reason"]


class NoticeForm(forms.Form):
    text = forms.CharField(label=_("Notice"), widget=forms.Textarea(attrs={"rows": 16}))
    papers = forms.ModelMultipleChoiceField(
        Paper.objects.none(),
        label=_("Papers that go with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, annual: AnnualMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers: forms.ModelMultipleChoiceField = self.fields["papers"]  # type: ignore[assignment]
        papers.queryset = annual.meeting.papers.all()
        if not papers.queryset.exists():
            del self.fields["papers"]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        return {**words, "papers": list(words.get("papers", []))}


class LateReasonForm(forms.Form):
    """Sending: where the statutes aren't kept, why."""

    reason = forms.CharField(
        label=_("Why does it go now?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("The minutes print it."),
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["reason"]


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


#: rows of the page on which people are chosen for the meeting's duties
OFFICER_ROWS = ((Duty.CHAIR, 1), (Duty.SECRETARY, 1), (Duty.ADJUSTOR, 2), (Duty.TELLER, 2))


class OfficersForm(forms.Form):
    """Chair, secretary, adjustors and tellers, each with a name; who signs also with an address."""

    def __init__(self, *args: Any, annual: AnnualMeeting, adjustors: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows: list[tuple[Duty, str]] = []
        for duty, usual in OFFICER_ROWS:
            held = list(annual.officers.filter(duty=duty))
            rows = max(adjustors if duty == Duty.ADJUSTOR else usual, len(held))
            for number in range(rows):
                self._add(duty, number, rows, held[number] if number < len(held) else None)

    def _add(self, duty: Duty, number: int, rows: int, officer: Any) -> None:
        key = f"{duty}-{number}"
        label = f"{duty.label} {number + 1}" if rows > 1 else duty.label
        self._rows.append((duty, key))
        self.fields[f"{key}-name"] = forms.CharField(
            label=label, max_length=150, required=False, initial=officer.name if officer else ""
        )
        self.fields[f"{key}-email"] = forms.EmailField(
            label=_("E-mail of %(who)s") % {"who": str(label).lower()},
            required=False,
            initial=officer.email if officer else "",
        )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Name and address of each row, side by side on the page."""
        return [(self[f"{key}-name"], self[f"{key}-email"]) for _duty, key in self._rows]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        rows = [
            (duty, words.get(f"{key}-name", ""), words.get(f"{key}-email", "")) for duty, key in self._rows
        ]
        return {"officers": rows}


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
