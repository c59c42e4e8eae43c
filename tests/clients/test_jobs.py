"""Jobs from their making to each of their ends."""

import base64
import hashlib
import signal
import time

import pytest
import requests
from conftest import KMS, file_of, make_job, make_pool, run_job, some_users, upload, wait



def base64_of(data):
    return base64.b64encode(data).decode().rstrip("=")


def scrypt_hash():
    salt = bytes(range(16))
    made = hashlib.scrypt(b"password", salt=salt, n=16384, r=8, p=1, dklen=32)
    return f"16384$8$1${salt.hex()}${made.hex()}"


def pbkdf2_hash():
    # A salt for which neither text has a character on which alphabets differ.
    for first in range(256):
        salt = bytes([first]) + b"salt of sixteen"
        texts = base64_of(salt), base64_of(hashlib.pbkdf2_hmac("sha256", b"password", salt, 1000))
        if not set("".join(texts)) & set("+/."):
            return "$pbkdf2-sha256$1000$" + "$".join(texts)
    raise AssertionError("no salt")


HASHES = {
    "BCRYPT": "$2b$12$2n0aoT2Feqxra3uXMzNauuTCShKuZRvof2jdJYTGjPkD3BZD8AJE6",
    "SCRYPT": scrypt_hash(),
    "ARGON2ID": "$argon2id$v=19$m=19456\\,t=2\\,p=1$ABEiM0RVZneImaq7zN3u/w"
    "$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo",
    "PBKDF2_SHA256": pbkdf2_hash(),
}


def test_a_job_has_the_members_of_the_api(cognito):
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    assert job["JobName"] == "first"
    assert job["UserPoolId"] == pool
    assert job["JobId"].startswith("import-")
    assert job["Status"] == "Created"
    assert (job["ImportedUsers"], job["SkippedUsers"], job["FailedUsers"]) == (0, 0, 0)
    assert job["CloudWatchLogsRoleArn"].startswith("arn:aws:iam")
    assert job["CreationDate"].year >= 2024
    assert "StartDate" not in job and "CompletionDate" not in job
    described = cognito.describe_user_import_job(UserPoolId=pool, JobId=job["JobId"])
    assert described["UserImportJob"] == job, "also the address is the same"


def test_rows_end_as_they_should(cognito, logs):
    pool = make_pool(cognito)
    users = some_users(4)
    users[1]["email_verified"] = "false"
    users[2]["cognito:username"] = "user0"
    done = run_job(cognito, pool, users)
    assert done["Status"] == "Succeeded"
    assert (done["ImportedUsers"], done["SkippedUsers"], done["FailedUsers"]) == (2, 1, 1)
    assert done["StartDate"] <= done["CompletionDate"]
    stream = {
        "logGroupName": f"/aws/cognito/userpools/{pool}/shop",
        "logStreamName": f"{done['JobId']}/first",
    }
    messages = [event["message"] for event in logs.get_log_events(**stream)["events"]]
    assert messages[:2] == ["Cognito User Pools Import - Test Log"] * 2
    assert [message.split(" - ")[0] for message in messages[2:]] == [
        "[SUCCEEDED] Line Number 2",
        "[FAILED] Line Number 3",
        "[SKIPPED] Line Number 4",
        "[SUCCEEDED] Line Number 5",
    ]
    failed = logs.filter_log_events(logGroupName=stream["logGroupName"], filterPattern="FAILED")
    assert len(failed["events"]) == 1
    streams = logs.describe_log_streams(logGroupName=stream["logGroupName"])["logStreams"]
    assert streams[0]["logStreamName"] == stream["logStreamName"]
    groups = logs.describe_log_groups(logGroupNamePrefix="/aws/cognito/")["logGroups"]
    assert groups[0]["logGroupName"] == stream["logGroupName"]


