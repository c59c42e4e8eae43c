"""Password hashes that the libraries themselves make, anew in each run: what `clean` writes of them verifies the
password and no other, or is blank and named in the plan."""

import base64
import hashlib
import json
import os
import secrets
import subprocess

import argon2
import bcrypt
import pytest
from django.conf import settings
from django.contrib.auth import hashers
from passlib import hash as passlib
from werkzeug.security import generate_password_hash

from conftest import BINARY

# What programs of Node.js make: `run.sh` says where the script and its packages are.
SCRIPT = os.environ["HASHES_SCRIPT"]
PASSWORDS = [f"correct horse {secrets.token_hex(4)}", f"pässwörd-Ω-日本語-{secrets.token_hex(4)}"]
COLUMNS = ["cognito:username", "email", "email_verified", "cognito:mfa_enabled", "password_hash"]

settings.configure(PASSWORD_HASHERS=[])


class Argon2Within(hashers.Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 2, 19456, 1


class ScryptWithin(hashers.ScryptPasswordHasher):
    parallelism = 1


class Bcrypt(hashers.BCryptPasswordHasher):
    rounds = 4


class BcryptSha256(hashers.BCryptSHA256PasswordHasher):
    rounds = 4


def django(hasher, **more):
    return lambda password: hasher.encode(password, hasher.salt(), **more)


def within(password):
    return argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(password)


def bcrypt_of(prefix):
    return lambda password: bcrypt.hashpw(password.encode(), bcrypt.gensalt(4, prefix)).decode()


# For each maker the hash of a password, and the algorithm of the job that takes it; None where no job can.
MAKERS = {
    "bcrypt 2b": (bcrypt_of(b"2b"), "BCRYPT"),
    "bcrypt 2a": (bcrypt_of(b"2a"), "BCRYPT"),
    "bcrypt over the limit": (lambda password: bcrypt.hashpw(password.encode(), bcrypt.gensalt(13)).decode(), None),
    "argon2-cffi within the limits": (within, "ARGON2ID"),
    "argon2-cffi by default": (lambda password: argon2.PasswordHasher().hash(password), None),
    "django pbkdf2": (django(hashers.PBKDF2PasswordHasher(), iterations=260_000), "PBKDF2_SHA256"),
    "django pbkdf2 by default": (django(hashers.PBKDF2PasswordHasher()), None),
    "django pbkdf2 with sha1": (django(hashers.PBKDF2SHA1PasswordHasher(), iterations=1000), None),
    "django argon2": (django(Argon2Within()), "ARGON2ID"),
    "django argon2 by default": (django(hashers.Argon2PasswordHasher()), None),
    "django bcrypt": (django(Bcrypt()), "BCRYPT"),
    "django bcrypt_sha256": (django(BcryptSha256()), None),
    "django scrypt": (django(ScryptWithin()), "SCRYPT"),
    "django scrypt by default": (django(hashers.ScryptPasswordHasher()), None),
    "django md5": (django(hashers.MD5PasswordHasher()), None),
    "django without a password": (lambda _: hashers.make_password(None), None),
    "passlib pbkdf2": (passlib.pbkdf2_sha256.hash, "PBKDF2_SHA256"),
    "passlib pbkdf2 with sha512": (passlib.pbkdf2_sha512.hash, None),
    "passlib pbkdf2 of a directory": (passlib.ldap_pbkdf2_sha256.hash, "PBKDF2_SHA256"),
    "passlib scrypt": (passlib.scrypt.using(rounds=14).hash, "SCRYPT"),
    "passlib phpass": (passlib.phpass.hash, None),
    "passlib sha512_crypt": (passlib.sha512_crypt.using(rounds=5000).hash, None),
    "passlib salted sha1": (passlib.ldap_salted_sha1.hash, None),
    "werkzeug scrypt": (generate_password_hash, "SCRYPT"),
    "werkzeug pbkdf2": (lambda password: generate_password_hash(password, "pbkdf2:sha256:600000"), "PBKDF2_SHA256"),
    "werkzeug pbkdf2 by default": (lambda password: generate_password_hash(password, "pbkdf2"), None),
}
# What the text of a hash made by Node.js does not say, and the algorithm.
SCRYPT_OF_NODE = "format = 'scrypt', n = 16384, r = 8, p = 1, key = 'hex'"
OF_NODE = {
    "bcryptjs": (None, "BCRYPT"),
    "argon2 within the limits": (None, "ARGON2ID"),
    "argon2 by default": (None, None),
    "argon2i": (None, None),
    "better-auth": (SCRYPT_OF_NODE.replace("r = 8", "r = 16") + ", salt = 'text'", None),
    "crypto.scrypt, salt as text": (SCRYPT_OF_NODE + ", salt = 'text'", "SCRYPT"),
    "crypto.scrypt, salt as bytes": (SCRYPT_OF_NODE + ", salt = 'hex'", "SCRYPT"),
    "crypto.scrypt, hash first": (SCRYPT_OF_NODE + ", salt = 'text', order = 'hash-salt'", "SCRYPT"),
    "crypto.pbkdf2, base64": (
        "format = 'pbkdf2', digest = 'sha256', iterations = 10000, salt = 'base64', key = 'base64'",
        "PBKDF2_SHA256",
    ),
    "crypto.pbkdf2, sha512": (
        "format = 'pbkdf2', digest = 'sha512', iterations = 10000, salt = 'text', key = 'hex'",
        None,
    ),
}


def unpadded(text, plus):
    text = text.replace(plus, "+")
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def verifies(value, algorithm, password, plus="."):
    """Whether a value of the cleaned file verifies a password, computed from that value alone."""
    password = password.encode()
    if algorithm == "BCRYPT":
        return bcrypt.checkpw(password, value.encode())
    if algorithm == "SCRYPT":
        n, r, p, salt, key = value.split("$")
        salt, key = bytes.fromhex(salt), bytes.fromhex(key)
        memory = 256 * int(n) * int(r) + (1 << 20)
        return hashlib.scrypt(password, salt=salt, n=int(n), r=int(r), p=int(p), dklen=len(key), maxmem=memory) == key
    if algorithm == "ARGON2ID":
        try:
            return argon2.PasswordHasher().verify(value, password)
        except argon2.exceptions.VerifyMismatchError:
            return False
    blank, name, iterations, salt, key = value.split("$")
    assert (blank, name, algorithm) == ("", "pbkdf2-sha256", "PBKDF2_SHA256")
    key = unpadded(key, plus)
    return hashlib.pbkdf2_hmac("sha256", password, unpadded(salt, plus), int(iterations), len(key)) == key


@pytest.fixture(scope="module")
def made():
    """Every hash with its maker, its password, what a mapping has to say of it, and its algorithm."""
    users = []
    for maker, (make, algorithm) in MAKERS.items():
        users.extend((maker, password, make(password), None, algorithm) for password in PASSWORDS)
    command = ["node", SCRIPT]
    answer = subprocess.run(command, input=json.dumps(PASSWORDS), stdout=subprocess.PIPE, text=True, check=True)
    for maker, password, text in json.loads(answer.stdout):
        recipe, algorithm = OF_NODE[maker]
        users.append((maker, password, text, recipe, algorithm))
    return users


def cleaned(folder, users, *more):
    """The rows of the cleaned file by username, each with its job's algorithm."""
    mapping = "columns.email = 'mail'\ncolumns.email_verified.value = 'true'\nusername.from = 'mail'\n"
    recipes = {maker: recipe for maker, _, _, recipe, _ in users if recipe}
    for maker, recipe in recipes.items():
        when = f"when = {{ column = 'maker', is = ['{maker}'] }}"
        mapping += f"[[password_hash]]\nfrom = 'hash'\n{when}\n" + recipe.replace(", ", "\n") + "\n"
    mapping += "[[password_hash]]\nfrom = 'hash'\n"
    (folder / "mapping.toml").write_text(mapping)
    (folder / "header.json").write_text(json.dumps(COLUMNS))
    with (folder / "users.ndjson").open("w") as out:
        for number, (maker, _, text, _, _) in enumerate(users):
            out.write(json.dumps({"mail": f"u{number}@example.com", "maker": maker, "hash": text}) + "\n")
    command = [BINARY, "clean", "users.ndjson", "--mapping", "mapping.toml", "--csv-header", "header.json"]
    command += ["--output", "out.csv", "--plan", "plan.jsonl", "--split", "--force", "--quiet", *more]
    ended = subprocess.run(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 0, ended.stderr
    rows = {}
    manifest = json.loads((folder / "out.manifest.json").read_text())
    for job in manifest["jobs"]:
        for line in (folder / job["part"]).read_text().splitlines()[1:]:
            values = [value.replace("\0", ",") for value in line.replace("\\,", "\0").split(",")]
            row = dict(zip(COLUMNS, values, strict=True))
            rows[row["cognito:username"]] = (row["password_hash"], job.get("password_hashing_algorithm"))
    return rows


def test_what_is_written_verifies_the_password_and_no_other(made, tmp_path):
    rows = cleaned(tmp_path, made)
    assert len(rows) == len(made)
    for number, (maker, password, _, _, algorithm) in enumerate(made):
        value, job = rows[f"u{number}@example.com"]
        assert (job, bool(value)) == (algorithm, algorithm is not None), maker
        if algorithm:
            assert verifies(value, algorithm, password), maker
            assert not verifies(value, algorithm, password[:-1]), maker


def test_what_is_not_written_is_in_the_plan(made, tmp_path):
    cleaned(tmp_path, made)
    steps = [json.loads(line) for line in (tmp_path / "plan.jsonl").read_text().splitlines()]
    reset = {step["parameters"]["Username"] for step in steps if step["operation"] == "ForgotPassword"}
    # Who never had a password loses none.
    lost = {
        f"u{number}@example.com"
        for number, (maker, _, _, _, algorithm) in enumerate(made)
        if algorithm is None and maker != "django without a password"
    }
    assert reset == lost


def test_the_other_alphabet_of_pbkdf2_verifies_too(made, tmp_path):
    some = [user for user in made if user[0] in ("passlib pbkdf2", "crypto.pbkdf2, base64")]
    rows = cleaned(tmp_path, some, "--pbkdf2-alphabet", "plus")
    for number, (maker, password, _, _, algorithm) in enumerate(some):
        value, _ = rows[f"u{number}@example.com"]
        assert "." not in value
        assert verifies(value, algorithm, password, plus="+"), maker


def test_without_a_mapping_salt_and_hash_are_not_guessed(made, tmp_path):
    some = [(*user[:3], None, None) for user in made if user[0].startswith("crypto.scrypt")]
    some.append(("bcrypt 2b", PASSWORDS[0], MAKERS["bcrypt 2b"][0](PASSWORDS[0]), None, "BCRYPT"))
    rows = cleaned(tmp_path, some)
    assert [bool(value) for value, _ in rows.values()].count(True) == 1
