#!/usr/bin/env python3
"""Compares what two builds of the tool make of the same files.

    tests/compare-binaries/compare.py OLD NEW [--only TEXT] [--heavy]

Both run over the samples, every case of tests/cases.json and every file of the fuzz corpus, as it is and
after a header, with several sets of options. Compared are the exit status, the JSON document, the report
of each row, the cleaned and the rejected files. Names of rules and repairs of OLD are translated by
renames.tsv (`old<TAB>new`). Wording is not compared: it is for people. A difference that is meant has a
line in differences.tsv (`input<TAB>why`; an input that ends in * stands for all that begin so).

Needs Python 3.9 and nothing else. Exits with 1 where something differs that is not listed.
"""

import argparse
import base64
import concurrent.futures
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

SMALL_HEADER = "email,email_verified,cognito:mfa_enabled,cognito:username"
WIDE_HEADER = (
    "name,email,email_verified,birthdate,phone_number,phone_number_verified,updated_at,"
    "preferred_username,custom:c0,custom:c1,cognito:mfa_enabled,cognito:username"
)
SMALL_POOL = {"Id": "us-east-1_EXAMPLE01", "AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OFF"}
WIDE_POOL = {
    "Id": "us-east-1_EXAMPLE01",
    "AutoVerifiedAttributes": ["email", "phone_number"],
    "AliasAttributes": ["email", "preferred_username"],
    "MfaConfiguration": "OPTIONAL",
    "SchemaAttributes": [
        {"Name": "custom:c0", "AttributeDataType": "String",
         "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "20"}},
        {"Name": "custom:c1", "AttributeDataType": "Number",
         "NumberAttributeConstraints": {"MinValue": "0", "MaxValue": "99"}},
    ],
}

# Each set of options: a name and the arguments after the input and the schema.
CHECK = ("check", ["check"])
CLEANINGS = [
    ("clean", ["clean"]),
    ("clean cognito", ["clean", "--from", "cognito"]),
    ("clean rfc4180", ["clean", "--from", "rfc4180"]),
    ("clean asked", ["clean", "--from", "rfc4180", "--newlines-to-space", "--backslash-to-slash",
                     "--strip-leading-quotes", "--default-region", "US", "--date-order", "dmy",
                     "--drop-unknown-columns"]),
]
SET = ("clean set", ["clean", "--set", "email_verified=true"])


def inputs(heavy):
    """Yields (name, bytes or a generator's case, header, pool or None, existing users or None, arguments)."""
    samples = ROOT / "samples"
    schema = ((samples / "header.json").read_bytes(), (samples / "pool.json").read_bytes(),
              (samples / "existing.json").read_bytes(), [])
    rename = ["--rename", "Username=cognito:username", "--drop-unknown-columns"]
    for path in sorted(samples.glob("*.csv")):
        data = path.read_bytes()
        yield f"samples/{path.name}", data, *schema, [CHECK, *CLEANINGS]
        renamed = ("clean renamed", ["clean", *rename])
        if b"Username" in data.splitlines()[0]:
            yield f"samples/{path.name} renamed", data, *schema, [renamed]
    for case in json.loads((ROOT / "tests/cases.json").read_bytes()):
        if case.get("csv_base64"):
            data = base64.b64decode(case["csv_base64"])
        elif case.get("csv_generate"):
            if not heavy:
                continue
            made = case["csv_generate"]
            rows = (made["row"].replace("{i}", str(n)) for n in range(1, made["count"] + 1))
            lines = itertools.chain([",".join(made["header"])], rows)
            data = "".join(line + made["newline"] for line in lines).encode()
        else:
            data = case["csv"].encode()
        algorithm = (case.get("job_input") or {}).get("PasswordHashingAlgorithm")
        more = ["--password-hashing-algorithm", algorithm] if algorithm else []
        header = json.dumps({"UserPoolId": case["pool"]["Id"], "CSVHeader": case["header"]})
        works = [CHECK, *CLEANINGS]
        if "email_verified" in case["header"]:
            works.append(SET)
        existing = json.dumps({"Users": case["existing_users"]})
        yield (f"case {case['id']}", data, header.encode(), json.dumps(case["pool"]).encode(),
               existing.encode(), more, works)
    for path in sorted((ROOT / "fuzz/corpus").glob("*/*")):
        if path.parent.name in ("schema_json", "wire"):
            continue  # Documents and requests, not files of users.
        data = path.read_bytes()
        name = f"corpus {path.parent.name}/{path.name}"
        small, wide = SMALL_HEADER.encode(), WIDE_HEADER.encode()
        pools = json.dumps(SMALL_POOL).encode(), json.dumps(WIDE_POOL).encode()
        yield name, data, small, pools[0], None, [], [CHECK, CLEANINGS[0]]
        yield f"{name} small", small + b"\n" + data, small, pools[0], None, [], [CHECK, *CLEANINGS, SET]
        yield f"{name} wide", wide + b"\n" + data, wide, pools[1], None, [], [CHECK, *CLEANINGS, SET]


def read_pairs(path):
    if not path.exists():
        return []
    lines = path.read_text().splitlines()
    return [tuple(line.split("\t", 1)) for line in lines if line.strip() and not line.startswith("#")]


class Translation:
    """Replaces old names of rules and repairs by new ones."""

    def __init__(self, pairs):
        self.names = {old: new for old, new in pairs if old != new}
        words = "|".join(sorted(map(re.escape, self.names), key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") if words else None

    def __call__(self, text):
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda found: self.names[found.group()], text)


def document(text):
    """What is compared of the JSON document: no wording, and no order that is not said to mean anything."""
    if not text:
        return None
    document = json.loads(text)
    document.pop("rule_help", None)
    for job in [document, *document.get("jobs", [])]:
        job.get("prediction", {}).pop("reasons", None)
        job.get("input", {}).pop("because", None)
        job.get("input", {}).pop("hint", None)
    document["assumed"] = len(document.get("assumed") or [])
    return document


def report(text):
    rows = []
    for line in text.splitlines():
        row = json.loads(line)
        for finding in row["findings"]:
            finding.pop("because", None)
        for member in ("findings", "repairs"):
            row[member].sort(key=lambda each: json.dumps(each, sort_keys=True))
        rows.append(row)
    return rows


def reasons(text):
    """The rejected file, with the rules of a row, which its last field lists, in order of their names."""

    def ordered(line):
        last = re.search(r"[a-z -]*$", line)
        return line[:last.start()] + " ".join(sorted(last.group().split(" ")))

    return [ordered(line.rstrip("\r")) for line in text.split("\n")]


def run(binary, translate, data, header, pool, existing, more, arguments):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "in.csv").write_bytes(data)
        name = "header.json" if header.lstrip().startswith((b"{", b"[")) else "header.csv"
        (folder / name).write_bytes(header)
        command = [binary, arguments[0], "in.csv", *arguments[1:], *more, "--csv-header", name,
                   "--format", "json", "--report", "report.jsonl", "--threads", "1"]
        if pool is not None:
            (folder / "pool.json").write_bytes(pool)
            command += ["--user-pool", "pool.json"]
        if existing is not None:
            (folder / "existing.json").write_bytes(existing)
            command += ["--existing-users", "existing.json"]
        if arguments[0] == "clean":
            command += ["--output", "out.csv", "--rejected", "rejected.csv"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=600)

        def read(name):
            path = folder / name
            return path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else None

        rows = read("report.jsonl")
        rejected = read("rejected.csv")
        return {
            "exit status": done.returncode,
            "document": document(translate(done.stdout.decode())),
            "report": None if rows is None else report(translate(rows)),
            "cleaned": read("out.csv"),
            "rejected": None if rejected is None else reasons(translate(rejected)),
        }


def first_difference(old, new):
    """Where two values differ, as a path and the two sides."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(set(old) | set(new)):
            if old.get(key) != new.get(key):
                path, *sides = first_difference(old.get(key), new.get(key))
                return (f".{key}{path}", *sides)
    if isinstance(old, list) and isinstance(new, list):
        for place, (left, right) in enumerate(zip(old, new)):
            if left != right:
                path, *sides = first_difference(left, right)
                return (f"[{place}]{path}", *sides)
        return "", f"{len(old)} of them", f"{len(new)} of them"
    return "", old, new


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--only", default="", help="inputs whose name has this text")
    parser.add_argument("--heavy", action="store_true", help="also the cases of half a million users")
    options = parser.parse_args()
    binaries = [str(pathlib.Path(path).resolve()) for path in (options.old, options.new)]
    translations = [Translation(read_pairs(HERE / "renames.tsv")), Translation([])]
    meant = read_pairs(HERE / "differences.tsv")

    def compare(job):
        name, work, given = job
        old, new = (run(binary, translate, *given)
                    for binary, translate in zip(binaries, translations))
        return [] if old == new else [(name, work, *first_difference(old, new))]

    jobs = [
        (name, work, (data, header, pool, existing, more, arguments))
        for name, data, header, pool, existing, more, works in inputs(options.heavy)
        if options.only in name
        for work, arguments in works
    ]
    differing = 0
    listed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for differences in pool.map(compare, jobs):
            for name, work, path, old, new in differences:
                if any(name == known or known.endswith("*") and name.startswith(known[:-1])
                       for known, _ in meant):
                    listed += 1
                    continue
                differing += 1
                print(f"{name}, {work}: {path.lstrip('.')}\n  old {json.dumps(old)[:300]}\n  new {json.dumps(new)[:300]}", flush=True)
    print(f"{len(jobs)} runs of each compared, {differing} differ, {listed} differ as is meant")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
