"""A server of one's own for each test, and boto3 clients that talk to it."""

import os
import signal
import subprocess
import tempfile
import time

import boto3
import pytest
import requests
from botocore.config import Config

BINARY = os.environ.get("COGNITO_PREFLIGHT", "target/release/cognito-preflight")
ROLE = "arn:aws:iam::123456789012:role/import"
KMS = {"x-amz-server-side-encryption": "aws:kms"}


class Server:
    def __init__(self, *arguments, env=None):
        self.arguments = arguments
        self.env = env
        self.process = None
        # A pipe that nobody reads would hold the server up.
        self.log = tempfile.TemporaryFile("w+")
        self.start()

    def start(self):
        command = [BINARY, "serve", "--port", "0", *self.arguments]
        environment = {**os.environ, **(self.env or {})}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, text=True, env=environment
        )
        self.url = self.process.stdout.readline().strip()
        assert self.url, self.logged()

    def logged(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self, number=signal.SIGTERM):
        """Stops the server and returns what it logged."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.logged()

    def client(self, service="cognito-idp", key="local", secret="local", retries=0):
        config = Config(retries={"max_attempts": retries}, parameter_validation=False)
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=config,
        )

    def advance(self, seconds):
        requests.post(self.url + "/_clock", json={"advance_seconds": seconds}).raise_for_status()


@pytest.fixture
def serve():
    servers = []

    def begin(*arguments, env=None):
        servers.append(Server(*arguments, env=env))
        return servers[-1]

    yield begin
    for server in servers:
        if server.process.poll() is None:
            server.stop(signal.SIGKILL)


@pytest.fixture
def server(serve):
    return serve()


@pytest.fixture
def cognito(server):
    return server.client()


@pytest.fixture
def logs(server):
    return server.client("logs")


def make_pool(cognito, **members):
    members = {"PoolName": "shop", "AutoVerifiedAttributes": ["email"], **members}
    return cognito.create_user_pool(**members)["UserPool"]["Id"]


def make_job(cognito, pool, **members):
    return cognito.create_user_import_job(
        JobName="first", UserPoolId=pool, CloudWatchLogsRoleArn=ROLE, **members
    )["UserImportJob"]


def file_of(cognito, pool, users):
    """A file of the pool's columns; what a user does not say is blank, or false for a flag."""
    header = cognito.get_csv_header(UserPoolId=pool)["CSVHeader"]
    blank = {
        "email_verified": "true",
        "phone_number_verified": "false",
        "cognito:mfa_enabled": "false",
    }
    rows = [",".join(header)]
    for user in users:
        values = {**blank, **user}
        rows.append(",".join(values.get(name, "") for name in header))
    return ("\n".join(rows) + "\n").encode()


def some_users(count):
    return [
        {"cognito:username": f"user{n}", "email": f"user{n}@example.com"} for n in range(count)
    ]


def upload(job, data, **changes):
    answer = requests.put(job["PreSignedUrl"], data=data, headers={**KMS, **changes})
    return answer


def wait(cognito, pool, job, timeout=120):
    """Waits for the end of a job; the counts may only grow meanwhile."""
    end = time.monotonic() + timeout
    before = (0, 0, 0)
    while time.monotonic() < end:
        now = cognito.describe_user_import_job(UserPoolId=pool, JobId=job)["UserImportJob"]
        counts = (now["ImportedUsers"], now["SkippedUsers"], now["FailedUsers"])
        assert all(new >= old for new, old in zip(counts, before)), (before, counts)
        before = counts
        if now["Status"] in ("Succeeded", "Failed", "Stopped", "Expired"):
            return now
        time.sleep(0.02)
    raise TimeoutError(now["Status"])


def run_job(cognito, pool, users, **members):
    job = make_job(cognito, pool, **members)
    upload(job, file_of(cognito, pool, users)).raise_for_status()
    cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])
    return wait(cognito, pool, job["JobId"])
