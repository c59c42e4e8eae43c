"""What a data engineer writes by hand: users.csv from Auth0's users and their hashes, with pandas."""

import sys

import pandas

users, hashes, output = sys.argv[1:]
users = pandas.read_json(users, lines=True, dtype=False, convert_dates=False)
hashes = pandas.read_json(hashes, lines=True, dtype=False, convert_dates=False)
hashes["key"] = hashes["_id"].map(lambda name: name["$oid"])
users["key"] = users["user_id"].str.split("|", n=1).str[1]
users = users[users["user_id"].str.startswith("auth0|") & users["email_verified"]]
users = users.merge(hashes[["key", "passwordHash"]], on="key", how="left")
rows = pandas.DataFrame(
    {
        "cognito:username": users["email"],
        "email": users["email"],
        "email_verified": "true",
        "name": users["name"],
        "given_name": users["given_name"],
        "family_name": users["family_name"],
        "nickname": users["nickname"],
        "picture": users["picture"],
        "custom:plan": users["app_metadata"].map(lambda more: more["plan"]),
        "password_hash": users["passwordHash"],
    }
)
rows.to_csv(output, index=False)
