"""What is timed, on which file, and how it is run."""

import dataclasses
import shutil
import statistics


@dataclasses.dataclass(frozen=True)
class File:
    """A file that the generator writes."""

    name: str
    about: str
    broken: int
    """How many of 1,000 rows break three rules."""
    dialect: str


PLAIN = File("plain.csv", "Cognito's dialect, no faults", 0, "cognito")
BROKEN = File("broken.csv", "Cognito's dialect, three faults in every row", 1000, "cognito")
QUOTED = File("quoted.csv", "RFC 4180, no faults", 0, "quoted")
MIXED = File("mixed.csv", "RFC 4180, three faults in one row of 100", 10, "quoted")
FILES = (PLAIN, BROKEN, QUOTED, MIXED)
"""All of the same users."""

TEN = File("ten.csv", "ten rows", 0, "cognito")
HUGE = File("huge.csv", "Cognito's dialect, no faults", 0, "cognito")


@dataclasses.dataclass
class Work:
    """One command, and what its runs took."""

    key: str
    name: str
    file: File
    command: list
    status: int = 0
    """The status that says that it did the work."""
    runs: int = 0
    measured: list = dataclasses.field(default_factory=list)

    def median(self, what):
        return statistics.median(run[what] for run in self.measured)

    @property
    def seconds(self):
        return self.median("seconds")

    @property
    def cpu_seconds(self):
        return self.median("cpu_seconds")

    @property
    def peak_bytes(self):
        return self.median("peak_bytes")


class Tool:
    """How the tool and the yardsticks are called."""

    def __init__(self, tool, split, here, folder):
        self.tool, self.split, self.here, self.folder = tool, split, here, folder

    def path(self, file):
        return self.folder / file.name

    def schema(self):
        return ["--csv-header", self.folder / "header.csv", "--user-pool", self.here.parent / "pool.json"]

    def check(self, key, name, file, runs, threads=2, status=0, options=()):
        command = [self.tool, "check", self.path(file), *self.schema(), "--threads", str(threads), *options]
        return Work(key, name, file, command, status, runs)

    def clean(self, key, name, file, runs, status=0):
        command = [self.tool, "clean", self.path(file), *self.schema(), "--threads", "2"]
        command += ["--from", "rfc4180", "--force", "--output", self.folder / "cleaned.csv"]
        command += ["--rejected", self.folder / "rejected.csv", "--report", self.folder / "cleaned.jsonl"]
        return Work(key, name, file, command, status, runs)

    def csv(self, file, runs):
        name = "`csv::ByteRecord`, split only, 1 core"
        return Work(yardstick(file), name, file, [self.split, "csv", self.path(file)], 0, runs)


def yardstick(file):
    """The key of the work that every other one on the file is measured against."""
    return f"csv {file.name}"


def own_works(tool, runs):
    """The tool, and splitting alone."""
    report = ("--report", tool.folder / "checked.jsonl", "--force")
    simd = [tool.split, "simd-csv", tool.path(PLAIN)]
    copy = [tool.split, "copy", tool.path(QUOTED), tool.folder / "copy.csv"]
    return [
        tool.csv(PLAIN, runs),
        Work("simd-csv", "`simd-csv`, split only, no copy, 1 core", PLAIN, simd, 0, runs),
        tool.check("check", "**`check`**, 2 threads", PLAIN, runs),
        tool.check("check 1", "**`check`**, 1 thread", PLAIN, runs, threads=1),
        tool.csv(BROKEN, runs),
        tool.check(
            "trouble", "**`check`**, 2 threads, full report to disk", BROKEN, runs, status=1, options=report
        ),
        tool.csv(QUOTED, runs),
        Work("copy", "write a copy and sync it", QUOTED, copy, 0, runs),
        tool.clean("clean", "**`clean`**, 2 threads, all outputs to disk", QUOTED, runs),
        tool.csv(MIXED, runs),
        tool.clean("clean mixed", "**`clean`**, 2 threads, all outputs to disk", MIXED, runs, status=1),
        # Over in no time, so many runs cost nothing.
        tool.check("start", "**`check`**, start-up", TEN, max(runs, 25)),
    ]


def peer_works(tool, python, runs):
    """What other people use. They do not read Cognito's dialect."""
    file = tool.path(QUOTED)
    frictionless = [python.parent / "frictionless", "validate", file, "--trusted"]
    frictionless += ["--schema", tool.here / "frictionless_schema.json"]
    return [
        Work(
            "polars", "polars `read_csv`, no checks", QUOTED, [python, tool.here / "polars_read.py", file], 0, runs
        ),
        Work(
            "pandas", "pandas, checks by hand", QUOTED, [python, tool.here / "pandas_checks.py", file], 0, runs
        ),
        # So slow that one run says enough.
        Work("frictionless", "frictionless `validate`", QUOTED, frictionless, 0, 1),
    ]


def qsv_works(tool, runs):
    """qsv, where there is one."""
    program = shutil.which("qsv")
    if program is None:
        return []
    command = [program, "validate", "--jobs", "2", tool.path(QUOTED), tool.here / "qsv_schema.json"]
    return [Work("qsv", "qsv `validate`, 2 jobs", QUOTED, command, 0, runs)]
