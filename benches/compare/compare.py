#!/usr/bin/env python3
"""Times the tool against what else people use, on the same generated users in one run.

benches/compare/compare.py            the tables, from a clean clone
benches/compare/compare.py --help     the options

Needs Linux, cargo, Python 3.11 or later with its venv module, and the registries. Everything that it makes
stands in the target folder.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys

import goals
import works

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORES = 2
"""The goals are about this many."""


def arguments():
    parser = argparse.ArgumentParser(description="Times the tool against what else people use.")
    parser.add_argument("--users", type=int, default=goals.FULL_SIZE, help="in the file [%(default)s]")
    parser.add_argument("--runs", type=int, default=5, help="of each work [%(default)s]")
    parser.add_argument("--huge", type=int, metavar="N", help="also check a file of so many users")
    parser.add_argument("--no-peers", action="store_true", help="leave out what pip would install")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the numbers there, too")
    given = parser.parse_args()
    if given.users < 1 or given.runs < 1:
        parser.error("--users and --runs are at least 1")
    if given.huge is not None and given.huge <= goals.FULL_SIZE:
        parser.error(f"--huge is more than {goals.FULL_SIZE}")
    if not given.no_peers and sys.version_info < (3, 11):
        parser.error("the pinned pandas needs Python 3.11; --no-peers leaves it out")
    return given


def say(text):
    print(text, file=sys.stderr, flush=True)


def cargo(*words):
    """What a build has made: programs by the names of their targets."""
    command = ["cargo", *words, "--locked", "--message-format=json-render-diagnostics"]
    built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    messages = (json.loads(line) for line in built.stdout.splitlines() if line.startswith("{"))
    return {
        message["target"]["name"]: pathlib.Path(message["executable"])
        for message in messages
        if message.get("reason") == "compiler-artifact" and message.get("executable")
    }


def target_folder():
    command = ["cargo", "metadata", "--locked", "--no-deps", "--format-version=1"]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return pathlib.Path(json.loads(answer.stdout)["target_directory"])


def environment(folder):
    """The Python of a virtual environment that has what requirements.txt pins."""
    requirements = (HERE / "requirements.txt").read_text()
    python = folder / "bin" / "python"
    done = folder / "installed.txt"
    if not (done.exists() and done.read_text() == requirements):
        say("Installing polars, pandas and frictionless …")
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", HERE / "requirements.txt"], check=True)
        done.write_text(requirements)
    return python


def generate(generator, file, users, folder):
    path = folder / file.name
    # A row has about 165 bytes.
    if shutil.disk_usage(folder).free < users * 200:
        sys.exit(f"There is no room for {users:,} users in {folder}")
    with path.open("wb") as out:
        subprocess.run([generator, str(users), str(file.broken), file.dialect], stdout=out, check=True)
    return path.stat().st_size


def run(measure, work):
    """Runs a work once, and leaves what it took with it."""
    answer = subprocess.run(
        [measure, *work.command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    if answer.returncode:
        sys.exit(f"{work.name} could not be run: {answer.stderr}")
    took = json.loads(answer.stdout)
    if took["status"] != work.status:
        sys.exit(f"{work.name} ended with {took['status']} and not {work.status}: {answer.stderr}")
    return took


def run_all(measure, all_works):
    """All works in turn, again and again, so that what disturbs the machine disturbs all of them."""
    say("Once to warm the cache, unmeasured …")
    for work in all_works:
        if work.runs > 1:
            run(measure, work)
    rounds = max(work.runs for work in all_works)
    for number in range(rounds):
        due = [work for work in all_works if number < work.runs]
        if len(due) > 1:
            say(f"Run {number + 1}: {len(due)} works …")
        for work in due:
            work.measured.append(run(measure, work))


def machine(load):
    """What was measured on."""
    model = platform.processor() or platform.machine()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    rustc = subprocess.run(["rustc", "--version"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return {
        "date": datetime.date.today().isoformat(),
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "system": f"{platform.system()} {platform.release()}",
        "rustc": rustc.stdout.strip(),
        "load_before": round(load, 2),
    }


def result(work, all_works, sizes):
    """A work's numbers as they are written."""
    against = all_works[works.yardstick(work.file)].seconds if works.yardstick(work.file) in all_works else None
    return {
        "key": work.key,
        "work": work.name,
        "file": work.file.about,
        "seconds": work.seconds,
        "mb_per_second": sizes[work.file.name] / work.seconds / 1e6,
        "ratio_to_csv": work.seconds / against if against else None,
        "cpu_seconds": work.cpu_seconds,
        "peak_bytes": work.peak_bytes,
        "runs": work.measured,
    }


