"""The page for a statistician is true: every command on it runs, and says what the page says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from veil.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "veil.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "example"
BLOCK = re.compile(r"^```console ?(\d?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(tmp_path, monkeypatch) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "example")
    monkeypatch.chdir(tmp_path / "example")
    return tmp_path / "example"


def commands() -> list[tuple[str, int, str]]:
    """Command, exit code, and what the page says it tells."""
    found: list[tuple[str, int, str]] = []
    for code, block in BLOCK.findall(PAGE):
        for part in re.split(r"^\$ veil ", block, flags=re.MULTILINE)[1:]:
            command, _, told = part.partition("\n")
            found.append((command, int(code or 0), told))
    return found


def test_every_command_of_the_page_runs_and_tells_what_the_page_says(example, capsys):
    ran = commands()
    assert len(ran) > 10
    for command, code, said in ran:
        assert main(shlex.split(command)) == code, command
        told = "".join(capsys.readouterr())
        assert not said or told == said, command


def test_the_specification_on_the_page_is_the_examples(example):
    [shown] = re.findall(r"^```toml spec.toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown == (EXAMPLE / "spec.toml").read_text(encoding="utf-8")


def test_comparing_tells_a_line_a_method(example, capsys):
    main(["protect", "persons.csv", "--spec", "spec.toml", "--compare"])
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_commands_of_the_readme_run_where_the_readme_stands(tmp_path, monkeypatch):
    shutil.copytree(EXAMPLE, tmp_path / "docs" / "example")
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ran = re.findall(r"^\.venv/bin/veil (.*)$", readme, re.MULTILINE)
    assert len(ran) == 2
    for command in ran:
        assert main(shlex.split(command)) == 0, command
