"""Protection and the adversary on seeded and real input, beside what is recorded of GaussSuppression 1.2.3.

    .venv/bin/python bench/veil_protect.py [PERSONS ...]        (default 100000; "q3", "q4": the real quarters;
                                                          "large": 1 000 000 persons in 100 000 cells)

Tables: all ten three-way tables of geography (region, country), age, sex, form, year; of the quarters all two-way
tables. The promise is looked at from outside, too: the plain linear programme of HiGHS on a sample of primaries and,
in tables weakened on purpose, on a sample of what the adversary finds broken.
"""

import os
import resource
import sys
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from veil import Cell, ProtectedTable, Rule, TableSpec, Variable, attack, measure, protect, tabulate
from veil.programme import Programme

SHARED = Path(os.environ.get("SLUSS_SHARED", Path(__file__).resolve().parents[2] / "shared"))
RECORDED = {
    "1000": (1143, 0.93, 0.05),
    "10000": (3181, 9.5, 0.56),
    "100000": (4094, 45.1, 0.92),
    "q3": (115, 0.08, 0.27),
    "q4": (99, 0.08, 0.33),
}
"""Reference: additional cells hidden, seconds, share of persons in published inner cells."""
SAMPLE = 20


def seeded(number):
    """The microdata that the reference's figures were recorded on (numpy 2, seed 1), as tables."""
    dice = np.random.default_rng(1)

    def draw(size, weights=None):
        return dice.choice(size, number, p=weights)

    skew = 1 / np.arange(1, 61) ** 1.3
    country = draw(60, skew / skew.sum())
    age = draw(7, [0.03, 0.12, 0.2, 0.25, 0.2, 0.12, 0.08])
    sex = draw(3, [0.72, 0.26, 0.02])
    form = draw(9, [0.5, 0.2, 0.1, 0.06, 0.05, 0.04, 0.03, 0.015, 0.005])
    year = draw(5)
    columns = {"country": country, "age": age, "sex": sex, "form": form, "year": year}
    rows = pa.table(
        {
            name: pa.array([f"{name}{code:02d}" for code in range(60)]).take(pa.array(codes))
            for name, codes in columns.items()
        }
    )
    regions = {f"country{code:02d}": f"region{code % 6}" for code in range(60)}
    present = tuple(sorted(set(rows["country"].to_pylist())))
    variables = [
        Variable("country", present, {"region": regions}),
        *(Variable(name) for name in list(columns)[1:]),
    ]
    return tabulate(
        rows, variables, [TableSpec(" ".join(names), names) for names in combinations(columns, 3)]
    )


def large():
    """1 000 000 persons in about 100 000 cells: the same variables, with finer ages, years and forms."""
    dice = np.random.default_rng(1)
    number = 1_000_000

    def draw(size, power):
        skew = 1 / np.arange(1, size + 1) ** power
        return dice.choice(size, number, p=skew / skew.sum())

    sizes = {"country": (110, 1.3), "age": (15, 0.4), "sex": (3, 1.5), "form": (20, 1.0), "year": (11, 0.0)}
    rows = pa.table(
        {
            name: pa.array([f"{name}{code:03d}" for code in range(size)]).take(pa.array(draw(size, power)))
            for name, (size, power) in sizes.items()
        }
    )
    regions = {f"country{code:03d}": f"region{code % 6}" for code in range(110)}
    present = tuple(sorted(set(rows["country"].to_pylist())))
    variables = [
        Variable("country", present, {"region": regions}),
        *(Variable(name) for name in list(sizes)[1:]),
    ]
    return tabulate(rows, variables, [TableSpec(" ".join(names), names) for names in combinations(sizes, 3)])


def quarter(name):
    """All two-way tables of a real quarter."""
    rows = pa.csv.read_csv(SHARED / "data" / "uk-nrm-ngo" / f"persons-2022-{name}.csv")
    specs = [TableSpec(" ".join(names), names) for names in combinations(rows.column_names, 2)]
    return tabulate(rows, [Variable(column) for column in rows.column_names], specs)


