"""What the pages of lists take in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.meaning import (
    Saying,
    Unclear,
    is_personal,
    offered_codes,
    offered_columns,
    words_in,
)
from sluss.contacts.imports.recognising import Kind, Listing
from sluss.contacts.imports.services import too_large
from sluss.contacts.rules import Reason
from sluss.trust.refusals import Refused
from veil.codebook import Codebook, Variable

LEAVE_OUT = "-"
SAMPLES = 4


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Your list"),
        help_text=_("Excel (.xlsx) or CSV. Nothing is saved before you have seen what it says."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.limit:
            raise forms.ValidationError(str(too_large().message))
        return file


class ColumnsForm(forms.Form):
    """What each column is. Guesses are chosen beforehand, for a person to confirm; nothing is left unsaid."""

    def __init__(
        self, *args: Any, listing: Listing, book: Codebook, said: Saying, language: str, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.listing, self.book = listing, book
        self.names: dict[str, str] = {}
        offers = offered_columns(listing, book)
        choices = [
            ("", _("Choose")),
            (LEAVE_OUT, _("Leave this column out")),
            *((v.code, v.label[language]) for v in book.variables.values() if v.derivation is None),
        ]
        for number, (column, heading) in enumerate(listing.headings.items()):
            before = said.columns.get(heading)
            offered = offers[heading] or (LEAVE_OUT if is_personal(heading) else "")
            initial = offered if before is None else before or LEAVE_OUT
            self.names[f"column_{number}"] = heading
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=initial, help_text=_sample(listing, column, heading)
            )
        for variable in _lacking(book):
            self.fields[f"fill_{variable.code}"] = forms.ChoiceField(
                label=variable.label[language],
                choices=[("", _("Answer it later for each person")), *_missing_answers(variable, language)],
                initial=said.fill.get(variable.code, ""),
                required=False,
            )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def fill_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("fill_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name, heading in self.names.items():
            code = cleaned.get(name, "")
            if code and code != LEAVE_OUT:
                if code in taken:
                    self.add_error(name, _("“%(other)s” is this question already.") % {"other": taken[code]})
                taken[code] = heading
        if not taken:
            raise forms.ValidationError(_("Say of at least one column which question it is."))
        return cleaned

    def columns(self) -> dict[str, str]:
        """{heading: variable, or "" for a column left out on purpose}"""
        chosen = {heading: self.cleaned_data[name] for name, heading in self.names.items()}
        return {heading: "" if code == LEAVE_OUT else code for heading, code in chosen.items()}

    def fill(self) -> dict[str, Any]:
        """{variable: answer} for questions that no column holds."""
        held = set(self.columns().values())
        answers: dict[str, Any] = {}
        for variable in _lacking(self.book):
            code = self.cleaned_data.get(f"fill_{variable.code}")
            if code and variable.code not in held:
                answers[variable.code] = [code] if variable.kind == "many" else code
        return answers


def _lacking(book: Codebook) -> list[Variable]:
    """Questions that must be answered, and may be for all rows at once with "not known" or the like."""
    return [v for v in book.variables.values() if v.required and v.code != book.role_variable and v.codes]


def _missing_answers(variable: Variable, language: str) -> list[tuple[str, str]]:
    return [(code.code, code.label[language]) for code in variable.codes or () if code.missing]


def _sample(listing: Listing, column: int, heading: str) -> str:
    if is_personal(heading):
        return str(_("Tells who a person is, and is never read in."))
    words = words_in(listing, column)
    return ", ".join(word[:30] for word in words[:SAMPLES]) + (" …" if len(words) > SAMPLES else "")


class WordsForm(forms.Form):
    """What each word means. Guesses are written beforehand, for a person to confirm."""

    def __init__(
        self,
        *args: Any,
        book: Codebook,
        kind: Kind,
        pairs: list[tuple[str, str]],
        columns: dict[str, str],
        language: str,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.book, self.language = book, language
        self.pairs: dict[str, tuple[str, str, str]] = {}
        for number, (heading, word) in enumerate(pairs):
            variable = columns[heading]
            offer = offered_codes(book, variable, word, kind)
            name = f"word_{number}"
            self.pairs[name] = (heading, word, variable)
            labels = [book.variables[variable].answer_label(code)[language] for code in offer]
            self.fields[name] = forms.CharField(
                label=word,
                initial="; ".join(labels),
                required=False,
                max_length=400,
                widget=forms.TextInput(attrs={"list": f"answers-{variable}"}),
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(heading, its words), in the list's order."""
        found: dict[str, list[forms.BoundField]] = {}
        for name, (heading, _word, _variable) in self.pairs.items():
            found.setdefault(heading, []).append(self[name])
        return list(found.items())

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
            except (Unclear, Refused) as unclear:
                self.add_error(name, str(unclear))
        return cleaned

    def _codes(self, variable: str, text: str) -> list[str]:
        asked = self.book.variables[variable]
        known = {
            words.casefold(): code.code
            for code in asked.codes or ()
            for words in (code.code, *code.label.values())
        }
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if not parts:
            raise Unclear(_("Write what this means, as one of the suggested answers or “Not known”."))
        codes = []
        for part in parts:
            if part.casefold() not in known:
                raise Unclear(
                    _("“%(part)s” isn't one of the answers. Choose one that is suggested.") % {"part": part}
                )
            codes.append(known[part.casefold()])
        if asked.kind != "many" and len(codes) > 1:
            raise Unclear(_("This question has one answer. Choose the one that fits best."))
        return codes

    def words(self) -> dict[str, dict[str, list[str]]]:
        """{heading: {word: codes}}"""
        found: dict[str, dict[str, list[str]]] = {}
        for name, (heading, word, _variable) in self.pairs.items():
            found.setdefault(heading, {})[word] = self.cleaned_data[name]
        return found


class ApplyForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("What about the persons who are there already?"),
        choices=[
            ("add", _("Keep them and add the list")),
            ("replace", _("Put the list in their place")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, bad: int, there: int, odd: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not there:
            self.fields["mode"] = forms.CharField(widget=forms.HiddenInput, initial="add")
        if bad:
            self.fields["only_good"] = forms.BooleanField(
                label=_("Read in the rows that can be read, without the others")
            )
        for one in odd:
            self.fields[f"reason_{one['rule']}"] = forms.ChoiceField(
                label=one["message"],
                help_text=_("Is it right all the same? Choose why, or answer for each person in the form."),
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
