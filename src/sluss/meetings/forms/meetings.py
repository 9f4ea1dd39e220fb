"""Planning, changing, moving, deciding on and cancelling a meeting."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import HourLost, Precision, VagueDate, moment
from sluss.agenda.fields import DayField, TimeOfDayField, VagueDateField
from sluss.coalition.models import Audience, Group, GroupKind, GroupState
from sluss.meetings.models import Meeting, MeetingKind, MeetingSeries
from sluss.meetings.services.timing import Timing
from sluss.trust.actor import Actor

#: an annual meeting is planned on its own page: the statutes' days follow from it
KINDS = [kind for kind in MeetingKind if kind not in {MeetingKind.ANNUAL, MeetingKind.EXTRA}]


def _time(label: Any, help_text: Any = "") -> TimeOfDayField:
    widget = forms.TextInput(attrs={"placeholder": "13.00", "autocomplete": "off", "class": "time"})
    return TimeOfDayField(label=label, help_text=help_text, required=False, widget=widget)


#: heading and names of fields
Sections = tuple[tuple[Any, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Section:
    """Fields of a long form that stand together; those with a heading are folded until they are needed."""

    heading: Any
    fields: list[forms.BoundField]
    open: bool


class SectionedForm(forms.Form):
    """A long form in sections. What isn't named in a section stands first; what needs mending is unfolded."""

    SECTIONS: ClassVar[Sections] = ()

    def first(self) -> list[forms.BoundField]:
        folded = {name for _heading, names in self.SECTIONS for name in names}
        return [self[name] for name in self.fields if name not in folded]

    def sections(self) -> list[Section]:
        return [
            Section(heading, fields, any(field.errors or field.value() for field in fields))
            for heading, names in self.SECTIONS
            if (fields := [self[name] for name in names if name in self.fields])
        ]


#: what is asked further down, in every form that asks it
UNDECIDED = (
    _("Longer than a day, or not decided yet"),
    ("last_day", "tentative", "alternative", "decide_by"),
)
ROOM = (_("The way in, video and places"), ("venue", "online_link", "capacity", "no_photo"))
ABOUT = (_("Theme, series and invitation"), ("theme", "series", "host", "text"))


