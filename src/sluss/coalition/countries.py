"""Names of countries in the page's language (Unicode CLDR, by Babel); codes are ISO 3166-1 alpha-2."""

from babel import Locale
from django.utils.translation import get_language

#: CLDR also names regions and pseudo-territories; a country's code has two letters and none of these
NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def choices() -> list[tuple[str, str]]:
    """(code, name), Sweden first, the others by name."""
    names = Locale.parse(get_language() or "sv", sep="-").territories
    others = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY and code != "SE"
    ]
    return [("SE", names["SE"]), *sorted(others, key=lambda choice: choice[1].casefold())]


def name_of(code: str) -> str:
    return str(Locale.parse(get_language() or "sv", sep="-").territories.get(code, code))
