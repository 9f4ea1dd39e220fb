"""The data dictionary: the whole codebook printed, as rows, CSV, a workbook or Markdown.

Nothing is written here that isn't in the codebook; a changed label is changed in every form of it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sluss.trust.spreadsheets import safe_text
from veil.codebook import Code, Codebook, CodeList, Variable

KINDS = {
    "one": gettext_lazy("One answer"),
    "many": gettext_lazy("Several answers"),
    "integer": gettext_lazy("Whole number"),
    "month": gettext_lazy("Month, YYYY-MM"),
}
SENSITIVITIES = {
    "normal": gettext_lazy("Ordinary"),
    "sensitive": gettext_lazy("Sensitive (GDPR article 9)"),
    "crime": gettext_lazy("About crime (GDPR article 10)"),
}


@dataclass(frozen=True)
class Sheet:
    """One table of the dictionary; every cell is text."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(book: Codebook, language: str) -> tuple[Sheet, ...]:
    """Questions, answers, what is derived, what is kept beside the answers, and rules, in one language."""
    with override(language):
        return (
            _questions(book, language),
            _answers(book, language),
            _derived(book, language),
            _record(book, language),
            _rules(book, language),
        )


def _questions(book: Codebook, language: str) -> Sheet:
    steps = {step.code: step.label[language] for step in book.steps}
    headings = (
        _("Code"),
        _("Name"),
        _("Question"),
        _("Help"),
        _("Step"),
        _("Kind"),
        _("Asked of"),
        _("Asked when"),
        _("Must be answered"),
        _("Short form"),
        _("Smallest"),
        _("Largest"),
        _("Sensitivity"),
        *(standard.name for standard in book.standards.values()),
    )
    rows = [
        (
            variable.code,
            variable.label[language],
            variable.question[language],
            variable.help[language],
            steps[variable.step],
            str(KINDS[variable.kind]),
            roles_text(book, variable, language),
            condition_text(book, variable, language),
            _yes_no(variable.required),
            _yes_no(variable.core),
            _number(variable.minimum),
            _number(variable.maximum),
            str(SENSITIVITIES[variable.sensitivity]),
            *(variable.mappings.get(standard, "") for standard in book.standards),
        )
        for variable in book.variables.values()
    ]
    return Sheet(_("Questions"), headings, tuple(rows))


def roles_text(book: Codebook, variable: Variable, language: str) -> str:
    """The roles a question is asked of, in words; "Everybody" where it is all of them."""
    asked = [role for code, role in book.roles.items() if code in variable.asked_of]
    if len(asked) == len(book.roles):
        return _("Everybody")
    return ", ".join(role.label[language] for role in asked)


def condition_text(book: Codebook, variable: Variable, language: str) -> str:
    """When a question is asked, in words: "Police report: Yes"; empty where it always is."""
    condition = variable.ask_when
    if condition is None:
        return ""
    earlier = book.variables[condition.variable]
    if condition.at_least is not None:
        return _("%(question)s: at least %(number)d") % {
            "question": earlier.label[language],
            "number": condition.at_least,
        }
    codes = ", ".join(earlier.answer_label(code)[language] for code in condition.any_of)
    return f"{earlier.label[language]}: {codes}"


def _answers(book: Codebook, language: str) -> Sheet:
    """One row for each answer of each question; lists that several questions share are printed for each."""
    headings = (
        _("Question"),
        _("Code"),
        _("Answer"),
        _("Coarser codes"),
        _("From"),
        _("Until"),
        *(standard.name for standard in book.standards.values()),
    )
    rows = [
        (
            variable.code,
            code.code,
            code.label[language],
            groups_text(variable.codes, code, language),
            code.since.isoformat() if code.since else "",
            code.until.isoformat() if code.until else "",
            *(", ".join(code.mappings.get(standard, ())) for standard in book.standards),
        )
        for variable in book.variables.values()
        if variable.codes is not None
        for code in variable.codes
    ]
    return Sheet(_("Answers"), headings, tuple(rows))


def groups_text(codes: CodeList, code: Code, language: str) -> str:
    """The coarser codes an answer belongs to, each with its dates: "Region: Eastern EU (2013-07-01–)"."""
    parts = []
    for level in codes.levels:
        for membership in code.memberships.get(level.code, ()):
            group = codes.group(level.code, membership.group).label[language]
            spell = _spell(membership.since, membership.until)
            parts.append(f"{level.label[language]}: {group}{spell}")
    return "; ".join(parts)


def _spell(since: object, until: object) -> str:
    """Dates in brackets; the second is the first day no longer."""
    if since is None and until is None:
        return ""
    return f" ({since or ''}–{until or ''})"


def _derived(book: Codebook, language: str) -> Sheet:
    headings = (_("Code"), _("Name"), _("Help"), _("Follows from"), _("Answers"))
    rows = [
        (
            variable.code,
            variable.label[language],
            variable.help[language],
            book.variable(variable.derived_from or "").label[language],
            ", ".join(code.label[language] for code in variable.codes or ())
            if variable.derivation is not None and variable.derivation.level
            else "",
        )
        for variable in book.derived.values()
    ]
    return Sheet(_("Derived"), headings, tuple(rows))


def _record(book: Codebook, language: str) -> Sheet:
    rows = [(kept.code, kept.label[language], kept.help[language]) for kept in book.record.values()]
    return Sheet(_("Beside the answers"), (_("Code"), _("Name"), _("Help")), tuple(rows))


def _rules(book: Codebook, language: str) -> Sheet:
    headings = (_("Code"), _("Shown at"), _("What follows"), _("Message"))
    rows = [
        (
            rule.code,
            book.variable(rule.variable).label[language],
            _("Refused") if rule.hard else _("A reason is asked for"),
            rule.message[language],
        )
        for rule in book.rules
    ]
    return Sheet(_("Rules"), headings, tuple(rows))


def _yes_no(value: bool) -> str:
    return _("Yes") if value else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read å, ä and ö."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerows(map(safe_text, row) for row in (sheet.headings, *sheet.rows))
    return lines.getvalue().encode("utf-8-sig")


def as_workbook(book: Codebook, language: str) -> bytes:
    """An Excel workbook with one worksheet for each sheet. Cells are text, never formulas."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets(book, language):
        page = workbook.add_worksheet(sheet.name)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
        for column, (heading, width) in enumerate(zip(sheet.headings, _widths(sheet), strict=True)):
            page.set_column(column, column, width, wrap)
            page.write_string(0, column, heading, bold)
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    workbook.set_properties({"title": book.label[language]})
    workbook.close()
    return content.getvalue()


def _widths(sheet: Sheet) -> list[int]:
    """Wide enough for most cells, at most sixty signs; longer ones are wrapped."""
    columns: Sequence[Sequence[str]] = list(zip(sheet.headings, *sheet.rows, strict=True))
    return [min(60, max(len(cell) for cell in column) + 2) for column in columns]


def as_markdown(book: Codebook, language: str) -> str:
    """The whole dictionary as one page: a table for each sheet."""
    parts = [f"# {book.label[language]}"]
    for sheet in sheets(book, language):
        lines = [
            _markdown_row(sheet.headings),
            _markdown_row("---" for _heading in sheet.headings),
            *(_markdown_row(row) for row in sheet.rows),
        ]
        parts.append(f"## {sheet.name}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