def print_tables(about, results, found, given, sizes):
    print(
        f"{about['processor']}, {about['cores']} cores, {about['system']}, {about['rustc']}, {about['date']}. "
        f"{given.users:,} users in {sizes[works.PLAIN.name] / 1e6:.1f} MB, warm cache, medians; "
        "ratios are to `csv::ByteRecord` on the same file.\n"
    )
    print("| Work | File | Seconds | MB/s | Ratio | Peak MB | Runs |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for row in results:
        ratio = f"{row['ratio_to_csv']:.2f} ×" if row["ratio_to_csv"] else ""
        speed = goals.figure(row["mb_per_second"]) if row["ratio_to_csv"] else ""
        print(
            f"| {row['work']} | {row['file']} | {row['seconds']:.4f} | {speed} | {ratio} "
            f"| {row['peak_bytes'] / 1e6:.1f} | {len(row['runs'])} |"
        )
    print("\n| Goal | What | Bound | Measured | |")
    print("|--:|---|--:|--:|---|")
    for goal in found:
        print(f"| {goal.number} | {goal.about} | {goal.bound} | {goal.measured} | {goal.met} |")


def main():
    given = arguments()
    # Before the building, which is a load itself.
    load = os.getloadavg()[0]
    target = target_folder()
    folder = target / "compare"
    folder.mkdir(parents=True, exist_ok=True)

    say("Building …")
    tool = cargo("build", "--release", "--bin", "cognito-preflight")["cognito-preflight"]
    benches = cargo("bench", "--no-run", "--bench", "generate", "--bench", "stages")
    manifest = ["--manifest-path", HERE / "yardsticks" / "Cargo.toml"]
    yardsticks = cargo("build", "--release", *manifest, "--target-dir", target / "compare-yardsticks")
    python = None if given.no_peers else environment(target / "compare-venv")

    say("Writing the files …")
    sizes = {file.name: generate(benches["generate"], file, given.users, folder) for file in works.FILES}
    sizes[works.TEN.name] = generate(benches["generate"], works.TEN, 10, folder)
    with (folder / works.TEN.name).open() as lines:
        (folder / "header.csv").write_text(lines.readline())

    # A machine with more cores is measured on as many as the goals are about.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    about = machine(load)
    if about["cores"] < CORES:
        say(f"This machine has fewer than {CORES} cores: two threads cannot be faster than one.")
    if about["load_before"] > 0.5:
        say(f"Others use this machine (load {about['load_before']}): expect noise.")
    if given.users != goals.FULL_SIZE:
        say(f"The goals are about {goals.FULL_SIZE:,} users: expect other ratios.")

    caller = works.Tool(tool, yardsticks["split"], HERE, folder)
    all_works = works.own_works(caller, given.runs)
    if python is not None:
        all_works += works.peer_works(caller, python, given.runs)
    all_works += works.qsv_works(caller, given.runs)
    run_all(yardsticks["measure"], all_works)

    huge = None
    if given.huge is not None:
        say(f"Writing and checking {given.huge:,} users …")
        sizes[works.HUGE.name] = generate(benches["generate"], works.HUGE, given.huge, folder)
        # More users than a job takes: the prediction is that it fails.
        name = f"**`check`**, 2 threads, {given.huge:,} users"
        work = caller.check("huge", name, works.HUGE, runs=1, status=1)
        work.measured.append(run(yardsticks["measure"], work))
        caller.path(works.HUGE).unlink()
        all_works.append(work)
        huge = (work, given.huge)

    say("Running the benchmarks of single values …")
    command = [benches["stages"], "--bench", *goals.BENCHES]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout

    by_key = {work.key: work for work in all_works}
    found = goals.goals(by_key, sizes, goals.read_benches(printed), huge, works.yardstick)
    results = [result(work, by_key, sizes) for work in all_works]
    print_tables(about, results, found, given, sizes)
    if given.json is not None:
        document = {
            "machine": about,
            "users": given.users,
            "file_bytes": sizes,
            "works": results,
            "goals": [vars(goal) for goal in found],
        }
        given.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
