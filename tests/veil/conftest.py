"""The desk of a statistician who runs the command."""

from pathlib import Path

import pytest

from tests.veil.desk import PERSONS, SPEC


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "spec.toml").write_text(SPEC)
    lines = ["form,sex", *(f"{form},{sex}" for form, sex in PERSONS)]
    (tmp_path / "persons.csv").write_text("\n".join(lines) + "\n")
    return tmp_path