def sampled(verdict, rule, cells):
    """The adversary beside the plain linear programme of HiGHS, on a sample of these hidden cells.

    Returns:
        How many were looked at; how many of them the plain programme finds narrower than promised; how many get
        another verdict from it; of how many it finds a range that the adversary's doesn't hold; of how many broken
        ones another range; seconds for one of its bounds.
    """
    system = verdict.system
    free = np.flatnonzero(~system.shown)
    programme = Programme(system, free, np.where(system.shown, system.count, 0), system.lower)
    sample = np.random.default_rng(1).choice(cells, min(SAMPLE, len(cells)), replace=False)
    start, narrow, judged, beyond, other = time.perf_counter(), 0, 0, 0, 0
    for cell in sample:
        low = np.ceil(programme.relaxed(int(cell), 1).bound - 1e-6)
        high = np.floor(programme.relaxed(int(cell), -1).bound + 1e-6)
        broken = low == high
        if rule.level == "threshold" and system.primary[cell]:
            broken |= low > system.forced[cell] or high < rule.threshold - 1
        narrow += broken
        judged += broken != verdict.broken[cell]
        beyond += low < verdict.low[cell] or high > verdict.high[cell]
        other += verdict.broken[cell] and (low, high) != (verdict.low[cell], verdict.high[cell])
    return len(sample), narrow, judged, beyond, other, (time.perf_counter() - start) / max(2 * len(sample), 1)


def weakened(tables):
    """The same tables with a few secondary cells printed after all, so that some others are given away."""
    dice = np.random.default_rng(2)
    changed = []
    for table, counted in tables:
        codes = [codes for codes, cell in table.cells.items() if cell.status == "secondary"]
        shown = {codes[at] for at in dice.choice(len(codes), min(2, len(codes)), replace=False)}
        changed.append((table, counted, shown))
    everywhere = {key(table, codes) for table, _, shown in changed for codes in shown}
    return [
        ProtectedTable.from_cells(
            table.spec,
            table.variables,
            {
                codes: Cell(counted[codes], "published") if key(table, codes) in everywhere else cell
                for codes, cell in table.cells.items()
            },
        )
        for table, counted, _ in changed
    ]


def key(table, codes):
    """What a cell is, in whichever table it stands."""
    return frozenset(pair for pair in zip(table.dimensions, codes, strict=True) if pair[1] != "Total")


def tell(what, verdict, rule, cells, seconds):
    """One line: the adversary's verdict, and what the plain linear programme says of a sample."""
    looked, narrow, judged, beyond, other, each = sampled(verdict, rule, cells)
    print(
        f"  {what}: safe = {verdict.safe}, {int(verdict.broken.sum())} broken, {seconds:.2f} s; plain LP, "
        f"{each * 1000:.0f} ms a bound: {narrow} of {looked} sampled narrower, {judged} judged otherwise, "
        f"{beyond} outside the adversary's range, {other} broken ones with another range",
        flush=True,
    )


def main(names):
    rule = Rule()
    protect(quarter("q3") if SHARED.exists() else seeded(300), rule)  # warm: compiled code is loaded
    for name in names:
        tables = large() if name == "large" else quarter(name) if name[0] == "q" else seeded(int(name))
        for level in ("exact", "threshold"):
            rule = Rule(level=level)
            start = time.perf_counter()
            result = protect(tables, rule)
            seconds = time.perf_counter() - start
            system = result.verdict.system
            primary = int((system.primary & ~system.shown).sum())
            additional = int((~system.shown & ~system.primary & (system.kind == 0)).sum())
            shown = sum(measure([t], [p]).persons for t, p in zip(tables, result.tables, strict=True))
            share = shown / sum(table[("Total",) * len(table.dimensions)] for table in tables)
            cells, took, part = RECORDED.get(name, (0, 0, 0))
            print(
                f"{name} {level}: {system.cells} cells, {primary} primary, {additional} additional ({cells}), "
                f"{seconds:.2f} s with proof ({took}), {share:.1%} of persons ({part:.0%})",
                flush=True,
            )
        if name == "large":
            continue
        start = time.perf_counter()
        verdict = attack(result.tables, rule)
        seen = verdict.system
        primary = np.flatnonzero(seen.primary & ~seen.shown)
        tell("attack from print", verdict, rule, primary, time.perf_counter() - start)
        start = time.perf_counter()
        verdict = attack(weakened(zip(result.tables, tables, strict=True)), rule)
        tell("weakened", verdict, rule, np.flatnonzero(verdict.broken), time.perf_counter() - start)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:] or ["100000"])