@pytest.mark.parametrize("algorithm", HASHES)
def test_password_hashes_confirm_their_users(cognito, algorithm):
    pool = make_pool(cognito)
    users = some_users(3)
    users[0]["password_hash"] = HASHES[algorithm]
    users[1]["password_hash"] = "not a hash"
    done = run_job(cognito, pool, users, PasswordHashingAlgorithm=algorithm)
    assert (done["ImportedUsers"], done["FailedUsers"]) == (2, 1), algorithm
    assert done["PasswordHashingAlgorithm"] == algorithm
    status = {
        user["Username"]: user["UserStatus"] for user in cognito.list_users(UserPoolId=pool)["Users"]
    }
    assert status == {"user0": "CONFIRMED", "user2": "RESET_REQUIRED"}
    for answer in (
        cognito.list_users(UserPoolId=pool),
        cognito.admin_get_user(UserPoolId=pool, Username="user0"),
    ):
        assert HASHES[algorithm][-20:] not in str(answer)


def test_a_job_is_stopped_while_it_runs(cognito):
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    upload(job, file_of(cognito, pool, some_users(200_000))).raise_for_status()
    named = {"UserPoolId": pool, "JobId": job["JobId"]}
    cognito.start_user_import_job(**named)
    while cognito.describe_user_import_job(**named)["UserImportJob"]["ImportedUsers"] == 0:
        time.sleep(0.005)
    stopping = cognito.stop_user_import_job(**named)["UserImportJob"]
    assert stopping["Status"] == "Stopping"
    done = wait(cognito, pool, job["JobId"])
    assert done["Status"] == "Stopped"
    assert done["CompletionMessage"] == "The Import Job was stopped by the developer."
    assert 0 < done["ImportedUsers"] < 200_000
    described = cognito.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["EstimatedNumberOfUsers"] == done["ImportedUsers"]
    for call in (cognito.start_user_import_job, cognito.stop_user_import_job):
        with pytest.raises(cognito.exceptions.PreconditionNotMetException):
            call(**named)


def test_one_job_is_active_at_a_time(serve):
    server = serve("--start-delay", "30")
    cognito = server.client()
    one, other = make_pool(cognito), make_pool(cognito, PoolName="other")
    jobs = {}
    for pool in (one, other):
        jobs[pool] = make_job(cognito, pool)
        upload(jobs[pool], file_of(cognito, pool, some_users(1))).raise_for_status()
    first = {"UserPoolId": one, "JobId": jobs[one]["JobId"]}
    second = {"UserPoolId": other, "JobId": jobs[other]["JobId"]}
    cognito.start_user_import_job(**first)
    with pytest.raises(cognito.exceptions.PreconditionNotMetException):
        cognito.start_user_import_job(**second)
    for call, extra in (
        (cognito.delete_user_pool, {}),
        (cognito.update_user_pool, {"MfaConfiguration": "OFF"}),
        (
            cognito.add_custom_attributes,
            {"CustomAttributes": [{"Name": "x", "AttributeDataType": "String"}]},
        ),
    ):
        with pytest.raises(cognito.exceptions.UserImportInProgressException):
            call(UserPoolId=one, **extra)
    cognito.stop_user_import_job(**first)
    assert wait(cognito, one, first["JobId"])["Status"] == "Stopped"
    assert cognito.start_user_import_job(**second)["UserImportJob"]["Status"] == "Pending"


def test_a_pool_without_jobs_lists_none(cognito):
    pool = make_pool(cognito)
    assert cognito.list_user_import_jobs(UserPoolId=pool, MaxResults=60)["UserImportJobs"] == []


def test_an_upload_beyond_the_bound_is_refused(cognito):
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    mebibyte = b"x" * (1 << 20)
    answer = upload(job, mebibyte * 257)
    assert answer.status_code == 400
    assert "<Code>EntityTooLarge</Code>" in answer.text
    # Without a length, in chunks, as S3 does not take it.
    answer = upload(job, (mebibyte for _ in range(2)))
    assert answer.status_code == 501
    assert "<Code>NotImplemented</Code>" in answer.text
    assert upload(job, file_of(cognito, pool, some_users(1))).status_code == 200


def test_a_job_expires_after_a_day(server, cognito):
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    upload(job, b"x\n").raise_for_status()
    server.advance(24 * 60 * 60 + 1)
    named = {"UserPoolId": pool, "JobId": job["JobId"]}
    now = cognito.describe_user_import_job(**named)["UserImportJob"]
    assert now["Status"] == "Expired"
    assert now["CompletionMessage"] == "The user import job has expired."
    with pytest.raises(cognito.exceptions.PreconditionNotMetException):
        cognito.start_user_import_job(**named)


