"""A sheet as data: CSV for programs, CSV and XLSX for spreadsheets, JSON.

Data say 0 where a page prints "–", and ".." where a number is hidden: known to be none, and not shown, are
two things.
"""

import csv
import io
import json
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces.figure import HIDDEN, Figure
from sluss.statistics.faces.sheet import Heading, Sheet
from sluss.trust.spreadsheets import safe_text

#: what Excel needs to see that a CSV file is UTF-8
BYTE_ORDER_MARK = "\ufeff"


def value(figure: Figure) -> int | str:
    """The number, or ".." where it is hidden."""
    return HIDDEN if figure.count is None else figure.count


def long_header(sheet: Sheet) -> list[str]:
    """Column names of the long form: a code and a label for each dimension, then the number and its unit."""
    names = [name for axis in sheet.axes for name in (axis.variable, f"{axis.variable}_label")]
    return ["period", *names, "unit", "count"]


def long_rows(sheet: Sheet) -> Iterator[list[str | int]]:
    """One row per cell, margins ("Total") too."""
    for headings, figure in sheet.cells():
        words = [safe_text(text) for heading in headings for text in (heading.code, heading.label)]
        yield [sheet.period, *words, sheet.unit, value(figure)]


def as_csv(sheet: Sheet) -> bytes:
    """For programs: UTF-8, commas, one row per cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(long_header(sheet))
    writer.writerows(long_rows(sheet))
    return text.getvalue().encode()


def as_excel_csv(sheet: Sheet) -> bytes:
    """For Excel set to Swedish: laid out as on the page, semicolons, with the mark that says UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in layout(sheet):
        writer.writerow([cell if isinstance(cell, int) else safe_text(cell) for cell in line])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def layout(sheet: Sheet) -> Iterator[list[str | int]]:
    """The table as on the page, line by line: column headings first, the section before its rows.

    The question that the columns answer stands in each heading, so that the headings are one line.
    """
    corner = sheet.rows.label if sheet.rows else ""
    asked = f"{sheet.columns.label}: " if sheet.columns else ""
    margin, *answers = (heading.label for heading in sheet.column_headings)
    yield [corner, margin, *(f"{asked}{label}" for label in answers)]
    for section in sheet.sections:
        if section.heading is not None:
            yield [f"{sheet.section_label}: {section.heading.label}"]
        for row in section.rows:
            yield [row.heading.label, *(value(figure) for figure in row.figures)]


def as_json(sheet: Sheet) -> bytes:
    """Everything the page says, as one JSON object; a cell's codes stand in the order of `dimensions`."""
    with override(sheet.language):
        whole = {
            "table": sheet.slug,
            "language": sheet.language,
            "title": sheet.title,
            "finding": sheet.finding,
            "about": sheet.lead,
            "period": sheet.period,
            "unit": sheet.unit,
            "notes": [*sheet.notes, *sheet.breaks],
            "dimensions": [
                {
                    "variable": axis.variable,
                    "label": axis.label,
                    "several_answers": axis.overlapping,
                    "codes": [_code(heading) for heading in axis.headings],
                }
                for axis in sheet.axes
            ],
            "cells": [
                {
                    "codes": [heading.code for heading in headings],
                    "count": figure.count,
                    "status": "hidden" if figure.hidden else "published",
                }
                for headings, figure in sheet.cells()
            ],
        }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _code(heading: Heading) -> dict[str, str | bool]:
    return {"code": heading.code, "label": heading.label, "missing": heading.missing}


def notes(sheet: Sheet) -> list[str]:
    """What must go with the numbers wherever they go: finding, who is counted, notes, breaks."""
    with override(sheet.language):
        return [sheet.finding, sheet.lead, *sheet.notes, *(_("Note: %s") % text for text in sheet.breaks)]
