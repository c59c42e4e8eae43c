#!/usr/bin/env python3
"""Writes the seeds of the corpus: the files of tests/cases.json and of samples/, and a few more.

A structured target reads its bytes as choices, so any bytes are a seed for it; the files serve there
as well as others would.
"""

import json
import pathlib

here = pathlib.Path(__file__).parent
root = here.parent
cases = json.loads((root / "tests/cases.json").read_text())
cases = cases["cases"] if isinstance(cases, dict) else cases
samples = root / "samples"


def write(target, name, data):
    folder = here / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data[:4096])


def rows(text):
    return text.split("\n", 1)[1] if "\n" in text else ""


for case in cases[::3]:
    text = case.get("csv")
    if not text:
        continue
    data = text.encode("utf-8", "surrogatepass")
    body = rows(text).encode("utf-8", "surrogatepass")
    write("cognito_reader", case["id"], b"\x07\x03" + body)
    write("rfc4180_differential", case["id"], b"\x05\x09" + body)
    write("check_row", case["id"], body[::-1])
    write("clean_roundtrip", case["id"], body[::-1])
    write("schema_json", case["id"], json.dumps(case["pool"]).encode())

for name in ("header.json", "pool.json", "existing.json"):
    write("schema_json", name, (samples / name).read_bytes())
write("schema_json", "plain-names", b"ana\nbo\n")
write("schema_json", "template", ",".join(cases[0]["header"]).encode() + b"\n")

export = (samples / "export.csv").read_bytes()
for start in range(0, 12_000, 3_000):
    write("rfc4180_differential", f"export-{start}", b"\x40\x10" + export[start : start + 1_500])
difficult = {
    "quotes": b'"a","b ""c""","d"\r\n"",,""\n',
    "line-breaks": b'"a\nb","c\r\nd","e\rf"\n',
    "open": b'a,"b\nc,d,e\nf,g,h\n',
    "after-quote": b'"a"b,"c" ,d\n',
    "carriage-returns": b"a,b,c\rd,e,f\r",
    "blank-lines": b"\n\n , ,\n\r\na,b,c\n\n",
    "zeros": b"\x00,\x00\n\x00",
    "ragged": b"a\na,b\na,b,c,d\n",
}
for name, data in difficult.items():
    write("rfc4180_differential", name, b"\x02\x01" + data)
    write("cognito_reader", name, b"\x02\x01" + data)

text = "ana@example.com,ana\njosé@example.com,josé\n"
encodings = ["utf-8", "utf-16-le", "utf-16-be", "cp1252", "iso8859-2", "shift_jis", "gb18030", "euc-kr"]
for number, encoding in enumerate(encodings):
    write("decode", encoding, bytes([number]) + text.encode(encoding, "replace"))
    write("decode", encoding + "-broken", bytes([number]) + text.encode(encoding, "replace") + b"\xff\x81\x00")

for number in range(24):
    write("wire", f"bytes-{number}", bytes((number * 37 + place * (number + 3)) % 256 for place in range(300)))
for number in range(24):
    choices = bytes((number * 41 + place * (2 * number + 5)) % 256 for place in range(100))
    write("broken_structure", f"bytes-{number}", choices)
for number in range(12):
    write("faults", f"call-{number}", bytes((number, number * 7, 0, number, 1, 30)) + b"bo@example.com,true,false,bo\n" * 3)

for number in range(12):
    steps = bytes((number * 29 + place * (2 * number + 5)) % 251 for place in range(400))
    write("wire", f"sign-in-{number}", bytes(210) + steps)
write("wire", "object", b"\x00\x20" + b'{"UserPoolId": "us-east-1_Fuzz", "MaxResults": 60}')
write("wire", "address", b"\xff" * 40 + b"/1/p_1/import-1?X-Amz-Date=20231114T221320Z&X-Amz-Expires=899&X-Amz-Signature=0")

values = """ana@example.com|a@b|"a b"@example.com|ana@[127.0.0.1]|josé@example.com|Ana <ana@example.com>
+12065550100|+16502530000|+1 (206) 555-0100|030 123456|(030) 12-34|1.2E+11|+4930123456|+551123456789
01/31/1990|1990-01-31|31.12.1990|2/1/90|1700000000|1700000000000|2016-08-17T17:04:31+02:00
true|TRUE|Yes|0|-17.5|1e5|0x10|\u200bana\u00a0|  x |\u202e
$2b$12$2n0aoT2Feqxra3uXMzNauuTCShKuZRvof2jdJYTGjPkD3BZD8AJE6
16384$8$1$00112233445566778899aabbccddeeff$486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111
$argon2id$v=19$m=19456,t=2,p=1$ABEiM0RVZneImaq7zN3u/w$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo
$pbkdf2-sha256$600000$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok"""
hashes = json.loads((root / "tests/password_hashes.json").read_text())
for number, vector in enumerate(hashes):
    text = vector["hash_as_exported"]
    text = text if isinstance(text, str) else json.dumps(text)
    if vector["expected_import_value"]:
        write("password_hashes", f"vector-{number}", text.encode())
for number in range(16):
    write("password_hashes", f"layout-{number}", bytes([4] * 4 + list(range(16)) + [number, 200, 30, 7, 9, number * 5]))
for number in range(24):
    write("mapping", f"bytes-{number}", bytes((number * 41 + place * (number + 5)) % 256 for place in range(200)))
arrays = {
    "array": b'[{"u":"a","n":"b"},\n {"u":"c"}]',
    "lines": b'{"u":"a"}\n{"u":"b","n":"c"}\n',
    "object": b'{"users":[{"u":"a"}],"x":1}',
    "deep": b'{"a":{"c":[],"b":[{"u":"a"}]}}',
    "bad": b'[{"u":"a"},oops,{"b":}]',
    "cut": b'[{"u":"a"},{"u":"b',
    "texts": b'["a",1,null,{"u":"\\u00e9"}]',
}
for name, data in arrays.items():
    write("json_reader", name, b"\x00" + data)
for number in range(16):
    write("json_reader", f"bytes-{number}", bytes((number * 29 + place * (number + 7)) % 256 for place in range(120)))
for number, value in enumerate(value for line in values.split("\n") for value in line.split("|")):
    write("values", f"value-{number}", value.encode())
