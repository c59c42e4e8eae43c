"""The walk of the README, with the AWS CLI and curl as a person would type it."""

import json
import os
import pathlib
import subprocess
import time

README = pathlib.Path(__file__).parents[2] / "README.md"


def walk():
    """The lines that the README has for another shell than the server's."""
    after = README.read_text().split("In another shell:", 1)[1]
    lines = after.split("```sh\n", 1)[1].split("```", 1)[0].splitlines()
    exports = [line for line in lines if line.startswith("export ")]
    return exports, [line for line in lines if line not in exports]


def test_the_walk_works_as_printed(server, tmp_path):
    exports, commands = walk()
    exports = "\n".join(exports).replace("http://127.0.0.1:9230", server.url)
    # Nothing but what the README sets, and no settings of whoever runs the test.
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment |= {"HOME": str(tmp_path), "AWS_PAGER": ""}
    known = {}

    def run(command):
        for printed, name in (
            ("--user-pool-id …", "--user-pool-id {pool}"),
            ("--job-id …", "--job-id {job}"),
            ("--client-id …", "--client-id {client}"),
            ("--confirmation-code …", "--confirmation-code {code}"),
            ("http://127.0.0.1:9230", server.url),
            ("<id>", "{pool}"),
            ("<job id>", "{job}"),
            ("$PRE_SIGNED_URL", "{url}"),
        ):
            command = command.replace(printed, name.format(**{"pool": "", "job": "", "url": "", "client": "", "code": "", **known}))
        script = f"set -e\n{exports}\n{command}\n"
        done = subprocess.run(
            ["bash", "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        return done.stdout

    def next_answer(operation):
        command = commands.pop(0)
        assert operation in command, command
        text = run(command)
        return json.loads(text) if text else None

    known["pool"] = next_answer("create-user-pool")["UserPool"]["Id"]
    header = next_answer("get-csv-header")
    assert header["UserPoolId"] == known["pool"]
    values = {"email": "ana@example.com", "email_verified": "true", "cognito:username": "ana"}
    values["cognito:mfa_enabled"] = "false"
    lines = [header["CSVHeader"], [values.get(name, "") for name in header["CSVHeader"]]]
    (tmp_path / "users.csv").write_text("".join(",".join(line) + "\n" for line in lines))
    job = next_answer("create-user-import-job")["UserImportJob"]
    assert job["Status"] == "Created"
    known |= {"job": job["JobId"], "url": job["PreSignedUrl"]}
    assert next_answer("curl -T") is None
    assert next_answer("start-user-import-job")["UserImportJob"]["Status"] == "Pending"
    describe = commands.pop(0)
    for _ in range(50):
        described = json.loads(run(describe))["UserImportJob"]
        if described["Status"] == "Succeeded":
            break
        time.sleep(0.1)
    assert described["ImportedUsers"] == 1
    assert described["CompletionMessage"] == "Import Job Completed Successfully."
    events = next_answer("get-log-events")["events"]
    assert [event["message"] for event in events] == [
        "Cognito User Pools Import - Test Log",
        "Cognito User Pools Import - Test Log",
        "[SUCCEEDED] Line Number 2 - The import succeeded.",
    ]
    assert next_answer("list-users")["Users"][0]["UserStatus"] == "RESET_REQUIRED"
    known["client"] = next_answer("create-user-pool-client")["UserPoolClient"]["ClientId"]
    assert run(commands.pop(0)).strip() == "a password has to be set first"
    assert next_answer("forgot-password")["CodeDeliveryDetails"]["Destination"] == "a***@e***"
    known["code"] = next_answer("_messages")[-1]["code"]
    assert next_answer("confirm-forgot-password") in ({}, None)
    assert next_answer("initiate-auth")["AuthenticationResult"]["TokenType"] == "Bearer"
    assert not commands
    jobs = run("aws cognito-idp list-user-import-jobs --user-pool-id … --max-results 10")
    assert json.loads(jobs)["UserImportJobs"][0]["JobId"] == job["JobId"]
