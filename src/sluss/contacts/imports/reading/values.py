"""What a stored number of a workbook shows: a date where its cell is formatted as one, else the number.

Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.17.4 (dates as serial numbers).
"""

import datetime as dt
import math
import re

DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Formats that stand in no file because every program knows them."""

NO_LETTERS_OF_A_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
"""Quoted text, colours and currencies, single signs, and blanks as broad as a sign."""

BEFORE_1900 = dt.date(1899, 12, 30)  # with day 61 as 1 March 1900
FROM_1904 = dt.date(1904, 1, 1)
NO_LEAP_DAY = 60
"""Excel counts a 29 February 1900, which never was: before it, days stand one later."""

LAST_DAY = 2_958_465  # 31 December 9999
DAY = 86_400  # seconds


def is_date(form: str) -> bool:
    """Whether a format shows a date: "yyyy-mm-dd", but not "0.00" or '0 "days"'."""
    shown = NO_LETTERS_OF_A_DATE.sub("", form.partition(";")[0])
    return re.search("[dmyhs]", shown, re.IGNORECASE) is not None


def number_as_shown(text: str) -> str:
    """ "2.0" -> "2", "0.10000000000000001" -> "0.1".

    Raises:
        ValueError: no number.
    """
    if text.isdecimal():
        return text
    number = _number(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def date_as_shown(text: str, *, since_1904: bool) -> str:
    """ "42433" -> "2016-03-04"; with a time of day where there is one. What can't be a date stays a number.

    Raises:
        ValueError: no number.
    """
    days = _number(text)
    if not 0 <= days <= LAST_DAY:
        return number_as_shown(text)
    whole, seconds = divmod(round(days * DAY), DAY)
    time = str(dt.timedelta(seconds=seconds)).rjust(8, "0") if seconds else ""
    if whole == 0 and time:
        return time
    try:
        day = _day(whole, since_1904)
    except OverflowError:
        return number_as_shown(text)
    return f"{day} {time}".rstrip()


def _day(number: int, since_1904: bool) -> dt.date:
    if since_1904:
        return FROM_1904 + dt.timedelta(days=number)
    return BEFORE_1900 + dt.timedelta(days=number + 1 if number < NO_LEAP_DAY else number)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number
