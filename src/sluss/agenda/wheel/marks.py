"""The marks of the kinds: each its own shape, so that colour alone tells nothing."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sluss.agenda.calendar import EXTERNAL, FUNDER, INTERNAL, MEETING, STATUTORY

SHAPES = {
    MEETING: "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1 -7 0Z",
    STATUTORY: "M0 -9L9 0L0 9L-9 0Z",
    EXTERNAL: "M0 -8.5L8.2 6.5L-8.2 6.5Z",
    FUNDER: "M0 8.5L8.2 -6.5L-8.2 -6.5Z",
    INTERNAL: "M-6.5 -6.5H6.5V6.5H-6.5Z",
}


def sign(kind: str, *, tentative: bool = False) -> SafeString:
    """The mark by itself, for a list; hollow where the date isn't decided."""
    drawn = kind if kind in SHAPES else INTERNAL
    return format_html(
        '<svg viewBox="-11 -11 22 22" class="y-sign{}" aria-hidden="true"><path d="{}" class="y-mark y-{}"/></svg>',
        " y-tentative" if tentative else "",
        SHAPES[drawn],
        drawn,
    )
