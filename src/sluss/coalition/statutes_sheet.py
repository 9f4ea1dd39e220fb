"""The statutes as a tagged PDF (PDF/UA-1, by Typst)."""

import json
from pathlib import Path

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.coalition.models import Particulars, StatutesState, StatutesVersion
from sluss.trust.templatetags.look import day

TEMPLATE = Path(__file__).parent / "typst" / "statutes.typ"
FONTS = Path(__file__).parent.parent / "trust" / "fonts"


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
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document gives one file
    return made


def _lead(version: StatutesVersion) -> str:
    if version.state in {StatutesState.IN_FORCE, StatutesState.SUPERSEDED}:
        return _("Valid from %(day)s. Adopted by %(decision)s.") % {
            "day": day(version.valid_from),
            "decision": version.adopted_by,
        }
    return str(version.get_state_display())
