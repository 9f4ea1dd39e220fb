"""The ground of a test run, laid before Django reads its settings: its own folder, no outside world."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from sluss.config.messages import catalogues, compile_catalogue

os.environ["SLUSS_DATA"] = tempfile.mkdtemp(prefix="sluss-test-")
atexit.register(shutil.rmtree, os.environ["SLUSS_DATA"], ignore_errors=True)
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # the browser's driver brings an event loop of its own
for name in ("SLUSS_DEMO", "SLUSS_DEBUG", "SLUSS_HTTPS", "SLUSS_EMAIL_URL"):
    os.environ.pop(name, None)

for po in catalogues():  # before Django reads and keeps what there is
    compile_catalogue(po)

#: the material shared with the repository; absent in a copied folder
SHARED = Path(os.environ.get("SLUSS_SHARED", Path(__file__).resolve().parents[2] / "shared"))
