"""PHP, Node, Ruby, Perl, R, Go, Java, Miller and jq."""

from collections.abc import Iterator

from files import COLUMNS, RENAME, SPACES, TABLE, File
from people import ANA, BO, DEE, EVE, FAY, GUS, JAN, JUERGEN, PEOPLE, ZOE
from tools import PROGRAMS, WORK, as_base64, as_json, debian, first_line, run


def of_php() -> Iterator[File]:
    version = f"PHP {debian('php8.2-cli')}"

    def written(way: str, people=PEOPLE) -> bytes:
        return run(["php", PROGRAMS / "write.php", way], as_json(people))

    pipe = DEE.but(address='5 Oak St, 2\\" pipe in the yard')
    people = [pipe if person is DEE else person for person in PEOPLE]
    yield File(
        "php/fputcsv.csv",
        f"{version}, fputcsv($file, $row)",
        "quotes also where there is a space, true as 1 and false as nothing; after a backslash PHP does not double a"
        " quotation mark",
        written("default", people),
        people,
        RENAME + SPACES,
        held=lambda person: "a quotation mark that PHP did not double" if person is pipe else None,
    )
    yield File(
        "php/fputcsv-semicolon.csv",
        f"{version}, fputcsv($file, $row, ';', '\"', '', \"\\r\\n\")",
        "semicolons, CRLF, without PHP's own escape character",
        written("semicolon"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "php/implode.csv",
        f"{version}, '\"' . implode('\",\"', $row) . '\"'",
        "quotation marks inside quotation marks, not doubled",
        written("implode"),
        PEOPLE,
        RENAME + SPACES,
        held=lambda person: (
            "quotation marks that are not doubled" if '"' in f"{person.given}{person.note}{person.address}" else None
        ),
    )


def of_node() -> Iterator[File]:
    version = f"Node {first_line(['node', '--version']).removeprefix('v')}"

    def package(name: str) -> str:
        asked = f"require('./node_modules/{name}/package.json').version"
        return f"{name} {run(['node', '-p', asked], cwd=WORK / 'node').decode().strip()}, {version}"

    def written(way: str, people=PEOPLE, columns=COLUMNS, dates: bool = False) -> bytes:
        return run(["node", PROGRAMS / "write.mjs", way], as_json(people, columns, dates), cwd=WORK / "node")

    with_update = [*COLUMNS, ("updated_at", "updated")]
    yield File(
        "node/csv-stringify.csv",
        f"{package('csv-stringify')}, stringify(rows, {{ header: true, columns }})",
        "true as 1 and false as nothing; updated_at in milliseconds",
        written("csv-stringify", columns=with_update),
        PEOPLE,
        RENAME + SPACES,
        meaning=TABLE | {"updated_at": "updated"},
    )
    yield File(
        "node/csv-stringify-excel.csv",
        f"{package('csv-stringify')}, with bom, delimiter ';', quoted_string, dates by toISOString()",
        "a byte order mark, semicolons, CRLF, text in quotation marks; birthdates with midnight in UTC",
        written("csv-stringify-excel", columns=with_update, dates=True),
        PEOPLE,
        RENAME + SPACES,
        meaning=TABLE | {"updated_at": "updated"},
    )
    yield File(
        "node/papaparse.csv",
        f"{package('papaparse')}, Papa.unparse({{ fields, data }})",
        "CRLF between lines and none at the end",
        written("papaparse"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "node/papaparse-guarded.csv",
        f"{package('papaparse')}, Papa.unparse(…, {{ quotes: true, escapeFormulae: true }})",
        "an apostrophe before what a spreadsheet would calculate: +1… and =Jan",
        written("papaparse-guarded"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "node/json2csv.csv",
        f"{package('@json2csv/plainjs')}, new Parser().parse(users)",
        "text in quotation marks, and blanks without",
        written("json2csv"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "node/json2csv-excel.csv",
        f"{package('@json2csv/plainjs')}, with the formatter stringExcel",
        'every text as ="…", quotation marks inside doubled twice',
        written("json2csv-excel"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "node/fast-csv.csv",
        f"{package('fast-csv')}, format({{ headers, writeBOM: true, rowDelimiter: '\\r\\n' }})",
        "a byte order mark, CRLF",
        written("fast-csv"),
        PEOPLE,
        RENAME + SPACES,
    )
    lost = {
        "line break": [FAY],
        "comma": [person for person in PEOPLE if "," in f"{person.family}{person.address}{person.note}"],
    }
    yield File(
        "node/template-literals.csv",
        f"{version}, row.map((value) => `${{value}}`).join(',')",
        "no quoting at all, null as text; commas and line breaks break rows",
        written("template-literals"),
        PEOPLE,
        ["--quote", "none", "--null", "null,undefined", *RENAME],
        held=lambda person: next(
            (f"its row is broken by a {why}" for why, people in lost.items() if person in people), None
        ),
    )
    quoted = [
        ANA.but(note='"call back'),
        BO.but(address="2 Mill Rd", note="VIP"),
        ZOE.but(note='said "yes"'),
        JUERGEN,
        EVE,
        GUS,
        JAN,
    ]
    for name, more, held in (
        ("open", [], "a quotation mark opens in one row and closes in another"),
        ("open-quote-none", ["--quote", "none"], None),
    ):
        yield File(
            f"node/template-literals-{name}.csv",
            f"{version}, row.map((value) => `${{value}}`).join(',')",
            "no quoting: a note begins with a quotation mark, and one two rows below has some",
            written("template-literals", quoted),
            quoted,
            [*more, "--null", "null,undefined", *RENAME],
            held=lambda person, held=held: held if person in quoted[:3] else None,
        )
    yield File(
        "node/json-stringify.csv",
        f"{version}, row.map((value) => JSON.stringify(value ?? '')).join(',')",
        "fields as JSON: backslashes before quotation marks, \\n for line breaks",
        written("json-stringify"),
        PEOPLE,
        ["--escape", "backslash", *RENAME, *SPACES],
        breaks_in=(),
    )


def of_ruby() -> Iterator[File]:
    version = first_line(["ruby", "--version"]).split(" (")[0].split("p")[0]

    def written(way: str) -> bytes:
        return run(["ruby", PROGRAMS / "write.rb", way], as_json())

    yield File(
        "ruby/generate.csv",
        f"{version}, CSV.generate",
        "quotes where needed",
        written("default"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "ruby/forced.csv",
        f"{version}, CSV.generate(force_quotes: true, col_sep: ';', row_sep: \"\\r\\n\")",
        "semicolons, CRLF, every field in quotation marks",
        written("forced"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "ruby/nil.csv",
        f"{version}, CSV.generate(write_nil_value: 'nil')",
        "nil where there is nothing",
        written("empty-quoted"),
        PEOPLE,
        ["--null", "nil", *RENAME, *SPACES],
    )


def of_perl() -> Iterator[File]:
    version = f"Perl {debian('perl')}, Text::CSV {debian('libtext-csv-perl')}"

    def written(way: str) -> bytes:
        return run(["perl", PROGRAMS / "write.pl", way], as_json())

    yield File(
        "perl/text-csv.csv",
        f"{version}, binary => 1",
        "quotes also where there is a space or a character outside of ASCII; true as 1 and false as 0",
        written("default"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "perl/always-quoted.csv",
        f"{version}, always_quote => 1, undef_str => '\\N', eol => \"\\r\\n\"",
        "every field in quotation marks but \\N where there is nothing",
        written("quoted"),
        PEOPLE,
        ["--null", r"\N", *RENAME, *SPACES],
    )


def of_r() -> Iterator[File]:
    version = " ".join(first_line(["R", "--version"]).split()[:3])

    def written(way: str) -> bytes:
        return run(["Rscript", "--vanilla", PROGRAMS / "write.R", way], as_base64(true="TRUE", false="FALSE"))

    yield File(
        "r/write-csv.csv",
        f"{version}, write.csv(users)",
        "the row names in a first column, NA where there is nothing, TRUE and FALSE",
        written("write-csv"),
        PEOPLE,
        ["--null", "NA", *RENAME, *SPACES],
    )
    yield File(
        "r/write-csv2.csv",
        f"{version}, write.csv2(users, row.names = FALSE, na = '')",
        "semicolons",
        written("write-csv2"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "r/write-table.tsv",
        f"{version}, write.table(users, sep = '\\t', row.names = FALSE)",
        "tabs, and a backslash before a quotation mark inside quotation marks",
        written("write-table"),
        PEOPLE,
        ["--escape", "backslash", "--null", "NA", *RENAME, *SPACES],
    )
    yield File(
        "r/write-table-quote-false.tsv",
        f"{version}, write.table(users, sep = '\\t', row.names = FALSE, quote = FALSE)",
        "no quoting: quotation marks are data, and a line break breaks the row",
        written("write-table-quote-false"),
        PEOPLE,
        ["--quote", "none", "--null", "NA", *RENAME],
        held=lambda person: "its row is broken by a line break" if person is FAY else None,
    )


def of_go() -> Iterator[File]:
    version = "Go " + first_line(["go", "version"]).split()[2].removeprefix("go")

    def written(way: str) -> bytes:
        return run(["go", "run", PROGRAMS / "write.go", way], as_json())

    yield File(
        "go/encoding-csv.csv",
        f"{version}, encoding/csv and fmt.Sprint",
        "<nil> where there is nothing",
        written("commas"),
        PEOPLE,
        ["--null", "<nil>", *RENAME, *SPACES],
    )
    yield File(
        "go/encoding-csv-tabs.tsv",
        f"{version}, encoding/csv with Comma = '\\t' and UseCRLF",
        "tabs, CRLF, <nil> where there is nothing",
        written("tabs"),
        PEOPLE,
        ["--null", "<nil>", *RENAME, *SPACES],
    )


def of_java() -> Iterator[File]:
    version = f"Java {first_line(['java', '--version']).split()[1]}"
    jars = ":".join(
        f"/usr/share/java/{name}.jar" for name in ("opencsv", "commons-csv", "commons-lang3", "commons-text")
    )

    def written(way: str) -> bytes:
        return run(["java", "-cp", jars, PROGRAMS / "Write.java", way], as_base64())

    opencsv = f"opencsv {debian('libopencsv-java')}, {version}"
    commons = f"commons-csv {debian('libcommons-csv-java')}, {version}"
    yield File(
        "java/opencsv.csv",
        f"{opencsv}, new CSVWriter(out)",
        "every field in quotation marks but what is null",
        written("opencsv"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "java/commons-csv-excel.csv",
        f"{commons}, CSVFormat.EXCEL",
        "CRLF, quotes where needed",
        written("Excel"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "java/commons-csv-mysql.tsv",
        f"{commons}, CSVFormat.MYSQL",
        "tabs, \\N, backslashes",
        written("MySQL"),
        PEOPLE,
        ["--from", "mysql", *RENAME, *SPACES],
        breaks_in=(),
    )
    yield File(
        "java/commons-csv-informix.csv",
        f"{commons}, CSVFormat.INFORMIX_UNLOAD",
        "pipes, a backslash before pipes and line breaks",
        written("InformixUnload"),
        PEOPLE,
        ["--escape", "backslash", *RENAME, *SPACES],
    )


def of_miller() -> Iterator[File]:
    version = f"Miller {debian('miller')}"
    flat = run(["node", PROGRAMS / "write.mjs", "csv-stringify"], as_json(), cwd=WORK / "node")

    def written(*how: str) -> bytes:
        return run(["mlr", "--icsv", *how, "cat"], flat)

    yield File(
        "miller/csv.csv",
        f"{version}, mlr --icsv --ocsv cat",
        "quotes where needed",
        written("--ocsv"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "miller/tsv.tsv",
        f"{version}, mlr --icsv --otsv cat",
        "no quoting: \\n for a line break; quotation marks are data",
        written("--otsv"),
        PEOPLE,
        ["--quote", "none", "--escape", "backslash", *RENAME, *SPACES],
        breaks_in=(),
    )


def of_jq() -> Iterator[File]:
    version = first_line(["jq", "--version"]).replace("-", " ")
    for way, what, options, breaks in (
        (
            "csv",
            "text in quotation marks, as people write a Cognito file from JSON",
            RENAME + SPACES,
            ("address", "note"),
        ),
        (
            "tsv",
            "no quoting: \\n for a line break; quotation marks are data",
            ["--escape", "backslash", "--quote", "none", *RENAME, *SPACES],
            (),
        ),
    ):
        yield File(
            f"jq/at-{way}.{way}",
            f"{version}, .columns, .rows[] | @{way}",
            what,
            run(["jq", "-r", f".columns, .rows[] | @{way}"], as_json()),
            PEOPLE,
            options,
            breaks_in=breaks,
        )


def files() -> Iterator[File]:
    for of in (of_php, of_node, of_ruby, of_perl, of_r, of_go, of_java, of_miller, of_jq):
        yield from of()
