"""Telephone lines as data, with an owner and the day of the last check."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Line:
    number: str
    exposed: bool  # for persons exposed; otherwise for professionals
    owner: str
    checked: dt.date
    text: dict[str, str]

    @property
    def address(self) -> str:
        """As a telephone dials it."""
        return "tel:" + "".join(sign for sign in self.number if sign.isdigit())


@cache
def lines_to_call() -> tuple[Line, ...]:
    with (Path(__file__).parent / "lines.toml").open("rb") as source:
        rows = tomllib.load(source)["line"]
    return tuple(
        Line(
            row["number"],
            row["for"] == "exposed",
            row["owner"],
            row["checked"],
            {k: row[k] for k in ("sv", "en")},
        )
        for row in rows
    )
