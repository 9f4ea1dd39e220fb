"""Which language the page speaks, for labels that come from the codebook."""

from django.utils.translation import get_language


def page_language() -> str:
    """ "sv" or "en"."""
    return (get_language() or "sv")[:2]
