"""Compile the translations: each room's django.po becomes the django.mo that Django reads.

Run as `python -m sluss.config.messages`. It needs no gettext programs on the machine. An empty,
fuzzy or repeated entry is an error with file and line, so that no page falls back unnoticed.
"""

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent


class PoError(ValueError):
    """A translation file that can't be compiled; says file, line and what to mend."""


def catalogues() -> list[Path]:
    return sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/django.po"))


def entries(po: Path) -> Iterator[tuple[str, str]]:
    """(msgid, msgstr) pairs as gettext stores them: context and plural forms joined by \\4 and \\0."""
    fields: dict[str, str] = {}
    current = ""
    for number, raw in enumerate([*po.read_text(encoding="utf-8").splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("#,") and "fuzzy" in line:
            raise PoError(f"{po}:{number}: an unchecked (fuzzy) translation; check it and take the mark away")
        if line.startswith('"'):
            fields[current] += ast.literal_eval(line)
        elif line and not line.startswith("#"):
            keyword, _, text = line.partition(" ")
            if keyword in {"msgid", "msgctxt"} and "msgstr" in {k[:6] for k in fields}:
                yield _entry(fields, po, number)
                fields = {}
            current = keyword
            fields[current] = ast.literal_eval(text.strip())
    if fields:
        yield _entry(fields, po, number)


def _entry(fields: dict[str, str], po: Path, number: int) -> tuple[str, str]:
    key = fields["msgid"]
    if "msgctxt" in fields:
        key = f"{fields['msgctxt']}\4{key}"
    forms = [text for keyword, text in sorted(fields.items()) if keyword.startswith("msgstr")]
    if "msgid_plural" in fields:
        key = f"{key}\0{fields['msgid_plural']}"
    if not all(forms):
        raise PoError(f"{po}:{number}: no translation of {fields['msgid']!r}")
    return key, "\0".join(forms)


def compile_catalogue(po: Path) -> Path:
    """Write the .mo file (GNU gettext's binary form, without the optional hash table)."""
    pairs: dict[bytes, bytes] = {}
    for key, value in entries(po):
        if key.encode() in pairs:
            raise PoError(f"{po}: {key!r} is translated twice")
        pairs[key.encode()] = value.encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    ids, texts = b"", b""
    id_index, text_index = [], []
    for key in keys:
        id_index += [len(key), start + len(ids)]
        ids += key + b"\0"
    for key in keys:
        text_index += [len(pairs[key]), start + len(ids) + len(texts)]
        texts += pairs[key] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    index = struct.pack(f"<{4 * len(keys)}I", *id_index, *text_index)
    mo = po.with_suffix(".mo")
    mo.write_bytes(head + index + ids + texts)
    return mo


def main() -> int:
    try:
        for po in catalogues():
            compile_catalogue(po)
    except PoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
