"""The round's Excel template: one row a person, drop-downs and notes from the codebook."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from sluss.contacts.imports.reading import MOST_ROWS
from sluss.contacts.models import Round
from sluss.trust.spreadsheets import safe_text
from veil.codebook import Codebook, Variable

ROWS = 500  # rows with drop-downs; more may be written
LISTS = "Listor"
FIRST = 2  # the first row to fill in, counted from 0


@dataclass(frozen=True)
class Column:
    code: str
    label: str
    note: str
    choices: tuple[str, ...] = ()
    many: bool = False
    needed: bool = False


def template(round_: Round, book: Codebook, language: str) -> bytes:
    """The workbook, empty, in a language. Codes stand in its hidden second row: labels may change."""
    target = io.BytesIO()
    with (
        override(language),
        xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as made,
    ):
        made.set_properties({"title": f"Sluss {round_.name}"})
        _persons(made, list(_columns(book, language)))
        _guide(made, round_, book, language)
    return target.getvalue()


def _columns(book: Codebook, language: str) -> Iterator[Column]:
    beside = book.record
    for code in ("number", "belongs_to"):
        yield Column(code, beside[code].label[language], beside[code].help[language], needed=code == "number")
    for variable in book.variables.values():
        if variable.derivation is None:
            yield _question(variable, language)
    for code in ("group_case", "linkage_code", "may_be_counted"):
        choices = (_("Yes"), _("No")) if code == "may_be_counted" else ()
        yield Column(code, beside[code].label[language], beside[code].help[language], choices)


def _question(variable: Variable, language: str) -> Column:
    choices = tuple(safe_text(code.label[language]) for code in variable.codes or ())
    many = variable.kind == "many"
    note = variable.help[language]
    if many:
        note = f"{note}\n\n" + _("Several answers: write them with a semicolon between.")
    if variable.kind == "month":
        note = f"{note}\n\n" + _("Write the month as 2016-05.")
    free = variable.kind in {"month", "integer"}
    return Column(
        variable.code,
        variable.label[language],
        note.strip(),
        () if free else choices,
        many=many,
        needed=variable.required,
    )


def _persons(made: xlsxwriter.Workbook, columns: list[Column]) -> None:
    sheet = made.add_worksheet(_("Persons"))
    lists = made.add_worksheet(LISTS)
    lists.hide()
    wrapped = {"text_wrap": True, "valign": "top", "bold": True, "border": 1, "border_color": "#d9d7ce"}
    plain = made.add_format({**wrapped, "bg_color": "#f1ede2"})
    needed = made.add_format({**wrapped, "bg_color": "#e2eef0"})
    text = made.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        heading = f"{column.label} *" if column.needed else column.label
        sheet.write_string(0, place, heading, needed if column.needed else plain)
        sheet.write_string(1, place, column.code)
        sheet.set_column(place, place, 24 if column.choices else 14, text)
        if column.note:
            sheet.write_comment(0, place, column.note, {"x_scale": 2, "y_scale": 1.6})
        if column.choices:
            _drop_down(sheet, lists, place, column)
    sheet.set_row(0, 48)
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.freeze_panes(FIRST, 1)


def _drop_down(sheet: Any, lists: Any, place: int, column: Column) -> None:
    """Offers the answers; where several may be given anything may be typed, and is checked when sent in."""
    lists.write_column(0, place, column.choices)
    letter = xl_col_to_name(place)
    source = f"={LISTS}!${letter}$1:${letter}${len(column.choices)}"
    rule: dict[str, Any] = {"validate": "list", "source": source, "ignore_blank": True}
    if column.many:
        rule |= {"error_type": "information", "show_error": False}
    else:
        rule |= {
            "error_title": _("Choose from the list"),
            "error_message": _("This answer isn't in the list."),
        }
    sheet.data_validation(FIRST, place, FIRST + ROWS, place, rule)


def _guide(made: xlsxwriter.Workbook, round_: Round, book: Codebook, language: str) -> None:
    sheet = made.add_worksheet(_("How to"))
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
