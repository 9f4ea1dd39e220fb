"""What lies on a statistician's desk, and how she runs the command."""

import csv
from pathlib import Path

from veil.cli import main

SPEC = """
threshold = 5

[[variable]]
name = "form"

[[table]]
name = "form by sex"
dimensions = ["form", "sex"]
"""
PERSONS = [("S", "K")] * 12 + [("L", "K")] * 9 + [("S", "M")] * 2 + [("L", "M")] * 7


def veil(desk: Path, *words: str) -> int:
    return main([str(desk / word) if "." in word and not word.startswith("-") else word for word in words])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as source:
        return list(csv.DictReader(source))
