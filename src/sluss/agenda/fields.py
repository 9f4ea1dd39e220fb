"""Form fields for dates as people know them: a day, a vague date, a moment in Swedish time.

    when = VagueDateField(label=_("When"))          # cleans to a VagueDate, or None where not required
    starts = MomentField(label=_("Begins"))         # cleans to an aware datetime in UTC
    day = DayField(label=_("Last day"))             # cleans to a date; says why a day doesn't exist

All work without JavaScript, keep what was typed, and say what is wrong with a date that never was.
"""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sluss.agenda.dates import AUTUMN, HourLost, HourTwice, Precision, VagueDate, last_day_of, moment

SPRING_TERM, AUTUMN_TERM = "spring", "autumn"
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _no_such_day(year: int, month: int, day: int) -> str:
    """Why a day doesn't exist, in words."""
    if not 1 <= month <= 12:
        return _("A year has 12 months.")
    last = calendar.monthrange(year, month)[1]
    return ngettext(
        "There is no %(day)s %(month)s %(year)s: the month has %(last)s day.",
        "There is no %(day)s %(month)s %(year)s: the month has %(last)s days.",
        last,
    ) % {"day": day, "month": str(MONTHS[month]).lower(), "year": year, "last": last}


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day. One that doesn't exist (30 February) is refused with the reason."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        parts = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", value) if isinstance(value, str) else None
        if parts is None:
            return super().to_python(value)
        year, month, day = map(int, parts.groups())
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(_("Write the year with four digits."), code="invalid")
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise ValidationError(_no_such_day(year, month, day), code="invalid") from None


class VagueDateInput(forms.MultiWidget):
    """Day, month or term, year. What is left empty is what isn't known."""

    template_name = "agenda/widgets/vague_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [(str(number), name) for number, name in MONTHS.items()]
        terms = [(SPRING_TERM, gettext_lazy("Spring term")), (AUTUMN_TERM, gettext_lazy("Autumn term"))]
        choices = [("", "–"), (gettext_lazy("Month"), months), (gettext_lazy("Term"), terms)]
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput(attrs={**digits, "maxlength": 2}),
                "month": forms.Select(choices=choices),
                "year": forms.TextInput(attrs={**digits, "maxlength": 4}),
            },
            attrs,
        )

    def decompress(self, value: VagueDate | dt.date | None) -> list[str]:
        if value is None:
            return ["", "", ""]
        vague = value if isinstance(value, VagueDate) else VagueDate(value)
        day = str(vague.day.day) if vague.precision == Precision.DAY else ""
        month = {
            Precision.YEAR: "",
            Precision.TERM: SPRING_TERM if vague.day.month < AUTUMN else AUTUMN_TERM,
        }.get(vague.precision, str(vague.day.month))
        return [day, month, str(vague.day.year)]


class VagueDateField(forms.MultiValueField):
    """A date as far as it is known: a day, a month, a term or a year. Cleans to a VagueDate."""

    widget = VagueDateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "Leave the day empty if you only know the month or term, and both if only the year."
            ),
        )
        parts = (forms.CharField(), forms.CharField(), forms.CharField())
        super().__init__(fields=parts, require_all_fields=False, **kwargs)
        for part in self.fields:
            part.required = False

    def compress(self, data_list: Sequence[str]) -> VagueDate | None:
        if not data_list:
            return None
        day, month, year = (part.strip() for part in data_list)
        return VagueDate(*_read(day, month, year))


def _read(day: str, month: str, year: str) -> tuple[dt.date, Precision]:
    if not re.fullmatch(r"\d{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValidationError(_("Write the year with four digits."), code="invalid")
    if month in {SPRING_TERM, AUTUMN_TERM}:
        if day:
            raise ValidationError(_("A term has no day: choose a month, or leave the day empty."))
        return last_day_of(Precision.TERM, int(year), 1 if month == SPRING_TERM else 12), Precision.TERM
    if not month:
        if day:
            raise ValidationError(_("Choose the month, too, or leave the day empty."), code="invalid")
        return last_day_of(Precision.YEAR, int(year)), Precision.YEAR
    if not re.fullmatch(r"1[0-2]|[1-9]", month):
        raise ValidationError(_("Choose a month or a term."), code="invalid")
    if not day:
        return last_day_of(Precision.MONTH, int(year), int(month)), Precision.MONTH
    if not re.fullmatch(r"\d{1,2}", day):
        raise ValidationError(_("Write the day with digits."), code="invalid")
    try:
        return last_day_of(Precision.DAY, int(year), int(month), int(day)), Precision.DAY
    except ValueError:
        raise ValidationError(_no_such_day(int(year), int(month), int(day)), code="invalid") from None


class TimeOfDayField(forms.TimeField):
    """A time of day as people write it: 13.00, 13:00 or 13."""

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str) and (hour := re.fullmatch(r"\s*(\d{1,2})\s*", value)):
            value = f"{hour[1]}:00"
        if isinstance(value, str):
            value = value.replace(".", ":")
        return super().to_python(value)


FIRST, SECOND = "first", "second"


class MomentInput(forms.MultiWidget):
    """A day and a time. Which of two is asked only where the clocks go back over the time."""

    template_name = "agenda/widgets/moment.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        which = [
            ("", "–"),
            (FIRST, gettext_lazy("The first, in summer time")),
            (SECOND, gettext_lazy("The second, in winter time")),
        ]
        super().__init__(
            {
                "day": DayInput(),
                "time": forms.TextInput(attrs={"placeholder": "13.00", "autocomplete": "off"}),
                "which": forms.Select(choices=which),
            },
            attrs,
        )

    def decompress(self, value: dt.datetime | None) -> list[Any]:
        if value is None:
            return [None, "", ""]
        local = timezone.localtime(value, timezone.get_default_timezone())
        which = (SECOND if local.fold else FIRST) if comes_twice(local.date(), local.time()) else ""
        return [local.date(), f"{local:%H.%M}", which]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        day, time, _which = value if isinstance(value, list) else self.decompress(value)
        try:
            twice = comes_twice(DayField().clean(day), TimeOfDayField().clean(time))
        except ValidationError:
            twice = False
        context["widget"]["twice"] = twice
        return context


def comes_twice(day: dt.date | None, time: dt.time | None) -> bool:
    if day is None or time is None:
        return False
    try:
        moment(day, time)
    except HourTwice:
        return True
    except HourLost:
        return False
    return False


class MomentField(forms.MultiValueField):
    """A day and a time in Sweden. Cleans to an aware moment in UTC."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            fields=(DayField(), TimeOfDayField(), forms.CharField(required=False)),
            require_all_fields=False,
            **kwargs,
        )
        for part in self.fields[:2]:
            part.required = False

    def compress(self, data_list: Sequence[Any]) -> dt.datetime | None:
        if not data_list:
            return None
        day, time, which = data_list
        if day is None:
            raise ValidationError(_("Choose the day, too."), code="incomplete")
        if time is None:
            raise ValidationError(_("Write the time, too, for example 13.00."), code="incomplete")
        try:
            return moment(day, time, second={FIRST: False, SECOND: True}.get(which))
        except HourLost:
            raise ValidationError(
                _("There is no %(time)s that night: the clocks go forward from 02.00 to 03.00.")
                % {"time": f"{time:%H.%M}"},
                code="lost",
            ) from None
        except HourTwice:
            raise ValidationError(
                _("%(time)s comes twice that night: the clocks go back. Choose which you mean.")
                % {"time": f"{time:%H.%M}"},
                code="twice",
            ) from None
