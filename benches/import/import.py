#!/usr/bin/env python3
"""Times an import of many users through the server, from the upload to Succeeded, and what the server
answers meanwhile; beside it the same users through moto's AdminCreateUser, and through AWS's quota of that
operation.

import.sh calls it. Needs Linux, whose /proc says how much memory a process has had at most.
"""

import argparse
import datetime
import http.client
import json
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import boto3
import moto
import requests
from botocore.config import Config

ROLE = "arn:aws:iam::123456789012:role/import"
QUOTA = 50
"""How many AdminCreateUser an account may call each second: AWS's documented quota of the category UserCreation."""
PAUSE = 0.01
"""Between two questions while the import runs, in seconds."""
FINAL = ("Succeeded", "Failed", "Stopped", "Expired")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", required=True, help="the program, built with the feature serve")
    parser.add_argument("--users", type=int, default=500_000, help="in the file [%(default)s]")
    parser.add_argument("--runs", type=int, default=3, help="of each import [%(default)s]")
    parser.add_argument("--moto-users", type=int, default=2_000, help="that moto makes [%(default)s]")
    given = parser.parse_args()
    if min(given.users, given.runs, given.moto_users) < 1:
        parser.error("every number is at least 1")
    return given


def client(**more):
    return boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"max_attempts": 0}),
        **more,
    )


def values(number):
    """What is known of one user."""
    return {
        "name": f"User Number {number}",
        "given_name": "User",
        "family_name": f"Number {number}",
        "email": f"user.{number}@example.com",
        "email_verified": "true",
        "phone_number": f"+1202555{number % 10_000:04}",
        "phone_number_verified": "false",
        "locale": "en-US",
        "updated_at": str(1_700_000_000 + number),
        "cognito:mfa_enabled": "false",
        "cognito:username": f"user{number}",
    }


def file_of(header, count):
    rows = [",".join(header)]
    for number in range(count):
        known = values(number)
        rows.append(",".join(known.get(name, "") for name in header))
    return ("\n".join(rows) + "\n").encode()


class Describe:
    """DescribeUserImportJob over one connection, without what a client library adds to each call."""

    def __init__(self, url, pool, job):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
        self.body = json.dumps({"UserPoolId": pool, "JobId": job})
        self.seconds = []

    def __call__(self):
        begin = time.perf_counter()
        headers = {
            "X-Amz-Target": "AWSCognitoIdentityProviderService.DescribeUserImportJob",
            "Content-Type": "application/x-amz-json-1.1",
        }
        self.connection.request("POST", "/", self.body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        self.seconds.append(time.perf_counter() - begin)
        if answer.status != 200:
            sys.exit(f"DescribeUserImportJob answered {answer.status}: {text.decode()}")
        return json.loads(text)["UserImportJob"]


def peak_bytes(process):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    sys.exit("the kernel does not say how much memory the server has had")


def import_once(tool, users, *options):
    """One import into a server of its own: seconds of the upload and in all, the questions' seconds, and memory."""
    command = [tool, "serve", "--port", "0", "--quiet", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip()
            cognito = client(endpoint_url=url)
            pool = cognito.create_user_pool(PoolName="shop", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
            header = cognito.get_csv_header(UserPoolId=pool)["CSVHeader"]
            data = file_of(header, users)
            made = cognito.create_user_import_job(JobName="all", UserPoolId=pool, CloudWatchLogsRoleArn=ROLE)
            job = made["UserImportJob"]
            begin = time.perf_counter()
            put = requests.put(job["PreSignedUrl"], data=data, headers={"x-amz-server-side-encryption": "aws:kms"})
            put.raise_for_status()
            uploaded = time.perf_counter()
            cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])
            describe = Describe(url, pool, job["JobId"])
            while (now := describe())["Status"] not in FINAL:
                time.sleep(PAUSE)
            end = time.perf_counter()
            if (now["Status"], now["ImportedUsers"]) != ("Succeeded", users):
                sys.exit(f"the import ended otherwise than expected: {now}")
            found = cognito.list_users(UserPoolId=pool, Filter=f'username = "user{users - 1}"')["Users"]
            if len(found) != 1:
                sys.exit("the last user cannot be found")
            return {
                "bytes": len(data),
                "upload": uploaded - begin,
                "seconds": end - begin,
                "describe": statistics.median(describe.seconds),
                "describes": len(describe.seconds),
                "peak_bytes": peak_bytes(server),
            }
        finally:
            server.terminate()
            server.wait(30)


def moto_seconds(count):
    """How long moto needs to make so many users, in this process and without any connection."""
    with moto.mock_aws():
        cognito = client()
        pool = cognito.create_user_pool(PoolName="shop", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
        begin = time.perf_counter()
        for number in range(count):
            known = {name: value for name, value in values(number).items() if not name.startswith("cognito:")}
            cognito.admin_create_user(
                UserPoolId=pool,
                Username=f"user{number}",
                MessageAction="SUPPRESS",
                UserAttributes=[{"Name": name, "Value": value} for name, value in known.items()],
            )
        return time.perf_counter() - begin


def main():
    given = arguments()
    stores = {"in memory": lambda folder: [], "in `--data-dir`": lambda folder: ["--data-dir", folder]}
    measured = {name: [] for name in stores}
    for number in range(given.runs):
        for name, options in stores.items():
            print(f"Run {number + 1}, {name} …", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory() as folder:
                measured[name].append(import_once(given.tool, given.users, *options(folder)))
    print("moto …", file=sys.stderr, flush=True)
    moto_rate = given.moto_users / moto_seconds(given.moto_users)

    size = next(iter(measured.values()))[0]["bytes"]
    print(
        f"{given.users:,} users in {size / 1e6:.1f} MB, upload to Succeeded, medians of {given.runs}; "
        f"{platform.machine()}, Python {platform.python_version()}, {datetime.date.today()}.\n"
    )
    print("| Import | Seconds | Users/s | to moto | Upload | Describe, median | Peak MB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, runs in measured.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        rate = given.users / middle["seconds"]
        print(
            f"| **`serve`**, {name} | {middle['seconds']:.2f} | {rate:,.0f} | {rate / moto_rate:,.0f} × "
            f"| {middle['upload']:.2f} | {middle['describe'] * 1000:.2f} ms of {middle['describes']:.0f} "
            f"| {middle['peak_bytes'] / 1e6:.0f} |"
        )
    for name, rate in (
        (f"moto {moto.__version__}, AdminCreateUser ({given.moto_users:,} users, scaled)", moto_rate),
        (f"AWS's quota of AdminCreateUser, {QUOTA} a second", QUOTA),
    ):
        print(f"| {name} | {given.users / rate:,.0f} | {rate:,.0f} | {rate / moto_rate:,.2f} × | | | |")


if __name__ == "__main__":
    main()
