"""Writes the fixtures of tests/exports again. See the README beside; make.sh installs what is needed first."""

import argparse
import importlib
import json
import shutil
from pathlib import Path

from files import write_pools

WRITERS = [
    "python_csv",
    "frames",
    "languages",
    "databases",
    "spreadsheets",
    "identity",
    "customers",
    "applications",
    "shell",
]
FOLDER = Path(__file__).parent.parent
MARK = "<!-- made by make/make.py from the truths -->\n"


def catalogue() -> str:
    """The table of the README."""
    rows = []
    for path in sorted(FOLDER.glob("*/*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        able = sum(user["importable"] for user in truth["users"])
        texts = (
            f"`{path.parent.name}/{truth['file']}`",
            truth["writer"],
            truth["what"],
            f"{able} of {len(truth['users'])}",
        )
        rows.append("| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |\n")
    return "| File | Written by | What is in it | Importable |\n|---|---|---|--:|\n" + "".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("writers", nargs="*", default=WRITERS, help="only these writers; by default all, from scratch")
    wanted = parser.parse_args().writers
    if wanted == WRITERS:
        for path in FOLDER.glob("*/*.truth.json"):
            if path.parent.exists():
                shutil.rmtree(path.parent)
    write_pools(FOLDER / "pools")
    for writer in wanted:
        for file in importlib.import_module(f"writers.{writer}").files():
            file.write(FOLDER)
    readme = FOLDER / "README.md"
    text, mark, _ = readme.read_text(encoding="utf-8").partition(MARK)
    readme.write_text(text + mark + catalogue(), encoding="utf-8")


if __name__ == "__main__":
    main()
