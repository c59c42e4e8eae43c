#!/usr/bin/env python3
"""Writes the users of an Auth0 tenant as its export has them, and the hash file of its support: always the same for
the same number.

benches/sources/generate.py USERS FOLDER
"""

import json
import pathlib
import random
import sys

GIVEN = ["Ana", "Bo", "Chloé", "Dmitri", "Eve", "Farid", "Grace", "Hanako", "Iván", "Jürgen", "Kofi", "Łucja"]
FAMILY = ["García", "Smith", "Müller", "Okafor", "Tanaka", "O'Neil", "Nguyễn", "Rossi", "Hansen", "Novák"]
BASE64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def user(number, choose):
    given, family = choose.choice(GIVEN), choose.choice(FAMILY)
    name = f"{number:024x}"
    email = f"user{number}@example.com"
    seen = f"2025-{1 + number % 12:02}-{1 + number % 28:02}T08:{number % 60:02}:00.000Z"
    return {
        "user_id": f"auth0|{name}",
        "email": email,
        "email_verified": number % 10 != 0,
        "name": f"{given} {family}",
        "given_name": given,
        "family_name": family,
        "nickname": f"{given.lower()}{number}",
        "picture": f"https://s.gravatar.com/avatar/{number:032x}?s=480&r=pg&d=https%3A%2F%2Fcdn.example.com%2F{number % 26}.png",
        "created_at": "2023-11-01T08:00:00.000Z",
        "updated_at": seen,
        "identities": [
            {
                "user_id": name,
                "provider": "auth0",
                "connection": "Username-Password-Authentication",
                "isSocial": False,
            }
        ],
        "user_metadata": {"locale": "en-GB", "newsletter": number % 3 == 0},
        "app_metadata": {"plan": "pro" if number % 7 == 0 else "free"},
        "last_login": seen,
        "last_ip": f"203.0.113.{number % 256}",
        "logins_count": number % 1000,
        "blocked": number % 500 == 7,
    }


def hash_of(number, choose):
    salt_and_hash = "".join(choose.choices(BASE64, k=52))
    # The last characters of salt and hash have no bits beyond their bytes.
    text = f"$2b$10${salt_and_hash[:21]}{choose.choice('.Oeu')}{salt_and_hash[22:]}{choose.choice('.CGKOSW')}"
    return {
        "_id": {"$oid": f"{number:024x}"},
        "email_verified": number % 10 != 0,
        "email": f"user{number}@example.com",
        "passwordHash": text,
        "password_set_date": {"$date": "2023-11-01T08:00:00.000Z"},
        "tenant": "example",
        "connection": "Username-Password-Authentication",
        "_tmp_is_unique": True,
    }


def write(path, records):
    with path.open("w") as out:
        for record in records:
            out.write(json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n")


def users_file(users, folder):
    """The path of the users, which are written where they are not there."""
    path = folder / f"users-{users}.ndjson"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        choose = random.Random(20_261_128)
        write(path, (user(number, choose) for number in range(users)))
    return path


def hash_file(users, folder):
    """The path of their hashes, in another order than the users, as two exports are."""
    path = folder / f"hashes-{users}.ndjson"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        choose = random.Random(20_261_129)
        places = list(range(users))
        choose.shuffle(places)
        write(path, (hash_of(number, choose) for number in places))
    return path


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    for make in (users_file, hash_file):
        make(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
