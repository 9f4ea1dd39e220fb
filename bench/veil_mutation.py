"""Mutation testing of veil: are the tests able to fail?

    nice -n 19 .venv/bin/python bench/veil_mutation.py [--each 4] [--seed 1] [module ...]

Small faults are put into copies of veil, one at a time, and veil's quick tests run against each. A fault that no
test notices survives. The same seed gives the same faults. Faults are: a comparison, a sum, a product or a logical
operator turned into its neighbour, a condition turned round, a number raised by one, True for False. Texts,
docstrings, annotations and guards such as `strict` are left alone. Tests that fail without any fault are left out,
and named.

DeMillo, Lipton and Sayward 1978; sampled as Budd 1980 proposed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = ("codebook", "__init__.py", "__main__.py")
SLOW = ("test_codebook.py", "test_real_quarter.py", "test_docs.py")
FIRST = ("test_traps.py", "test_worked_table.py", "test_cli.py", "test_rounding.py")

TOLD_ONLY = ("strict", "required", "frozen", "eq")
"""Arguments that guard against a programmer's slip; a fault there changes nothing that is right."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip

CONFTEST = """
from hypothesis import Phase, settings

settings.register_profile("mutation", derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
settings.load_profile("mutation")
"""


@dataclass(frozen=True)
class Fault:
    """A place in a module and what is written there."""

    module: str
    line: int
    what: str
    text: str
    """The whole module with the fault."""


def places(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node in which a fault can be put, annotations and texts left out."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(tree, ast.AnnAssign) and child is tree.annotation:
            continue
        if isinstance(tree, ast.FunctionDef) and child is tree.returns:
            continue
        if isinstance(tree, ast.keyword) and tree.arg in TOLD_ONLY:
            continue
        if isinstance(tree, ast.arg | ast.JoinedStr | ast.Raise | ast.Import | ast.ImportFrom):
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        yield child
        yield from places(child)


def put(node: ast.AST) -> str | None:
    """Put a fault into a node; what was done, or None where none can be."""
    if isinstance(node, ast.Compare):
        return _swap(node.ops, 0)
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        return _swap(node, "op")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        was, node.op = ast.unparse(node), ast.UAdd()
        return f"{was} without its operator"
    if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(
        node.test, ast.Compare | ast.Constant
    ):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return "condition turned round"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        was = node.value
        node.value = not was if isinstance(was, bool) else was + 1
        return f"{was} -> {node.value}"
    return None


def _swap(holder: object, key: object) -> str | None:
    old = holder[key] if isinstance(holder, list) else getattr(holder, str(key))
    new = SWAPS.get(type(old))
    if new is None:
        return None
    if isinstance(holder, list):
        holder[key] = new()
    else:
        setattr(holder, str(key), new())
    return f"{type(old).__name__} -> {new.__name__}"


def faults(path: Path) -> list[tuple[int, int, str]]:
    """(place in the walk, line, what) of every fault that a module can have."""
    size = len(list(places(ast.parse(path.read_text(encoding="utf-8")))))
    found = []
    for at in range(size):
        node = list(places(ast.parse(path.read_text(encoding="utf-8"))))[at]
        what = put(node)
        if what:
            found.append((at, getattr(node, "lineno", 0), what))
    return found


def fault(path: Path, module: str, place: tuple[int, int, str]) -> Fault:
    """The module with that fault."""
    at, line, what = place
    tree = ast.parse(path.read_text(encoding="utf-8"))
    put(list(places(tree))[at])
    return Fault(module, line, what, ast.unparse(ast.fix_missing_locations(tree)))


class Bench:
    """A copy of veil and its quick tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "src" / "veil", folder / "src" / "veil")
        shutil.copytree(ROOT / "tests" / "veil", folder / "tests" / "veil")
        (folder / "tests" / "__init__.py").touch()
        (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        names = sorted(path.name for path in (folder / "tests" / "veil").glob("test_*.py"))
        self.files = [*FIRST, *(name for name in names if name not in (*FIRST, *SLOW))]
        self.failing: list[str] = []

    def run(self, timeout: float | None, *options: str) -> tuple[bool, str]:
        """Whether every test passed, and what pytest said."""
        environment = os.environ | {
            "PYTHONPATH": f"{self.folder / 'src'}:{self.folder}",
            "NUMBA_CACHE_DIR": str(self.folder / "numba"),
            "VEIL_EXAMPLES": "20",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            *options,
        ]
        command += ["-k", "not real_quarter", *(f"--deselect={name}" for name in self.failing)]
        command += [f"tests/veil/{name}" for name in self.files]
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=timeout
            )
        except subprocess.TimeoutExpired:
            return False, "timeout"
        return done.returncode == 0, done.stdout

    def baseline(self) -> float:
        """Leave out what fails without any fault. Returns the seconds of a whole run."""
        _, told = self.run(None)
        self.failing = re.findall(r"^(?:FAILED|ERROR) (\S+)", told, re.MULTILINE)
        start = monotonic()
        passed, told = self.run(None)
        if not passed:
            raise SystemExit(f"the tests fail without any fault:\n{told}")
        return monotonic() - start

    def survives(self, one: Fault, timeout: float) -> bool:
        """Whether no test notices the fault."""
        path = self.folder / "src" / "veil" / one.module
        was = path.read_text(encoding="utf-8")
        path.write_text(one.text, encoding="utf-8")
        try:
            return self.run(timeout, "-x")[0]
        finally:
            path.write_text(was, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "modules", nargs="*", help="such as walk.py or protect/pattern.py; all if none is named"
    )
    parser.add_argument("--each", type=int, default=4, help="faults a module")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    veil = ROOT / "src" / "veil"
    modules = options.modules or sorted(
        str(path.relative_to(veil))
        for path in veil.rglob("*.py")
        if not any(part in LEFT_OUT for part in path.relative_to(veil).parts)
    )
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        seconds = bench.baseline()
        print(
            f"a run without faults takes {seconds:.0f} s; left out: {', '.join(bench.failing) or 'none'}",
            flush=True,
        )
        noticed = tried = 0
        for module in modules:
            source = bench.folder / "src" / "veil" / module
            every = faults(source)
            chosen = random.Random(f"{options.seed} {module}").sample(every, min(options.each, len(every)))
            left = []
            for place in sorted(chosen):
                one = fault(source, module, place)
                if bench.survives(one, max(60.0, 4 * seconds)):
                    left.append(one)
            tried, noticed = tried + len(chosen), noticed + len(chosen) - len(left)
            print(
                f"{module}: {len(chosen) - len(left)} of {len(chosen)} noticed ({len(every)} possible)",
                flush=True,
            )
            for one in left:
                print(f"    survived: line {one.line}, {one.what}", flush=True)
        print(f"{noticed} of {tried} noticed: {noticed / max(tried, 1):.0%}")


if __name__ == "__main__":
    main()
