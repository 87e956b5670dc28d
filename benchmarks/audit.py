"""How long an audit takes, stage by stage, beside a bare scan and a bare group-by of the same table.

    python benchmarks/audit.py 100000 1000000

Every size runs in a process of its own, so that the peak of memory is its own. Figures are ratios to
the floor of the same run: machines are noisy, ratios travel.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports, history, outputs
from auditor.audit import Call, collect_result, database, rulebook
from auditor.contacts import classify
from auditor.evaluate import Undecidable, evaluate, prepare

FOLDER = Path(__file__).parent
SCAN = "select sum(position), max(occurred_at), count(actor_id) from event"
GROUP_BY = "select max(n) from (select ticket_id, count(*) as n, max(occurred_at) from event group by all)"
AS_OF = datetime(2026, 11, 15, tzinfo=UTC)


@dataclass
class Stages:
    """Seconds by stage, in the order in which they ran."""

    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        """Time one stage."""
        start = time.perf_counter()
        result = work()
        self.seconds[name] = time.perf_counter() - start
        return result


def generate(tickets: int, folder: Path) -> Path:
    """Write the synthetic desk as Parquet."""
    path = folder / "events.parquet"
    with duckdb.connect() as connection:
        connection.execute((FOLDER / "generate.sql").read_text(encoding="utf-8"), {"tickets": tickets})
        connection.execute(f"copy generated to '{path}' (format parquet)")
    return path


def measure(tickets: int) -> dict[str, Any]:
    """One audit of so many tickets."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = generate(tickets, folder)
        before = _peak()
        stages = Stages()
        rules = rulebook(Call())
        with database() as connection:
            loaded = stages.run("load", lambda: exports.load(connection, [path], None))
            stages.run("history", lambda: history.build(connection, AS_OF))
            floor = Stages()
            floor.run("scan", lambda: connection.execute(SCAN).fetchall())
            floor.run("group by", lambda: connection.execute(GROUP_BY).fetchall())
            stages.run("classify", lambda: classify(connection, rules.detectors))
            prepare(connection)
            pack = rules.packs[0]
            undecidable: list[Undecidable] = stages.run(
                "evaluate",
                lambda: evaluate(connection, pack, loaded.capabilities.missing, rules.contact_types, AS_OF),
            )
            call = Call(as_of=AS_OF)
            result = stages.run(
                "collect", lambda: collect_result(connection, loaded, rules, call, [(pack, one) for one in undecidable])
            )
            events = connection.execute("select count(*) from event").fetchone()
        stages.run("report", lambda: outputs.write(result, ("html", "json", "csv"), folder))
        return {
            "tickets": tickets,
            "events": events[0] if events else 0,
            "verdicts": len(result["verdicts"]),
            "parquet_megabytes": round(path.stat().st_size / 1e6),
            "stages": stages.seconds,
            "floor": floor.seconds,
            "peak_gigabytes": _peak(),
            "peak_before_gigabytes": before,
        }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def show(row: dict[str, Any]) -> None:
    """Print one size as a table."""
    size = f"{row['tickets']:,} tickets, {row['events']:,} events, {row['verdicts']:,} verdicts"
    print(f"\n{size}, peak {row['peak_gigabytes']:.1f} GB")
    print(f"{'stage':10} {'seconds':>9} {'x scan':>9} {'x group by':>11}")
    scan, group = row["floor"]["scan"], row["floor"]["group by"]
    for name, seconds in [*row["floor"].items(), *row["stages"].items(), ("total", sum(row["stages"].values()))]:
        print(f"{name:10} {seconds:9.2f} {seconds / scan:9.0f} {seconds / group:11.1f}")


def main() -> None:
    """Each size in a process of its own."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    for size in sys.argv[1:] or ["100000", "1000000"]:
        done = subprocess.run([sys.executable, __file__, "--one", size], check=True, capture_output=True, text=True)
        show(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
