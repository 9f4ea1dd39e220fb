"""What the demo's page takes in."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

#: the days for which the demo has something to show
EARLIEST, LATEST = dt.date(2016, 1, 1), dt.date(2018, 12, 31)


class ClockForm(forms.Form):
    day = forms.DateField(
        label=_("Day"),
        help_text=_("Any day from 2016 to 2018. Deadlines, greetings and reminders follow."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(
                _("The demo has nothing to show on that day. Choose one from 2016 to 2018.")
            )
        return day
