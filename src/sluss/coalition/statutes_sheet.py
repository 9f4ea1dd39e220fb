"""The statutes as a tagged PDF (PDF/UA-1, by Typst)."""

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from sluss.coalition.models import Particulars, StatutesState, StatutesVersion
from sluss.trust.documents import set_pdf
from sluss.trust.templatetags.look import day

TEMPLATE = Path(__file__).parent / "typst" / "statutes.typ"


def as_pdf(version: StatutesVersion, language: str) -> bytes:
    """A4, tagged. The text is in the language it is written in, Swedish; the words around it in `language`."""
    with translation.override(language):
        words = {
            "title": _("Statutes"),
            "name": Particulars.objects.values_list("name", flat=True).first() or "",
            "lead": _lead(version),
            "foot": _("Statutes, version %(number)s") % {"number": version.number},
            "articles": [
                {
                    "heading": f"§ {article.number} {article.heading}",
                    "paragraphs": [part for part in article.text.splitlines() if part.strip()],
                }
                for article in version.articles.all()
            ],
            "language": language,
        }
    return set_pdf(TEMPLATE, words)


def _lead(version: StatutesVersion) -> str:
    if version.state in {StatutesState.IN_FORCE, StatutesState.SUPERSEDED}:
        return _("Valid from %(day)s. Adopted by %(decision)s.") % {
            "day": day(version.valid_from),
            "decision": version.adopted_by,
        }
    return str(version.get_state_display())
