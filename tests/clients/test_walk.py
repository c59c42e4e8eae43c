"""The walk of the README, with the AWS CLI and curl as a person would type it."""

import json
import os
import subprocess
import time

import pytest


@pytest.fixture
def shell(server, tmp_path):
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "",
    }

    def run(command):
        done = subprocess.run(
            command, shell=True, env=environment, cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_walk_works_as_printed(shell, tmp_path):
    pool = json.loads(
        shell(
            "aws cognito-idp create-user-pool --pool-name shop --auto-verified-attributes email"
        )
    )["UserPool"]["Id"]
    header = json.loads(shell(f"aws cognito-idp get-csv-header --user-pool-id {pool}"))
    assert header["UserPoolId"] == pool
    values = {"email": "ana@example.com", "email_verified": "true", "cognito:username": "ana"}
    values["cognito:mfa_enabled"] = "false"
    lines = [header["CSVHeader"], [values.get(name, "") for name in header["CSVHeader"]]]
    (tmp_path / "users.csv").write_text("".join(",".join(line) + "\n" for line in lines))
    job = json.loads(
        shell(
            f"aws cognito-idp create-user-import-job --user-pool-id {pool} --job-name first "
            "--cloud-watch-logs-role-arn arn:aws:iam::123456789012:role/import"
        )
    )["UserImportJob"]
    assert job["Status"] == "Created"
    shell(
        'curl --fail --silent -T users.csv -H "x-amz-server-side-encryption:aws:kms" '
        f"\"{job['PreSignedUrl']}\""
    )
    name = f"--user-pool-id {pool} --job-id {job['JobId']}"
    started = json.loads(shell(f"aws cognito-idp start-user-import-job {name}"))
    assert started["UserImportJob"]["Status"] == "Pending"
    for _ in range(50):
        text = shell(f"aws cognito-idp describe-user-import-job {name}")
        described = json.loads(text)["UserImportJob"]
        if described["Status"] == "Succeeded":
            break
        time.sleep(0.1)
    assert described["ImportedUsers"] == 1
    assert described["CompletionMessage"] == "Import Job Completed Successfully."
    events = json.loads(
        shell(
            f"aws logs get-log-events --log-group-name /aws/cognito/userpools/{pool}/shop "
            f"--log-stream-name {job['JobId']}/first"
        )
    )["events"]
    assert [event["message"] for event in events] == [
        "[SUCCEEDED] Line Number 2 - The import succeeded."
    ]
    users = json.loads(shell(f"aws cognito-idp list-users --user-pool-id {pool}"))["Users"]
    assert users[0]["UserStatus"] == "RESET_REQUIRED"
    jobs = shell(
        f"aws cognito-idp list-user-import-jobs --user-pool-id {pool} --max-results 10"
    )
    assert json.loads(jobs)["UserImportJobs"][0]["JobId"] == job["JobId"]
