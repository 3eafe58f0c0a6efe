"""What was measured, as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.instance import ROOT, SEED, Bench, commit

RESULTS = ROOT / "bench" / "results"


def pages(made: list[Bench], results: dict[int, dict[str, dict[str, float]]]) -> None:
    """Print the pages' table, a line a page and size, and keep it."""
    few, many = min(results), max(results)
    lines = [
        f"| Page | Queries, 1 scheme | Median | p95 | p99 | Queries, {many} schemes | Median | p95 | p99 |"
        " Slower, p95 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page, one in results[few].items():
        all_of = results[many][page]
        ratio = all_of["p95_ms"] / one["p95_ms"]
        lines.append(
            f"| {page} | "
            + " | ".join(
                f"{of[key]:.0f}" if key == "queries" else f"{of[key]:.1f}"
                for of in (one, all_of)
                for key in ("queries", "median_ms", "p95_ms", "p99_ms")
            )
            + f" | {ratio - 1:+.0%} |"
        )
    keep("pages", made, {"milliseconds": results}, lines)


def rows(name: str, made: list[Bench], results: dict[int, dict[str, float]]) -> None:
    """Print a table of plain figures, a column a size, and keep it."""
    few = min(results)
    sizes = " | ".join(f"{size} {'scheme' if size == 1 else 'schemes'}" for size in results)
    lines = [f"| | {sizes} |", "|---|" + "--:|" * len(results)]
    for what in results[few]:
        lines.append(
            f"| {what.replace('_', ' ')} | "
            + " | ".join(f"{of[what]:,}" for of in results.values())
            + " |"
        )
    keep(name, made, {"figures": results}, lines)


def matching(made: list[Bench], figures: dict[str, Any]) -> None:
    """Print what matching found, then what it missed and what it took wrongly, by kind; and keep it."""
    by_kind = figures.pop("by_kind")
    lines = ["| | |", "|---|--:|"]
    lines += [f"| {what.replace('_', ' ')} | {value:,} |" for what, value in figures.items()]
    lines += ["", "| Of 10,000 pairs, by kind | Pairs | Joined | Offered |", "|---|--:|--:|--:|"]
    for kind, (count, joined, offered) in by_kind.items():
        lines.append(f"| {kind} | {count:,} | {joined / count:.1%} | {offered / count:.1%} |")
    keep("matching", made, {**figures, "by_kind": by_kind}, lines)


def search(made: list[Bench], figures: dict[str, Any]) -> None:
    """Print how well the search did, and the queries it did worst by; and keep it."""
    by_query = figures.pop("by_query")
    lines = ["| | |", "|---|--:|"]
    lines += [f"| {what.replace('_', ' ')} | {value:,} |" for what, value in figures.items()]
    lines += ["", "| The ten it did worst by | nDCG@10 |", "|---|--:|"]
    worst = sorted(by_query.items(), key=lambda pair: pair[1])[:10]
    lines += [f"| {words} | {score:.2f} |" for words, score in worst]
    keep("search", made, {**figures, "by_query": by_query}, lines)


def keep(name: str, made: list[Bench], figures: dict[str, Any], lines: list[str]) -> None:
    """Print where, when and of what a table is, then the table; write both to bench/results."""
    about = _about(made)
    print("\n".join([*_sentences(about), "", *lines, ""]))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps({**about, **figures}, indent=1) + "\n")


def _about(made: list[Bench]) -> dict[str, Any]:
    with psycopg.connect(made[0].urls.owner_url) as connection:
        version = connection.info.parameter_status("server_version")
    return {
        "machine": _machine(),
        "commit": commit(),
        "seed": SEED,
        "postgresql": version,
        "python": platform.python_version(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": round(os.getloadavg()[0], 2),
        "data": {bench.schemes: bench.counts for bench in made},
    }


def _machine() -> dict[str, Any]:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {"cpu": _cpu(), "cores": os.cpu_count(), "memory_gb": round(pages * size / 1e9)}


def _cpu() -> str:
    try:
        said = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in said.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def _sentences(about: dict[str, Any]) -> list[str]:
    machine = about["machine"]
    return [
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB; PostgreSQL {about['postgresql']},"
        f" Python {about['python']}; commit {about['commit']}, seed {about['seed']}; load {about['load']}.",
        *(
            f"At {size} {'scheme' if size == 1 else 'schemes'}: "
            + ", ".join(f"{count:,} {what}" for what, count in counts.items())
            + "."
            for size, counts in about["data"].items()
        ),
    ]