def test_jobs_are_paged_to_the_end(cognito):
    pool = make_pool(cognito)
    made = [make_job(cognito, pool)["JobId"] for _ in range(7)]
    seen, token = [], {}
    while True:
        page = cognito.list_user_import_jobs(UserPoolId=pool, MaxResults=3, **token)
        seen += [job["JobId"] for job in page["UserImportJobs"]]
        if "PaginationToken" not in page:
            break
        token = {"PaginationToken": page["PaginationToken"]}
    assert seen == made[::-1]


def test_only_the_right_upload_is_taken(server, cognito):
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    url = job["PreSignedUrl"]

    def code(answer):
        assert answer.headers["content-type"] == "application/xml"
        return answer.status_code, answer.text.split("<Code>")[1].split("<")[0]

    bare = requests.put(url, data=b"x")
    assert code(bare) == (403, "SignatureDoesNotMatch")
    assert f"<RequestId>{bare.headers['x-amz-request-id']}</RequestId>" in bare.text
    for method in ("GET", "POST", "DELETE"):
        answer = requests.request(method, url, headers=KMS)
        assert code(answer) == (403, "SignatureDoesNotMatch"), method
    for bad in (url[:-1] + ("0" if url[-1] != "0" else "1"), url.replace("899", "999")):
        assert code(requests.put(bad, data=b"x", headers=KMS)) == (403, "SignatureDoesNotMatch")
    assert code(requests.put(url.split("?")[0], data=b"x", headers=KMS)) == (403, "AccessDenied")
    wrong = {"x-amz-content-sha256": "0" * 64}
    assert code(upload(job, b"x", **wrong)) == (400, "XAmzContentSHA256Mismatch")
    good = upload(job, file_of(cognito, pool, some_users(1)))
    assert good.status_code == 200
    assert good.headers["x-amz-server-side-encryption"] == "aws:kms"
    server.advance(901)
    assert code(upload(job, b"x")) == (403, "AccessDenied")
    # The file that came in time is still there.
    cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])
    assert wait(cognito, pool, job["JobId"])["ImportedUsers"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_in_the_middle_loses_and_doubles_nobody(serve, tmp_path, number):
    count = 60_000
    server = serve("--data-dir", str(tmp_path / "data"))
    cognito = server.client()
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    upload(job, file_of(cognito, pool, some_users(count))).raise_for_status()
    named = {"UserPoolId": pool, "JobId": job["JobId"]}
    cognito.start_user_import_job(**named)
    for _ in range(3):
        while cognito.describe_user_import_job(**named)["UserImportJob"]["ImportedUsers"] == 0:
            time.sleep(0.005)
        time.sleep(0.05)
        server.stop(number)
        server.start()
        cognito = server.client()
    done = wait(cognito, pool, job["JobId"])
    assert done["Status"] == "Succeeded"
    assert (done["ImportedUsers"], done["SkippedUsers"], done["FailedUsers"]) == (count, 0, 0)
    described = cognito.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["EstimatedNumberOfUsers"] == count
    logs = server.client("logs")
    stream = {
        "logGroupName": f"/aws/cognito/userpools/{pool}/shop",
        "logStreamName": f"{job['JobId']}/first",
        "startFromHead": True,
    }
    lines, token = [], {}
    while True:
        page = logs.get_log_events(**stream, **token)
        if not page["events"]:
            break
        messages = [event["message"] for event in page["events"]]
        lines += [int(text.split()[3]) for text in messages if "Line Number" in text]
        token = {"nextToken": page["nextForwardToken"]}
    assert lines == list(range(2, count + 2))
    # What the server has made is its owner's alone.
    for path in (tmp_path / "data").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_half_a_million_users(cognito):
    count = 500_000
    pool = make_pool(cognito)
    job = make_job(cognito, pool)
    upload(job, file_of(cognito, pool, some_users(count))).raise_for_status()
    cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])
    done = wait(cognito, pool, job["JobId"])
    assert (done["Status"], done["ImportedUsers"]) == ("Succeeded", count)
    found = cognito.list_users(UserPoolId=pool, Filter='username = "user499999"')["Users"]
    assert found[0]["Attributes"][1]["Value"] == "user499999@example.com"

