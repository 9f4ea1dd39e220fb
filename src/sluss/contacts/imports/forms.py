"""What the pages of lists take in."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluss.contacts.imports import meaning
from sluss.contacts.imports.meaning import Saying
from sluss.contacts.imports.recognising import Kind, Listing
from sluss.contacts.imports.services import too_large
from sluss.contacts.rules import Reason
from sluss.trust.uploads import was_too_large
from veil.codebook import Codebook, Variable

LEAVE_OUT = "-"
SAMPLES = 4


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Your list"),
        help_text=_("Excel (.xlsx) or CSV. Nothing is saved before you have seen what it says."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose the file with your list."),
        },
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = str(too_large().message)
        self.fields["file"].widget.attrs["data-limit"] = str(settings.UPLOAD_LIMIT_BYTES)
        if was_too_large(request):
            self.fields["file"].error_messages["required"] = self.too_large


class ColumnsForm(forms.Form):
    """What each column is. Guesses are chosen beforehand, for a person to confirm; nothing is left unsaid."""

    def __init__(
        self, *args: Any, listing: Listing, book: Codebook, said: Saying, language: str, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.listing, self.book = listing, book
        self.names: dict[str, str] = {}
        offers = meaning.offered_columns(listing, book)
        choices = _questions(book, language)
        for number, (column, heading) in enumerate(listing.headings.items()):
            if column in listing.personal:
                continue
            empty = LEAVE_OUT if meaning.says_nothing(listing, column) else ""
            before = said.columns.get(heading)
            initial = offers[heading] or empty if before is None else before or LEAVE_OUT
            self.names[f"column_{number}"] = heading
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                initial=initial,
                help_text=_sample(listing, column),
                error_messages={"required": _("Choose a question, or leave the column out.")},
            )
        held = {self[name].value() for name in self.names}
        for variable in _lacking(book):
            if variable.code not in held:
                self.fields[f"fill_{variable.code}"] = forms.ChoiceField(
                    label=variable.label[language],
                    choices=_for_all(book, variable, language),
                    initial=said.fill.get(variable.code, ""),
                    required=False,
                )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def fill_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("fill_")]

    def personal(self) -> list[str]:
        """Headings of columns that tell who a person is."""
        return [self.listing.called(column) for column in sorted(self.listing.personal)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name, heading in self.names.items():
            code = cleaned.get(name, "")
            if code and code != LEAVE_OUT:
                if code in taken:
                    self.add_error(name, _("“%(other)s” is this question already.") % {"other": taken[code]})
                taken[code] = heading
        if not self.errors and not taken.keys() & self.book.variables.keys():
            raise forms.ValidationError(_("Say of at least one column which question it is."))
        role = self.book.role_variable
        if role not in taken and not cleaned.get(f"fill_{role}"):
            self.add_error(f"fill_{role}", _("Say what the persons in the list are."))
        return cleaned

    def columns(self) -> dict[str, str]:
        """{heading: variable or field beside the answers, or "" for a column left out on purpose}"""
        chosen = {heading: self.cleaned_data[name] for name, heading in self.names.items()}
        return {heading: "" if code == LEAVE_OUT else code for heading, code in chosen.items()}

    def fill(self) -> dict[str, Any]:
        """{variable: answer} for questions that no column holds."""
        answers: dict[str, Any] = {}
        for variable in _lacking(self.book):
            code = self.cleaned_data.get(f"fill_{variable.code}")
            if code:
                answers[variable.code] = [code] if variable.kind == "many" else code
        return answers

    def refuse(self, heading: str, message: Any) -> None:
        """Put a refusal beside the column that it is about."""
        self.add_error(next((name for name, text in self.names.items() if text == heading), None), message)


def _questions(book: Codebook, language: str) -> list[Any]:
    """What a column may be: left out, a question of a step of the form, or kept beside the answers."""
    steps = [
        (
            step.label[language],
            [(v.code, v.label[language]) for v in book.variables.values() if v.step == step.code],
        )
        for step in book.steps
    ]
    beside = [(name, book.record[name].label[language]) for name in meaning.BESIDE if name in book.record]
    return [
        ("", _("Choose")),
        (LEAVE_OUT, _("Leave this column out")),
        *steps,
        (_("Beside the answers"), beside),
    ]


def _lacking(book: Codebook) -> list[Variable]:
    """Questions that must be answered, and may be for all rows at once."""
    return [variable for variable in book.variables.values() if variable.required and variable.codes]


def _for_all(book: Codebook, variable: Variable, language: str) -> list[tuple[str, Any]]:
    """Answers that may hold for everybody in a list: a role, or that it isn't known."""
    if variable.code == book.role_variable:
        roles = [(role.code, role.label[language]) for role in meaning.alone(book)]
        return [("", _("Choose")), *roles]
    missing = [(code.code, code.label[language]) for code in variable.codes or () if code.missing]
    return [("", _("Answer it later for each person")), *missing]


def _sample(listing: Listing, column: int) -> str:
    words = meaning.words_in(listing, column)
    if not words:
        return str(_("The column is empty."))
    return ", ".join(word[:30] for word in words[:SAMPLES]) + (" …" if len(words) > SAMPLES else "")