class TimesForm(SectionedForm):
    """From when to when on a day; who inherits says which day it is."""

    starts = _time(_("Begins at"), _("Leave it empty until you know."))
    ends = _time(_("Ends at"))

    def moments(
        self, first: dt.date, last: dt.date | None = None
    ) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Beginning and end on a day (to another, where it is longer); what is wrong is put beside its field."""
        return self._moment("starts", first), self._moment("ends", last or first)

    def _moment(self, name: str, day: dt.date) -> dt.datetime | None:
        time = self.cleaned_data.get(name)
        if time is None:
            return None
        try:
            return moment(day, time, second=False)
        except HourLost:
            lost = _("There is no such time that night: the clocks go forward from 02.00 to 03.00.")
            self.add_error(name, ValidationError(lost, code="lost"))
            return None


class TimingForm(TimesForm):
    """When a meeting is, as far as it is known."""

    SECTIONS: ClassVar[Sections] = (UNDECIDED,)

    when = VagueDateField(label=_("When"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Only when it is longer than a day.")
    )
    tentative = forms.BooleanField(label=_("The date isn't decided yet"), required=False)
    alternative = VagueDateField(
        label=_("Or instead"),
        required=False,
        help_text=_("Another date that it may get, for example a term."),
    )
    decide_by = DayField(
        label=_("Decided by"), required=False, help_text=_("The day stands in the calendar as a deadline.")
    )
    field_order = ["when", "starts", "ends", "last_day", "tentative", "alternative", "decide_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        when: VagueDate | None = cleaned.get("when")
        if when is None:
            return cleaned
        last = cleaned.get("last_day")
        if last is not None and last < when.day:
            self.add_error("last_day", _("The last day comes before the first."))
            return cleaned
        if last is not None and cleaned.get("ends") is None and not self.has_error("ends"):
            self.add_error("ends", _("Write when it ends on the last day."))
        starts_at, ends_at = self.moments(when.day, last)
        cleaned["timing"] = Timing(
            when, starts_at, ends_at,
            cleaned.get("tentative", False) or when.precision != Precision.DAY,
            cleaned.get("alternative"), cleaned.get("decide_by"),
        )  # fmt: skip
        return cleaned

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        def time(value: dt.datetime | None) -> str:
            return f"{timezone.localtime(value):%H.%M}" if value else ""

        last = timezone.localdate(meeting.ends_at) if meeting.ends_at else None
        return {
            "when": meeting.when,
            "starts": time(meeting.starts_at),
            "ends": time(meeting.ends_at),
            "last_day": last if last != meeting.date else None,
            "tentative": meeting.tentative,
            "alternative": meeting.or_instead,
            "decide_by": meeting.decide_by,
        }


class ParticularsForm(SectionedForm):
    """What a meeting is about, and where."""

    SECTIONS: ClassVar[Sections] = (ROOM, ABOUT)

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    series = forms.CharField(
        label=_("Series"),
        max_length=150,
        required=False,
        help_text=_("Meetings that belong together, for example Platform meetings 2017."),
        widget=forms.TextInput(attrs={"list": "series-known"}),
    )
    audience = forms.ChoiceField(
        label=_("Who sees it in calendar and list?"), choices=Audience, initial=Audience.MEMBERS
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=150,
        required=False,
        help_text=_("Town and kind of place. Everybody sees it."),
    )
    venue = forms.CharField(
        label=_("Address and way in"),
        required=False,
        help_text=_("Only who has a place sees it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    online_link = forms.URLField(
        label=_("Link to join by video"),
        required=False,
        assume_scheme="https",
        help_text=_("Only who comes sees it. Without a link nobody is asked about video."),
    )
    capacity = forms.IntegerField(
        label=_("Places in the room"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("When they are taken, there is a waiting list. Leave it empty if there is room for all."),
    )
    text = forms.CharField(
        label=_("Invitation"),
        required=False,
        help_text=_("Stands in the letter to who is invited. Never write anything about a person."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    no_photo = forms.BooleanField(label=_("No photographs are taken"), required=False)

    @staticmethod
    def known_series() -> list[str]:
        return list(MeetingSeries.objects.values_list("name", flat=True))

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        names = (
            "title",
            "theme",
            "audience",
            "place",
            "venue",
            "online_link",
            "capacity",
            "text",
            "no_photo",
            "host",
        )
        particulars = {name: getattr(meeting, name) for name in names}
        return {**particulars, "series": meeting.series.name if meeting.series else ""}


class ChangeForm(ParticularsForm):
    """The particulars of a meeting that stands; who holds it is asked of a meeting of others only."""

    host = forms.CharField(label=_("Held by"), max_length=150, required=False)
    field_order = ["title", "theme", "host"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": self.initial_of(meeting), **kwargs})
        if meeting.kind != MeetingKind.ATTENDED:
            del self.fields["host"]
        else:
            for name in ("capacity", "no_photo"):
                del self.fields[name]


class NewMeetingForm(ParticularsForm, TimingForm):
    """A meeting to plan: of a kind, perhaps a group's."""

    SECTIONS: ClassVar[Sections] = (UNDECIDED, ROOM, ABOUT)

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in KINDS])
    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        label=_("Whose meeting is it?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("The whole coalition's"),
    )
    host = forms.CharField(
        label=_("Held by"), max_length=150, required=False, help_text=_("Only of a meeting of others.")
    )
    idea = forms.BooleanField(
        label=_("It is only an idea so far"), required=False, help_text=_("Then nobody else sees it yet.")
    )
    field_order = [
        "title", "kind", "group", "audience", "when", "starts", "ends", "last_day", "tentative", "alternative",
        "decide_by", "place", "venue", "online_link", "capacity", "theme", "series", "host", "text", "no_photo",
        "idea",
    ]  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.visible_to(actor).filter(state=GroupState.ACTIVE)
        field: forms.ModelChoiceField[Group] = self.fields["group"]  # type: ignore[assignment]
        field.queryset = groups if actor.is_coordinator else groups.filter(pk__in=actor.runs)
        if not actor.is_coordinator:  # who runs a group plans the group's meetings
            field.required, field.empty_label = True, None
            field.initial = field.queryset.first()
            board = field.initial is not None and field.initial.kind == GroupKind.BOARD
            self.fields["kind"].initial = MeetingKind.BOARD if board else MeetingKind.GROUP
            self.fields["audience"].initial = Audience.BOARD if board else Audience.GROUP


class MoveForm(TimingForm):
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, help_text=_("Who is invited reads it.")
    )
    field_order = ["when", "starts", "ends", "reason"]


THIS, OTHER = "this", "other"


class DecideForm(TimesForm):
    """Choose between the date and its alternative; the times may be written at once."""

    choice = forms.ChoiceField(label=_("Which date is it?"), widget=forms.RadioSelect)
    field_order = ["choice", "starts", "ends"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        choices = [(THIS, str(meeting.when))]
        if meeting.or_instead is not None:
            choices.append((OTHER, str(meeting.or_instead)))
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        other = cleaned.get("choice") == OTHER
        when = self.meeting.or_instead if other and self.meeting.or_instead else self.meeting.when
        cleaned["starts_at"], cleaned["ends_at"] = self.moments(when.day)
        return cleaned


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Who is invited reads it."))
