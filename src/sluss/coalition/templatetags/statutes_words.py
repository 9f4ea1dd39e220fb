"""Versions of the statutes on a page: their state in words, and what was put in or taken away."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sluss.coalition.differences import Piece, Run
from sluss.coalition.models import StatutesState

register = template.Library()

TONES = {
    StatutesState.IN_FORCE: "done",
    StatutesState.PROPOSED: "wait",
    StatutesState.FIRST_READING: "wait",
}


@register.filter
def tone(state: str) -> str:
    return TONES.get(StatutesState(state), "calm")


@register.filter
def marked(runs: Iterable[Run]) -> SafeString:
    """Text with insertions and deletions: underlined or struck out, and said aloud to who hears the page."""
    said = {Piece.PUT_IN: ("ins", _("put in:")), Piece.TAKEN_AWAY: ("del", _("taken away:"))}
    return format_html_join(
        "",
        "{}",
        (
            (
                run.words
                if run.piece == Piece.KEPT
                else format_html(
                    '<{0}><span class="visually-hidden">[{1} </span>{2}<span class="visually-hidden">]</span></{0}>',
                    said[run.piece][0],
                    said[run.piece][1],
                    run.words,
                ),
            )
            for run in runs
        ),
    )