class WordsForm(forms.Form):
    """What each word means. Guesses are written beforehand, for a person to confirm."""

    def __init__(
        self,
        *args: Any,
        book: Codebook,
        kind: Kind,
        pairs: list[tuple[str, str]],
        said: Saying,
        language: str,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.book, self.language = book, language
        self.pairs: dict[str, tuple[str, str, str]] = {}
        for number, (heading, word) in enumerate(pairs):
            variable, name = said.columns[heading], f"word_{number}"
            codes = _codes_said(said, heading, word) or meaning.offered_codes(book, variable, word, kind)
            self.pairs[name] = (heading, word, variable)
            self.fields[name] = forms.CharField(
                label=word,
                initial="; ".join(self._labels(variable, codes)),
                help_text=self._hint(variable, word) if not codes else "",
                required=False,
                max_length=400,
                widget=forms.TextInput(attrs={"list": f"answers-{variable}", "autocomplete": "off"}),
            )

    def _labels(self, variable: str, codes: Collection[str]) -> list[str]:
        return [self.book.variables[variable].answer_label(code)[self.language] for code in codes]

    def _hint(self, variable: str, word: str) -> Any:
        """Between which answers only a person can choose."""
        either = self._labels(variable, meaning.candidates(self.book, variable, word))
        return _("May be: %(answers)s.") % {"answers": ", ".join(either)} if either else ""

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(heading, the question's label, its words), in the list's order."""
        found: dict[str, list[forms.BoundField]] = {}
        questions: dict[str, str] = {}
        for name, (heading, _word, variable) in self.pairs.items():
            found.setdefault(heading, []).append(self[name])
            questions[heading] = self.book.variables[variable].label[self.language]
        return [(heading, questions[heading], fields) for heading, fields in found.items()]

    def answer_lists(self) -> list[tuple[str, list[str]]]:
        """(variable, labels) for the suggestions."""
        used = dict.fromkeys(variable for _heading, _word, variable in self.pairs.values())
        return [
            (name, [code.label[self.language] for code in self.book.variables[name].codes or ()])
            for name in used
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, (_heading, _word, variable) in self.pairs.items():
            try:
                cleaned[name] = self._codes(variable, cleaned.get(name, ""))
            except forms.ValidationError as unclear:
                self.add_error(name, unclear)
        return cleaned

    def _codes(self, variable: str, text: str) -> list[str]:
        asked = self.book.variables[variable]
        known = meaning.labels_of(asked)
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if not parts:
            raise forms.ValidationError(
                _("Write what this means, as one of the suggested answers or “Not known”.")
            )
        for part in parts:
            if meaning.comparable(part) not in known:
                raise forms.ValidationError(
                    _("“%(part)s” isn't one of the answers. Choose one that is suggested.") % {"part": part}
                )
        if asked.kind != "many" and len(parts) > 1:
            raise forms.ValidationError(_("This question has one answer. Choose the one that fits best."))
        return list(dict.fromkeys(known[meaning.comparable(part)] for part in parts))

    def words(self) -> dict[str, dict[str, list[str]]]:
        """{heading: {word: codes}}"""
        found: dict[str, dict[str, list[str]]] = {}
        for name, (heading, word, _variable) in self.pairs.items():
            found.setdefault(heading, {})[word] = self.cleaned_data[name]
        return found


def _codes_said(said: Saying, heading: str, word: str) -> list[str]:
    words = {known.casefold(): codes for known, codes in said.words.get(heading, {}).items()}
    return list(words.get(word.casefold(), ()))


class ApplyForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("What about the persons who are there already?"),
        choices=[
            ("add", _("Keep them and add the list")),
            ("replace", _("Put the list in their place")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, bad: int, there: int, again: bool, odd: list[Mapping[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not there:
            self.fields["mode"] = forms.CharField(widget=forms.HiddenInput, initial="add")
        if again:
            self.fields["again"] = forms.BooleanField(
                label=_("Yes, count the persons of this list once more"), required=False
            )
        if bad:
            self.fields["only_good"] = forms.BooleanField(
                label=ngettext(
                    "Read in the others, without the row that can't be read",
                    "Read in the others, without the %(bad)s rows that can't be read",
                    bad,
                )
                % {"bad": bad},
                error_messages={"required": _("Say so if you want the others read in without them.")},
            )
        for one in odd:
            self.fields[f"reason_{one['rule']}"] = forms.ChoiceField(
                label=one["message"],
                help_text=ngettext(
                    "Concerns one person. Is it right all the same?",
                    "Concerns %(rows)s persons. Is it right all the same?",
                    one["rows"],
                )
                % {"rows": one["rows"]},
                choices=[("", _("Answer it later for each person")), *Reason.choices()],
                required=False,
            )

    def reasons(self) -> dict[str, str]:
        prefix = "reason_"
        found = {
            name.removeprefix(prefix): text
            for name, text in self.cleaned_data.items()
            if name.startswith(prefix)
        }
        return {rule: text for rule, text in found.items() if text}


def uploaded(form: UploadForm) -> tuple[str, bytes]:
    """The file's name and bytes."""
    file: UploadedFile = form.cleaned_data["file"]
    return file.name or "", file.read()
