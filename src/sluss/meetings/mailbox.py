"""Plus addresses of the one mailbox: an answer from a calendar says by its address which invitation it answers.

`sluss@example.org` becomes `sluss+12.3f9c...@example.org` for invitation 12. The sign after the number is made
with the secret key, so that nobody answers for another by changing the number. Lower case throughout: mail
servers don't keep the case.
"""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SIGN_LENGTH = 20  # hexadecimal digits: 80 bits


def _sign(invitation_id: int) -> str:
    return salted_hmac("sluss.mailbox", str(invitation_id), algorithm="sha256").hexdigest()[:_SIGN_LENGTH]


def address_for(invitation_id: int) -> str:
    """Where a calendar sends the answer to an invitation."""
    name, _at, host = settings.MAILBOX.partition("@")
    return f"{name}+{invitation_id}.{_sign(invitation_id)}@{host}"


def invitation_of(address: str) -> int | None:
    """The invitation that an address names; None where it is another address or the sign is wrong."""
    name, _at, host = settings.MAILBOX.partition("@")
    pattern = rf"{re.escape(name)}\+(\d{{1,18}})\.([0-9a-f]{{{_SIGN_LENGTH}}})@{re.escape(host)}"
    found = re.fullmatch(pattern, address.strip(), re.IGNORECASE)
    if found is None:
        return None
    number, sign = int(found[1]), found[2].lower()
    return number if constant_time_compare(sign, _sign(number)) else None
