"""The shape of what the coordinator enters."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluss.statistics import questions
from sluss.statistics.models import MEASURE_LABELS, Audience, Calendar, EarlierTotal, Perspective, Release
from sluss.statistics.questions import NOT_PUT, ROLE, Cut
from sluss.statistics.rules import Measure
from sluss.statistics.services.perspectives import Definition
from sluss.statistics.snapshots import GROUP_CASE
from sluss.statistics.tables import MOST_DIMENSIONS
from sluss.trust.templatetags.look import in_language
from veil.codebook import Codebook, Variable

Choices = list[tuple[Any, Any]]
DIMENSIONS = range(1, MOST_DIMENSIONS + 1)
FILTERS = (1, 2)


def cut(name: str, level: str) -> str:
    """A variable at a level as one choice: "citizenship/region"; "sex/" is as fine as it is."""
    return f"{name}/{level}"


def variable_choices(book: Codebook) -> Choices:
    """Everything a table can be cut by, grouped by the form's steps; coarser levels follow their variable."""
    by_step: dict[str, Choices] = {}
    for variable in questions.offered(book):
        choices = by_step.setdefault(_step(book, variable), [])
        listed = variable.codes
        assert listed is not None  # noqa: S101 - only variables with a list are offered
        choices.append((cut(variable.code, ""), in_language(variable.label)))
        choices += [
            (cut(variable.code, level.code), f"{in_language(variable.label)}: {in_language(level.label)}")
            for level in listed.levels
        ]
    steps = {step.code: in_language(step.label) for step in book.steps}
    grouped: Choices = [(steps[step], choices) for step, choices in by_step.items()]
    group_case = (cut(GROUP_CASE, ""), in_language(questions.heading(book, Cut(GROUP_CASE))))
    return [*grouped, (pgettext_lazy("forms", "Other"), [group_case])]


def _step(book: Codebook, variable: Variable) -> str:
    """The step of the form in which it is asked, or what it follows from."""
    while variable.derivation is not None:
        variable = book.variable(variable.derivation.source)
    return variable.step


class PerspectiveForm(forms.Form):
    """A perspective as questions with choices. The answers of a filter appear when its question is chosen."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    calendar = forms.ChoiceField(
        label=_("Which calendar?"), choices=Calendar, widget=forms.RadioSelect, initial=Calendar.YEAR
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Audience,
        widget=forms.RadioSelect,
        initial=Audience.PUBLIC,
        help_text=_("Every table is protected as if all were read by everybody."),
    )
    note_sv = forms.CharField(label=_("Note in Swedish"), widget=forms.Textarea({"rows": 3}), required=False)
    note_en = forms.CharField(label=_("Note in English"), widget=forms.Textarea({"rows": 3}), required=False)

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codebook = codebook
        self.fields["role"] = forms.MultipleChoiceField(
            label=_("Who is counted?"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen: everybody, children elsewhere too."),
            choices=[(code.code, in_language(code.label)) for code in codebook.roles.values()],
        )
        cuts: Choices = [("", "–"), *variable_choices(codebook)]
        for n in DIMENSIONS:
            self.fields[f"dimension_{n}"] = forms.ChoiceField(
                label=_("Cut by (%s)") % n, choices=cuts, required=n == 1
            )
        for n in FILTERS:
            self._add_filter(n, cuts)

    def _add_filter(self, n: int, cuts: Choices) -> None:
        """A filter's question, and its answers where the question is chosen."""
        name = f"only_{n}"
        self.fields[name] = forms.ChoiceField(label=_("Only some (%s)") % n, choices=cuts, required=False)
        chosen = self.data.get(name) if self.is_bound else self.initial.get(name)
        if not chosen or chosen not in _flat(cuts):
            return
        variable, level = chosen.split("/")
        self.fields[f"{name}_codes"] = forms.MultipleChoiceField(
            label=in_language(questions.heading(self.codebook, Cut(variable))),
            choices=code_choices(self.codebook, variable, level),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("only_")]

    @property
    def dimension_fields(self) -> list[forms.BoundField]:
        return [self[f"dimension_{n}"] for n in DIMENSIONS]

    def definition(self, order: int = 100) -> Definition:
        """What was entered, of a form that is valid or lacks nothing but its title."""
        given = self.cleaned_data
        cuts = [given[f"dimension_{n}"].split("/") for n in DIMENSIONS if given[f"dimension_{n}"]]
        chosen: dict[str, list[str]] = {"role": given["role"]} if given["role"] else {}
        for n in FILTERS:
            codes = given.get(f"only_{n}_codes")
            if codes:
                chosen[given[f"only_{n}"].split("/")[0]] = codes
        return Definition(
            title=_text(given.get("title_sv", ""), given["title_en"]),
            note=_text(given["note_sv"], given["note_en"]),
            dimensions=[name for name, _level in cuts],
            levels={name: level for name, level in cuts if level},
            filter=chosen,
            calendar=given["calendar"],
            audience=given["audience"],
            order=order,
        )


def _flat(choices: Iterable) -> set[str]:
    found: set[str] = set()
    for value, label in choices:
        found |= _flat(label) if isinstance(label, list) else {value}
    return found


def _text(sv: str, en: str) -> dict[str, str]:
    return {language: text.strip() for language, text in (("sv", sv), ("en", en)) if text.strip()}


