"""A period's address and its words. Months are "2016-01", both ends in."""

from django.utils import dates, translation


def period_slug(first: str, last: str) -> str:
    """The period as part of an address: "2016", "2016-q3", "2016-04-2017-03"."""
    year, start, end = first[:4], int(first[5:]), int(last[5:])
    if last[:4] != year:
        return f"{first}-{last}"
    if (start, end) == (1, 12):
        return year
    if start % 3 == 1 and end == start + 2:
        return f"{year}-q{(start + 2) // 3}"
    return f"{first}-{last}"


def period_text(first: str, last: str, language: str) -> str:
    """The period in words: "2016", "juli–september 2016", "april 2016–mars 2017"."""
    if (first[5:], last[5:], first[:4]) == ("01", "12", last[:4]):
        return first[:4]
    with translation.override(language):
        start, end = str(dates.MONTHS[int(first[5:])]), str(dates.MONTHS[int(last[5:])])
    if first[:4] != last[:4]:
        return f"{start} {first[:4]}–{end} {last[:4]}"
    return f"{start} {first[:4]}" if first == last else f"{start}–{end} {last[:4]}"
