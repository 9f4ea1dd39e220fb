"""The Swedish organisation number: ten digits, of which the last checks the others.

Source: Lag (1974:174) om identitetsbeteckning för juridiska personer m.fl.; the third digit is at least 2, which
tells the number from a person's; the check digit is Luhn's (ISO/IEC 7812-1, annex B) over the nine before it.
"""

import re
from enum import StrEnum


class Fault(StrEnum):
    DIGITS = "digits"  # not ten digits
    PERSON = "person"  # the third digit is a month's: a person's number
    CHECK = "check"  # the last digit doesn't fit the others


class WrongNumber(ValueError):
    """`fault` says what isn't right."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


def normal(written: str) -> str:
    """The number as it is kept, "802002-8166". Spaces and dashes are free; the "16" before it may be there.

    Raises:
        WrongNumber: it is not an organisation number.
    """
    digits = re.sub(r"[\s\u2010-\u2015-]", "", written)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise WrongNumber(Fault.DIGITS)
    if digits[2] < "2":
        raise WrongNumber(Fault.PERSON)
    if check_digit(digits[:9]) != digits[9]:
        raise WrongNumber(Fault.CHECK)
    return f"{digits[:6]}-{digits[6:]}"


def check_digit(nine: str) -> str:
    """Luhn's check digit over nine digits: every other is doubled from the first on, and the digits are summed."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    total = sum(number // 10 + number % 10 for number in doubled)
    return str(-total % 10)