def code_choices(book: Codebook, name: str, level: str) -> Choices:
    """The answers of a variable at a level."""
    shown = questions.shown_codes(book, Cut(name, level), dt.date.max)
    return [(code, in_language(questions.label(book, name, code))) for code in shown if code != NOT_PUT]


def initial_of(perspective: Perspective, book: Codebook) -> dict[str, Any]:
    """The form's answers that make this perspective."""
    found: dict[str, Any] = {
        "title_sv": perspective.title.get("sv", ""),
        "title_en": perspective.title.get("en", ""),
        "note_sv": perspective.note.get("sv", ""),
        "note_en": perspective.note.get("en", ""),
        "calendar": perspective.calendar,
        "audience": perspective.audience,
        "role": perspective.filter.get("role", []),
    }
    for n, name in enumerate(perspective.dimensions, start=1):
        shown = questions.cut_of(book, name, perspective.levels.get(name, ""))
        found[f"dimension_{n}"] = cut(shown.name, shown.level)
    others = [(name, codes) for name, codes in perspective.filter.items() if name != ROLE]
    for n, (name, codes) in enumerate(others, start=1):
        root = questions.cut_of(book, name).name
        found[f"only_{n}"] = cut(root, _level_of(book, root, codes))
        found[f"only_{n}_codes"] = codes
    return found


def _level_of(book: Codebook, name: str, codes: list[str]) -> str:
    """The coarsest level at which all the codes are found."""
    every = reversed(("", *questions.levels(book, name)))
    return next(
        (
            level
            for level in every
            if set(codes) <= set(questions.shown_codes(book, Cut(name, level), dt.date.max))
        ),
        "",
    )


class CodesForm(forms.Form):
    """Coarser codes for the tables of a release: one choice for each variable that has levels."""

    guard_organisations = forms.BooleanField(
        label=_("Hide also what one organisation alone has contributed"), required=False
    )
    keep_codes = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        release: Release,
        codebook: Codebook,
        names: Iterable[str],
        earlier: str | None = None,
        **kwargs: Any,
    ) -> None:
        """`earlier` is the round whose codes a proposal may keep."""
        super().__init__(*args, **kwargs)
        if earlier is None:
            del self.fields["keep_codes"]
        else:
            self.fields["keep_codes"].label = _("Keep the codes of %s where it had them") % earlier
        self.initial.setdefault("guard_organisations", release.guard_organisations)
        for name in names:
            levels = questions.levels(codebook, name)
            if not levels:
                continue
            variable = codebook.variable(name)
            listed = variable.codes
            assert listed is not None  # noqa: S101 - a variable with levels has a list
            self.fields[f"level_{name}"] = forms.ChoiceField(
                label=in_language(variable.label),
                required=False,
                choices=[
                    ("", _("As fine as each table has it")),
                    *((level, in_language(listed.level(level).label)) for level in levels),
                ],
            )
            self.initial.setdefault(f"level_{name}", release.levels.get(name, ""))

    @staticmethod
    def data_of(levels: Mapping[str, str], *, guard_organisations: bool, keep_codes: bool) -> dict[str, Any]:
        """The form filled in with these levels."""
        ticked = {"guard_organisations": guard_organisations, "keep_codes": keep_codes}
        return {f"level_{name}": level for name, level in levels.items()} | {
            name: "on" for name, given in ticked.items() if given
        }

    @property
    def choices(self) -> list[forms.BoundField]:
        """All fields but the one that only a proposal asks for."""
        return [self[name] for name in self.fields if name != "keep_codes"]

    def levels(self) -> dict[str, str]:
        """{variable: level} chosen, of a valid form."""
        return {
            name.removeprefix("level_"): level
            for name, level in self.cleaned_data.items()
            if name.startswith("level_") and level
        }


class NoteForm(forms.Form):
    """The method note of a release."""

    sv = forms.CharField(
        label=_("Method note in Swedish"), widget=forms.Textarea({"rows": 8}), required=False
    )
    en = forms.CharField(
        label=_("Method note in English"), widget=forms.Textarea({"rows": 8}), required=False
    )


class EarlierTotalForm(forms.Form):
    """A total published before Sluss."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    measure = forms.ChoiceField(label=_("What was counted"), choices=MEASURE_LABELS)
    count = forms.IntegerField(label=_("Number"), min_value=0, max_value=1_000_000)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Where it was published: name, page, address.")
    )
    break_sv = forms.CharField(
        label=_("Counted otherwise then? How?"),
        max_length=500,
        required=False,
        help_text=_("Shown as a break in the series. Leave empty if it was counted as now."),
    )
    break_en = forms.CharField(label=_("The same in English"), max_length=500, required=False)

    def __init__(self, *args: Any, of: EarlierTotal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of is not None:  # which number it is stays; what it was may be corrected
            for name in ("year", "measure"):
                self.fields[name].disabled = True

    def entered(self) -> dict[str, Any]:
        """What `services.enter_total` takes, of a valid form."""
        given = self.cleaned_data
        return {
            "year": given["year"],
            "measure": Measure(given["measure"]),
            "count": given["count"],
            "source": given["source"],
            "break_note": _text(given["break_sv"], given["break_en"]),
        }


def initial_of_total(total: EarlierTotal) -> dict[str, Any]:
    """The form's answers that make this total."""
    return {
        "year": total.year,
        "measure": total.measure,
        "count": total.count,
        "source": total.source,
        "break_sv": total.break_note.get("sv", ""),
        "break_en": total.break_note.get("en", ""),
    }
