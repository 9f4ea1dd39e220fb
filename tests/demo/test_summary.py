"""What stands above the address: short enough to be read."""

from pathlib import Path

import pytest

from sluss.demo.summary import lines
from sluss.statistics.models import PublishedFile, Release, ReleaseState
from tests.conftest import make_round


@pytest.fixture
def published(friday, settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings.MEDIA_ROOT = tmp_path / "data" / "files"
    release = Release.objects.create(
        round=make_round(2015),
        state=ReleaseState.PUBLISHED,
        organisations_reporting=20,
        organisations_expected=20,
        persons=196,
        verdict={"tables": 25, "cells": 240, "hidden": 106},
    )
    for name in ("report-sv.pdf", "report-en.pdf", "datapackage-sv.zip"):
        PublishedFile.objects.create(
            release=release, name=name, path=f"published/{release.pk}/0123-{name}", sha256="0" * 64
        )
    return release


def test_the_folder_of_the_documents_is_named_once_and_none_of_its_files(published):
    told = list(lines())
    folder = Path("data", "files", "published", str(published.pk))
    assert [line.strip() for line in told if "published" in line] == [f"reports and data packages: {folder}"]
    assert not [line for line in told if len(line) > 80]
