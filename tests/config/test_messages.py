"""Every string a person may meet has its Swedish."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from sluss.config.messages import SOURCE, TranslationError, catalogues, read_catalogue

KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "gettext_noop": None,
}


#: how Django's `templatize` writes a template's string: a call with the text as a Python literal
IN_TEMPLATE = re.compile(
    r"""\b(?:n?gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|\bn?pgettext\(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
)


def strings_of(path: Path) -> set[str]:
    """The translatable strings of one source file (the singular of those with a plural)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return {ast.literal_eval(a or b) for a, b in IN_TEMPLATE.findall(templatize(text))} - {""}
    found = extract("python", io.BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"})
    return {message[0] if isinstance(message, tuple) else message for _, message, _, _ in found} - {""}


def sources() -> list[Path]:
    templates = [path for kind in ("html", "txt") for path in SOURCE.glob(f"*/templates/**/*.{kind}")]
    return sorted([*SOURCE.glob("*/**/*.py"), *templates])


@pytest.fixture(scope="module")
def swedish() -> set[str]:
    translated = set()
    for po in catalogues():
        for message in read_catalogue(po):
            translated.add(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)
    return translated


def test_no_two_rooms_say_the_same_string_differently():
    """All catalogues become one: a word that means two things needs a context, or one room speaks for another."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for po in catalogues():
        for message in read_catalogue(po):
            text = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            swedish = message.string[0] if isinstance(message.string, (tuple, list)) else message.string
            if text:
                said.setdefault((message.context, text), set()).add(swedish)
    assert {text: words for text, words in said.items() if len(words) > 1} == {}


def test_every_string_on_screen_has_its_swedish(swedish):
    missing = {
        f"{path.relative_to(SOURCE)}: {text}" for path in sources() for text in strings_of(path) - swedish
    }
    assert sorted(missing) == []


def test_no_translation_is_left_over(swedish):
    used = {text for path in sources() for text in strings_of(path)}
    ours = {
        message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        for po in catalogues()
        if "allauth" not in po.parts
        for message in read_catalogue(po)
    }
    assert sorted(ours - used - {""} - _allauth_strings()) == []


def _allauth_strings() -> set[str]:
    """What sign-in itself says may be said better in our own catalogues."""
    import allauth

    root = Path(allauth.__file__).parent
    return {text for path in root.rglob("*.py") if "test" not in path.name for text in strings_of(path)}


def test_an_untranslated_entry_stops_the_build(tmp_path):
    po = tmp_path / "django.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(head + 'msgid "Save"\nmsgstr ""\n')
    with pytest.raises(TranslationError, match="Save"):
        read_catalogue(po)
