"""The goals that the tool has set itself, and what was measured of each."""

import dataclasses
import re

MEMORY = 48_000_000
"""What a file of 500,000 users may take; more users may take more."""
FULL_SIZE = 500_000

NOT_MEASURED = "not measured"


@dataclasses.dataclass
class Goal:
    number: str
    about: str
    bound: str
    measured: str
    met: str

    @classmethod
    def of(cls, number, about, value, sign, limit, unit, note=""):
        """A goal that was measured."""
        met = value <= limit if sign == "≤" else value >= limit
        measured = f"{figure(value)} {unit}".strip() + note
        return cls(number, about, f"{sign} {figure(limit)} {unit}".strip(), measured, "met" if met else "not met")

    @classmethod
    def without(cls, number, about, sign, limit, unit, why):
        """A goal that this run says nothing about."""
        return cls(number, about, f"{sign} {figure(limit)} {unit}".strip(), f"({why})", NOT_MEASURED)


def figure(value):
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 999.5 else f"{value:.3g}"


def goals(works, sizes, benches, huge, yardstick):
    """All goals. `works` by key, `sizes` in bytes by file name, `benches` as `read_benches` gives them,
    `huge` as the work and its users or None."""
    found = []

    def seconds(key):
        return works[key].seconds

    def against(number, about, key, limit):
        value = seconds(key) / seconds(yardstick(works[key].file))
        found.append(Goal.of(number, about, value, "≤", limit, "×"))

    against("1", "`check` against splitting the same bytes", "check", 0.6)
    against("2", "`clean` against splitting the same bytes", "clean", 1.5)
    for key, limit in (("check", 20), ("clean", 10)):
        about = f"`{key}` faster than qsv `validate`"
        if "qsv" in works:
            found.append(Goal.of("3", about, seconds("qsv") / seconds(key), "≥", limit, "×"))
        else:
            found.append(Goal.without("3", about, "≥", limit, "×", "no qsv on the PATH"))

    per_byte = {key: seconds(key) / sizes[works[key].file.name] for key in ("check", "trouble")}
    about = "`check`, every row broken, against none, per byte"
    found.append(Goal.of("4", about, per_byte["trouble"] / per_byte["check"], "≤", 4, "×"))
    about = "`check` with two threads faster than with one"
    found.append(Goal.of("5", about, seconds("check 1") / seconds("check"), "≥", 1.8, "×"))

    in_bench, _ = benches["stage_dialability"]
    about = "dialability of a number in E.164"
    found.append(Goal.of("6", about, in_bench / DIALLED, "≤", 30, "ns"))
    in_bench, _ = benches["stage_national_number"]
    found.append(Goal.of("6", "national numbers on one core", 1e9 / in_bench, "≥", 200_000, "a second"))

    found += of_size(works["check"], sizes, huge)
    found.append(Goal.of("8", "start-up with ten rows", seconds("start") * 1e3, "≤", 10, "ms"))

    in_bench, allocates = benches["one_record"]
    goal = Goal.of("9", "one valid record, nothing allocated", in_bench / 1e3, "≤", 1, "µs")
    if allocates:
        goal.measured += ", and it allocates"
        goal.met = "not met"
    found.append(goal)
    return found


def of_size(check, sizes, huge):
    """Goal 7."""
    peak = check.peak_bytes
    found = [Goal.of("7", "peak memory of `check`", peak / 1e6, "≤", MEMORY / 1e6, "MB")]
    name_about = "memory for each further sign-in name"
    cpu_about = "CPU a byte of a huge file, against this one"
    if huge is None:
        found.append(Goal.without("7", name_about, "≤", 20, "bytes", "needs --huge"))
        found.append(Goal.without("7", cpu_about, "≤", 1.5, "×", "needs --huge"))
        return found
    work, users = huge
    note = f" ({users:,} users)"
    each = max(0, work.peak_bytes - MEMORY) / (users - FULL_SIZE)
    found.append(Goal.of("7", name_about, each, "≤", 20, "bytes", note))
    before = check.cpu_seconds / sizes[check.file.name]
    after = work.cpu_seconds / sizes[work.file.name]
    found.append(Goal.of("7", cpu_about, after / before, "≤", 1.5, "×", note))
    return found


BENCHES = ("stage_dialability", "stage_national_number", "one_record")
DIALLED = 5
"""How many numbers one turn of stage_dialability looks at."""

UNITS = {"ps": 1e-3, "ns": 1.0, "µs": 1e3, "ms": 1e6, "s": 1e9}


def read_benches(text):
    """Divan's table as nanoseconds and whether anything was allocated, by name: both are medians, for
    what is made once, at the first turn, is no cost of a turn."""
    found = {}
    name = None
    counts_next = False
    for line in text.splitlines():
        row = re.match(r"[├╰]─ (\w+)\s", line)
        columns = [column.strip() for column in line.lstrip("│ ").split("│")]
        if row:
            name = row[1]
            median = re.fullmatch(r"([\d.]+) (ps|ns|µs|ms|s)", columns[2] if len(columns) > 2 else "")
            if median is None:
                raise ValueError(f"a line of the benchmarks has no median: {line}")
            found[name] = (float(median[1]) * UNITS[median[2]], False)
        elif counts_next and columns[2] != "0":
            found[name] = (found[name][0], True)
        counts_next = columns[0] == "alloc:"
    missing = [name for name in BENCHES if name not in found]
    if missing:
        raise ValueError(f"the benchmarks did not run {', '.join(missing)}:\n{text}")
    return found
