"""The page for people."""

import re

import requests
from conftest import file_of, make_pool, run_job, some_users


def token_of(server, pool):
    page = requests.get(f"{server.url}/pools/{pool}").text
    return re.search('name="token" value="([0-9a-f]+)"', page).group(1)


def preflight(server, pool, data, token):
    form = {"token": (None, token), "file": ("<b>users</b>.csv", data)}
    return requests.post(f"{server.url}/pools/{pool}/preflight", files=form)


def test_pools_jobs_and_logs_are_shown(server, cognito):
    pool = make_pool(cognito)
    users = some_users(3)
    users[1]["email_verified"] = "false"
    job = run_job(cognito, pool, users)
    assert f"/pools/{pool}" in requests.get(server.url).text
    page = requests.get(f"{server.url}/pools/{pool}").text
    assert job["JobId"] in page and "Succeeded" in page
    page = requests.get(f"{server.url}/pools/{pool}/jobs/{job['JobId']}").text
    assert "[FAILED] Line Number 3 - The User Record does not set" in page
    assert "user0@example.com" not in page
    assert requests.get(f"{server.url}/pools/us-east-1_None").status_code == 404


def test_a_dropped_file_is_judged_and_not_kept(server, cognito):
    pool = make_pool(cognito)
    run_job(cognito, pool, some_users(2))
    users = some_users(3)
    users[2]["email"] = "tok3n is no address"
    answer = preflight(server, pool, file_of(cognito, pool, users), token_of(server, pool))
    assert answer.status_code == 200
    assert "username-already-exists" in answer.text and "email-is-invalid" in answer.text
    assert "<b>users</b>" not in answer.text and "tok3n" not in answer.text
    described = cognito.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["EstimatedNumberOfUsers"] == 2
    assert preflight(server, pool, b"x", "0" * 32).status_code == 403
    assert requests.post(f"{server.url}/pools/{pool}/preflight", data=b"x").status_code == 400
