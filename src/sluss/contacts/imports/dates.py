"""Months as people write them, where they can mean only one thing."""

import re

from veil.codebook.words import plain_words

MONTHS = (
    ("januari", "january", "jan"), ("februari", "february", "feb"), ("mars", "march", "mar"), ("april", "apr"),
    ("maj", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"), ("augusti", "august", "aug"),
    ("september", "sept", "sep"), ("oktober", "october", "okt", "oct"), ("november", "nov"),
    ("december", "dec"),
)  # fmt: skip
NUMBER_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}

YEAR_FIRST = re.compile(r"((?:19|20)\d{2})[-./ ](\d{1,2})(?:[-./ ]\d{1,2})?(?:[ T].*)?")
COMPACT = re.compile(r"((?:19|20)\d{2})([01]\d)(?:[0-3]\d)?")
DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./ -]((?:19|20)\d{2})")
MONTH_FIRST = re.compile(r"(\d{1,2})[./-]((?:19|20)\d{2})")


def month_in(text: str) -> str | None:
    """The month of a date: "2016-03-04", "20160304", "4/3 2016", "03/2016", "mars 2016" -> "2016-03".

    None for anything else, also for a date of which the order of day and month can't be known ("3/4/2016"): a Swede
    means the third of April, an American the fourth of March. With a blank before the year ("3/4 2016") or with dots
    it is written as in Swedish.
    """
    text = text.strip()
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return _month(found[1], found[2])
    if found := MONTH_FIRST.fullmatch(text):
        return _month(found[2], found[1])
    if found := DAY_FIRST.fullmatch(text):
        return _of_day_and_month(text, found[1], found[2], found[3])
    return _in_words(text)


def _of_day_and_month(text: str, first: str, second: str, year: str) -> str | None:
    if int(second) > 12:
        return _month(year, first)
    if int(first) > 12 or first == second or " " in text or "." in text:
        return _month(year, second)
    return None


def _in_words(text: str) -> str | None:
    words = plain_words(text).split()
    months = [NUMBER_OF[word] for word in words if word in NUMBER_OF]
    years = [word for word in words if re.fullmatch(r"(?:19|20)\d{2}", word)]
    days = [word for word in words if re.fullmatch(r"\d{1,2}", word)]
    if len(months) == len(years) == 1 and len(words) == 2 + len(days) and len(days) <= 1:
        return _month(years[0], str(months[0]))
    return None


def _month(year: str, month: str) -> str | None:
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else None
