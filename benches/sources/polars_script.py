"""The same with polars' scan_ndjson, which reads on all cores and streams."""

import sys

import polars

users, hashes, output = sys.argv[1:]
hashes = polars.scan_ndjson(hashes).select(
    polars.col("_id").struct.field("$oid").alias("key"), polars.col("passwordHash").alias("password_hash")
)
users = polars.scan_ndjson(users)
rows = (
    users.filter(polars.col("user_id").str.starts_with("auth0|") & polars.col("email_verified"))
    .with_columns(polars.col("user_id").str.splitn("|", 2).struct.field("field_1").alias("key"))
    .join(hashes, on="key", how="left")
    .select(
        polars.col("email").alias("cognito:username"),
        "email",
        polars.lit("true").alias("email_verified"),
        "name",
        "given_name",
        "family_name",
        "nickname",
        "picture",
        polars.col("app_metadata").struct.field("plan").alias("custom:plan"),
        "password_hash",
    )
)
rows.sink_csv(output)
