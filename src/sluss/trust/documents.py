"""A document set by Typst from words alone: the same fonts and the same standard in every room."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

#: the fonts that Sluss brings; none of the machine's own is used, so that a document is the same everywhere
FONTS = Path(__file__).with_name("fonts")


def set_pdf(
    template: Path,
    words: Mapping[str, Any],
    *,
    name: str = "sheet",
    at: dt.datetime | None = None,
    tagged: bool = True,
) -> bytes:
    """The PDF that a template makes of words.

    Args:
        name: under which the template finds the words, as JSON, in `sys.inputs`.
        at: the moment that the document carries; without it, none.
        tagged: by PDF/UA-1, which what other pages are laid into can't keep.

    Raises:
        RuntimeError: Typst refuses, for instance a letter that the fonts lack.
    """
    chosen: dict[str, Any] = {"pdf_standards": ["ua-1"]} if tagged else {}
    if at is not None:
        chosen["timestamp"] = int(at.timestamp())
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(words, ensure_ascii=False)},
        **chosen,
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document gives one file
    return made
