"""The round's Excel template: one row a person, drop-downs and notes from the codebook; empty, or with the
organisation's own persons filled in."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from sluss.contacts.imports.reading import MOST_ROWS
from sluss.contacts.imports.recognising import GUIDE
from sluss.contacts.models import Round
from sluss.trust.spreadsheets import safe_text
from veil.codebook import Codebook, Step, Variable

ROWS = 500  # rows with drop-downs beside those filled in; more may be written
LISTS = "Listor"
STEP, LABEL, CODE = 0, 1, 2  # rows of the header; the codes are hidden
FIRST = 3  # the first row to fill in
LONGEST_NOTE = 1000

Person = Mapping[str, str]
"""{code of a column: what stands in its cell}."""


@dataclass(frozen=True)
class Column:
    """A column of the list.

    Attributes:
        choices: what its drop-down offers.
        free: anything may be typed, also several of the choices; it is checked when sent in.
    """

    code: str
    label: str
    note: str = ""
    choices: tuple[str, ...] = ()
    free: bool = False
    needed: bool = False
    step: str = ""


def template(round_: Round, book: Codebook, language: str, persons: Sequence[Person] = ()) -> bytes:
    """The workbook in a language. Codes stand in a hidden row under the labels: labels may change."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with override(language), xlsxwriter.Workbook(target, options) as made:
        made.set_properties({"title": f"Sluss {round_.name}"})
        _persons(made, list(columns(round_, book, language)), persons)
        _guide(made, round_, book, language)
    return target.getvalue()


def columns(round_: Round, book: Codebook, language: str) -> Iterator[Column]:
    """The columns in their order: whose row it is, the questions step by step, what is kept beside them."""
    beside = book.record
    for code in ("number", "belongs_to"):
        yield Column(code, beside[code].label[language], beside[code].help[language], needed=code == "number")
    for step in book.steps:
        for variable in book.variables.values():
            if variable.step == step.code:
                yield _question(variable, step, round_, language)
    choices = {
        "group_case": tuple(case.name for case in round_.group_cases.all()),
        "linkage_code": (),
        "may_be_counted": (_("Yes"), _("No")),
    }
    for code, offered in choices.items():
        if offered or code != "group_case":
            yield Column(code, beside[code].label[language], beside[code].help[language], offered)


def _question(variable: Variable, step: Step, round_: Round, language: str) -> Column:
    choices = tuple(code.label[language] for code in variable.codes or ())
    notes = [variable.help[language]]
    if variable.kind == "many":
        notes.append(_("Several answers: write them with a semicolon between."))
    if variable.kind == "month":
        notes.append(_("Write the month as 2016-05."))
        choices = (*_months(round_), *choices)
    return Column(
        variable.code,
        variable.label[language],
        "\n\n".join(filter(None, notes)),
        choices,
        free=variable.kind != "one",
        needed=variable.required,
        step=step.label[language],
    )


def _months(round_: Round) -> list[str]:
    """The months of the period."""
    day, months = round_.period_start.replace(day=1), []
    while day <= round_.period_end:
        months.append(f"{day:%Y-%m}")
        day = (day + dt.timedelta(days=31)).replace(day=1)
    return months


def _persons(made: xlsxwriter.Workbook, listed: list[Column], persons: Sequence[Person]) -> None:
    sheet = made.add_worksheet(_("Persons"))
    lists = made.add_worksheet(LISTS)
    lists.hide()
    text = made.add_format({"num_format": "@"})
    _header(made, sheet, listed)
    for place, column in enumerate(listed):
        sheet.set_column(place, place, _width(column), text)
        if column.choices:
            _drop_down(sheet, lists, place, column, FIRST + len(persons) + ROWS)
    for row, person in enumerate(persons, start=FIRST):
        for place, column in enumerate(listed):
            if person.get(column.code):
                sheet.write_string(row, place, safe_text(person[column.code]), text)
    sheet.freeze_panes(FIRST, 1)


def _header(made: xlsxwriter.Workbook, sheet: Any, listed: list[Column]) -> None:
    border = {"text_wrap": True, "valign": "top", "bold": True, "border": 1, "border_color": "#d9d7ce"}
    plain = made.add_format({**border, "bg_color": "#f1ede2"})
    needed = made.add_format({**border, "bg_color": "#e2eef0"})
    step = made.add_format({"bold": True, "font_color": "#0b5567"})
    before = ""
    for place, column in enumerate(listed):
        if column.step != before:
            sheet.write_string(STEP, place, column.step, step)
            before = column.step
        label = safe_text(f"{column.label} *" if column.needed else column.label)
        sheet.write_string(LABEL, place, label, needed if column.needed else plain)
        sheet.write_string(CODE, place, column.code)
        if column.note:
            sheet.write_comment(LABEL, place, column.note[:LONGEST_NOTE], {"x_scale": 2, "y_scale": 1.6})
    sheet.set_row(LABEL, 48)
    sheet.set_row(CODE, None, None, {"hidden": True})


def _width(column: Column) -> int:
    longest = max(map(len, column.choices), default=0)
    return max(12, min(32, longest + 2))


def _drop_down(sheet: Any, lists: Any, place: int, column: Column, last: int) -> None:
    for row, choice in enumerate(column.choices):
        lists.write_string(row, place, safe_text(choice))
    letter = xl_col_to_name(place)
    source = f"={LISTS}!${letter}$1:${letter}${len(column.choices)}"
    rule: dict[str, Any] = {"validate": "list", "source": source, "ignore_blank": True}
    if column.free:
        rule |= {"error_type": "information", "show_error": False}
    else:
        rule |= {
            "error_title": _("Choose from the list"),
            "error_message": _("This answer isn't in the list."),
        }
    sheet.data_validation(FIRST, place, last, place, rule)


def _guide(made: xlsxwriter.Workbook, round_: Round, book: Codebook, language: str) -> None:
    sheet = made.add_worksheet(GUIDE[language])
    sheet.set_column(0, 0, 100, made.add_format({"text_wrap": True, "valign": "top"}))
    title = made.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, _("Persons you met in %(round)s") % {"round": round_.name}, title)
    lines = (
        _("One row for each person. Never write a name, a date of birth, an address or an identity number."),
        _("Give each person a number of your own. Children and relatives are rows too: "
          "write in “Belongs to” the number of the person they belong to."),
        _("Columns with * are needed. What you don't know you answer with “Not known”."),
        _("Several answers: write them with a semicolon between."),
        _("At most %(rows)s rows in one file.") % {"rows": MOST_ROWS},
        _("Send the file in at Sluss. You are shown what it says before anything is saved."),
        _("Codebook %(version)s.") % {"version": book.version},
    )  # fmt: skip
    for number, line in enumerate(lines, start=2):
        sheet.write_string(number, 0, line)
