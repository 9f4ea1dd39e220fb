"""Forms of the day, and of who does what at the meeting."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import HourLost, HourTwice, moment
from sluss.agenda.fields import MomentField, TimeOfDayField
from sluss.meetings.models.annual import (
    AnnualMeeting,
    Duty,
)


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
