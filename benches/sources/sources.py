#!/usr/bin/env python3
"""Times `clean --source auth0` with joined hashes against `jq -c`, a pandas script and polars' scan_ndjson, over the same
files in one run.

benches/sources/sources.py [--users N] [--runs N] [--no-peers] [--joined N]

Needs Linux, cargo, Python 3.11 or later with its venv module, jq, and the registries. All files are made below target/.
Each work runs once unmeasured and then in turn with all others. The time of the processor counts: unlike that of the
clock it says what a work takes on a machine that has other things to do.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import generate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORES = 2
GOAL_BYTES = 150e6
GOAL_MEMORY = 160e6
GOAL_RECORD = 120
COLUMNS = (
    "name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,"
    "gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,custom:plan,"
    "cognito:mfa_enabled,cognito:username,password_hash"
)
POOL = {
    "UserPool": {
        "AutoVerifiedAttributes": ["email", "phone_number"],
        "MfaConfiguration": "OFF",
        "SchemaAttributes": [{"Name": "custom:plan", "AttributeDataType": "String", "Mutable": True}],
    }
}


def target_folder():
    command = ["cargo", "metadata", "--locked", "--no-deps", "--format-version=1"]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return pathlib.Path(json.loads(answer.stdout)["target_directory"])


def environment(folder):
    """The Python of a virtual environment with the libraries that benches/compare pins."""
    wanted = (ROOT / "benches/compare/requirements.txt").read_text()
    python, done = folder / "bin/python", folder / "installed.txt"
    if not (done.exists() and done.read_text() == wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", ROOT / "benches/compare/requirements.txt"], check=True)
        done.write_text(wanted)
    return python


def measured(command):
    """Seconds by the clock and of the processor, and the peak of the memory in bytes."""
    command = [str(word) for word in command]
    begun = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(process, 0)
    # A cleaning that rejects rows ends with 1.
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def clean(tool, folder, users, hashes, *more):
    command = [tool, "clean", users, "--source", "auth0", *(["--join", f"hashes={hashes}"] if hashes else [])]
    command += ["--csv-header", folder / "header.json", "--user-pool", folder / "pool.json", "--split"]
    command += ["--output", folder / "users.csv", "--plan", folder / "plan.jsonl", "--force", "--quiet"]
    return [*command, "--threads", CORES, *more]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true", help="leave out jq, pandas and polars")
    parser.add_argument("--joined", type=int, metavar="N", help="also join so many records, such as 5,000,000")
    given = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    subprocess.run(["cargo", "build", "--release", "--locked", "--bin", "cognito-preflight"], cwd=ROOT, check=True)
    target = target_folder()
    folder = target / "sources"
    users, hashes = generate.users_file(given.users, folder), generate.hash_file(given.users, folder)
    (folder / "header.json").write_text(json.dumps(COLUMNS.split(",")))
    (folder / "pool.json").write_text(json.dumps(POOL))
    tool = target / "release/cognito-preflight"
    works = {
        "clean --source auth0 --join": clean(tool, folder, users, hashes),
        "clean --source auth0": clean(tool, folder, users, None),
    }
    if not given.no_peers:
        python = environment(target / "sources-venv")
        output = folder / "peers.csv"
        if shutil.which("jq"):
            works["jq -c ."] = ["sh", "-c", f"jq -c . '{users}' >/dev/null"]
        works["pandas"] = [python, HERE / "pandas_script.py", users, hashes, output]
        works["polars scan_ndjson"] = [python, HERE / "polars_script.py", users, hashes, output]
    took = {name: [] for name in works}
    for number in range(given.runs + 1):
        for name, command in works.items():
            result = measured(command)
            if number:
                took[name].append(result)
    size = users.stat().st_size
    print(f"{given.users:,} users, {size / 1e6:,.0f} MB, and {hashes.stat().st_size / 1e6:,.0f} MB of hashes\n")
    print("| Work | Seconds | Processor seconds | MB/s a core | to jq | Peak MB |\n|---|--:|--:|--:|--:|--:|")
    middle = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in took.items()}
    jq = middle.get("jq -c .", (0, 0, 0))[1]
    for name, (clock, processor, peak) in middle.items():
        ratio = f"{processor / jq:.2f} ×" if jq else ""
        row = f"{clock:.2f} | {processor:.2f} | {size / processor / 1e6:,.0f} | {ratio} | {peak / 1e6:,.0f}"
        print(f"| {name} | {row} |")
    clock, processor, peak = middle["clean --source auth0 --join"]
    print(f"\nGoals: {size / clock / 1e6:,.0f} of {GOAL_BYTES / 1e6:.0f} MB a second by the clock,", end=" ")
    print(f"{CORES * size / processor / 1e6:,.0f} by the processor's time on {CORES} cores;", end=" ")
    print(f"{peak / 1e6:,.0f} of {GOAL_MEMORY / 1e6:.0f} MB")
    if given.joined:
        some = 1000
        few = generate.users_file(some, folder)
        with_many = measured(clean(tool, folder, few, generate.hash_file(given.joined, folder)))[2]
        with_few = measured(clean(tool, folder, few, generate.hash_file(some, folder)))[2]
        each = (with_many - with_few) / (given.joined - some)
        print(f"A joined record of {given.joined:,} takes {each:.1f} of {GOAL_RECORD} bytes")


if __name__ == "__main__":
    main()
