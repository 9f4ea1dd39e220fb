"""What `make run` makes the first time: the demo's years go all the way to published pages."""

import os
import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the demo is made on SQLite")
def test_the_demo_is_made_and_every_year_is_published(tmp_path):
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLUSS_", "DJANGO_"))
    }

    made = subprocess.run(
        [sys.executable, "-m", "sluss", "demo"],
        env={**surroundings, "SLUSS_DEMO": "1", "SLUSS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 0, made.stderr
    assert made.stdout.count(", published\n") == 3
    assert made.stdout.count("nothing could be inferred") == 3
