"""Ten three-way tables with all their margins from 1 000 000 rows: `veil.tabulate` against hand-written DuckDB SQL.

    .venv/bin/python bench/veil_tabulate.py [ROWS]

Asked for: at most 1.5 times the time of the SQL. Both in one process, in turn, medians of five.
"""

import itertools
import statistics
import sys
import time

import duckdb
import numpy as np
import pyarrow as pa

from veil import TableSpec, Variable, tabulate

SIZES = {"geo": 60, "age": 7, "sex": 3, "form": 9, "year": 5}
RUNS = 5


def rows(number: int) -> pa.Table:
    """Seeded microdata, skewed as real ones are."""
    dice = np.random.default_rng(1)
    columns = {}
    for name, size in SIZES.items():
        weight = 1 / np.arange(1, size + 1) ** 1.1
        codes = dice.choice(size, number, p=weight / weight.sum())
        names = pa.array([f"{name}{code:02d}" for code in range(size)])
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), names).cast(pa.string())
    return pa.table(columns)


def by_veil(persons: pa.Table, variables: list[Variable], specs: list[TableSpec]) -> int:
    return sum(int(table.counts.sum()) for table in tabulate(persons, variables, specs))


def by_sql(persons: pa.Table, combinations: list[tuple[str, ...]]) -> int:
    """What a statistician would write: a query with its cube for each table."""
    connection = duckdb.connect()
    connection.register("persons", persons)
    total = 0
    for names in combinations:
        listed = ", ".join(names)
        query = f"SELECT {listed}, count(*) AS n FROM persons GROUP BY CUBE ({listed})"
        total += connection.sql(query).to_arrow_table().num_rows
    return total


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    persons = rows(number)
    variables = [
        Variable(name, codes=tuple(f"{name}{code:02d}" for code in range(size)))
        for name, size in SIZES.items()
    ]
    combinations = list(itertools.combinations(SIZES, 3))
    specs = [TableSpec("-".join(names), dimensions=names) for names in combinations]
    times: dict[str, list[float]] = {"veil": [], "sql": []}
    for _ in range(RUNS + 1):
        for name, work in (
            ("veil", lambda: by_veil(persons, variables, specs)),
            ("sql", lambda: by_sql(persons, combinations)),
        ):
            begun = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begun)
    veil, sql = (statistics.median(times[name][1:]) for name in ("veil", "sql"))  # the first run warms up
    print(f"{number} rows, {len(specs)} three-way tables")
    print(
        f"veil.tabulate {veil:6.3f} s   DuckDB SQL {sql:6.3f} s   ratio {veil / sql:4.2f}  (asked: at most 1.5)"
    )


if __name__ == "__main__":
    main()
