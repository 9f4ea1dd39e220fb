"""The round as an XLSForm, for organisations that collect in KoboToolbox or ODK.

Format: XLSForm (xlsform.org), sheets survey, choices and settings, Swedish and English beside each other.
"""

import io
from collections.abc import Iterator

import xlsxwriter

from sluss.contacts.imports.recognising import RELATIVE
from sluss.contacts.models import Round
from veil.codebook import Codebook, Condition, Step, Variable

LANGUAGES = {"sv": "Svenska (sv)", "en": "English (en)"}
SURVEY = [
    "type", "name",
    *(f"label::{language}" for language in LANGUAGES.values()),
    *(f"hint::{language}" for language in LANGUAGES.values()),
    "required", "relevant", "appearance", "constraint",
]  # fmt: skip
CHOICES = ["list_name", "name", *(f"label::{language}" for language in LANGUAGES.values())]
SETTINGS = ["form_title", "form_id", "version", "default_language"]
SELF = "directly_exploited"
RELATIVES = {"sv": "Barn, syskon och andra anhöriga", "en": "Children, siblings and other relatives"}

Row = list[str]


def xlsform(round_: Round, book: Codebook) -> bytes:
    """The form as a workbook: the person, and a repeated group for those who belong to her."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as made:
        _sheet(made, "survey", SURVEY, _survey(book))
        _sheet(made, "choices", CHOICES, _choices(book))
        identity = f"sluss_{book.version}"
        title = f"Sluss {round_.name}"
        _sheet(made, "settings", SETTINGS, [[title, identity, book.version, LANGUAGES["sv"]]])
    return target.getvalue()


def _sheet(made: xlsxwriter.Workbook, name: str, headings: Row, rows: "Iterator[Row] | list[Row]") -> None:
    sheet = made.add_worksheet(name)
    for number, cells in enumerate([headings, *rows]):
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text)


def _survey(book: Codebook) -> Iterator[Row]:
    for step in book.steps:
        questions = [v for v in book.in_step(step.code, SELF) if v.code != book.role_variable]
        if questions:
            yield _group("begin_group", step)
            for variable in questions:
                yield _question(variable)
            yield _row("end_group")
    yield _row("begin_repeat", "relatives", RELATIVES)
    yield _question(book.variables[book.role_variable], RELATIVE)
    for variable in book.variables.values():
        asked = variable.asked_of & {role for role, code in book.roles.items() if code.needs_parent}
        if asked and variable.code != book.role_variable and variable.derivation is None:
            yield _question(variable, RELATIVE, sorted(asked), book.role_variable)
    yield _row("end_repeat")


def _group(kind: str, step: Step) -> Row:
    return _row(kind, f"step_{step.code}", dict(step.label))


def _row(
    kind: str,
    name: str = "",
    label: dict[str, str] | None = None,
    hint: dict[str, str] | None = None,
    required: str = "",
    relevant: str = "",
    appearance: str = "",
    constraint: str = "",
) -> Row:
    label, hint = label or {}, hint or {}
    words = [label.get(code, "") for code in LANGUAGES] + [hint.get(code, "") for code in LANGUAGES]
    return [kind, name, *words, required, relevant, appearance, constraint]


def _question(variable: Variable, prefix: str = "", only_for: list[str] | None = None, role: str = "") -> Row:
    conditions = []
    if only_for:
        conditions.append("(" + " or ".join(f"${{{prefix}{role}}} = '{code}'" for code in only_for) + ")")
    if variable.ask_when is not None:
        conditions.append(_relevant(variable.ask_when, prefix))
    appearance, kind, constraint = _shape(variable)
    return _row(
        kind,
        prefix + variable.code,
        dict(variable.label),
        dict(variable.help),
        "yes" if variable.required else "",
        " and ".join(conditions),
        appearance,
        constraint,
    )


def _shape(variable: Variable) -> tuple[str, str, str]:
    """(appearance, type, constraint)"""
    if variable.kind == "month":
        return "month-year", "date", ". <= today()"
    if variable.kind == "integer":
        bounds = [f". >= {variable.minimum}"] if variable.minimum is not None else []
        bounds += [f". <= {variable.maximum}"] if variable.maximum is not None else []
        return "", "integer", " and ".join(bounds)
    many = "select_multiple" if variable.kind == "many" else "select_one"
    return ("minimal" if len(tuple(variable.codes or ())) > 12 else ""), f"{many} {_list_of(variable)}", ""


def _list_of(variable: Variable) -> str:
    """Each question has its list: the same codes may be offered in another order another year."""
    return f"list_{variable.code}"


def _relevant(condition: Condition, prefix: str) -> str:
    name = f"${{{prefix}{condition.variable}}}"
    if condition.at_least is not None:
        return f"{name} >= {condition.at_least}"
    return "(" + " or ".join(f"selected({name}, '{code}')" for code in condition.any_of) + ")"


def _choices(book: Codebook) -> Iterator[Row]:
    for variable in book.variables.values():
        if variable.derivation is None and variable.kind in {"one", "many"}:
            for code in variable.codes or ():
                yield [_list_of(variable), code.code, *(code.label[language] for language in LANGUAGES)]
