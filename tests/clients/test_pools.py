"""Pools, users and logs around the import, and who may ask."""

import json
import socket
import subprocess

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from conftest import BINARY, make_pool, run_job, some_users


def test_pools_are_made_changed_listed_and_removed(cognito):
    pool = make_pool(cognito, Schema=[{"Name": "plan", "AttributeDataType": "String"}])
    cognito.add_custom_attributes(
        UserPoolId=pool, CustomAttributes=[{"Name": "age", "AttributeDataType": "Number"}]
    )
    header = cognito.get_csv_header(UserPoolId=pool)["CSVHeader"]
    assert {"custom:plan", "custom:age", "cognito:username", "password_hash"} <= set(header)
    cognito.update_user_pool(UserPoolId=pool, AutoVerifiedAttributes=["phone_number"])
    described = cognito.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["AutoVerifiedAttributes"] == ["phone_number"]
    pools = {pool} | {make_pool(cognito, PoolName=f"pool{n}") for n in range(4)}
    seen, token = set(), {}
    while True:
        page = cognito.list_user_pools(MaxResults=2, **token)
        seen |= {pool["Id"] for pool in page["UserPools"]}
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert seen == pools
    cognito.delete_user_pool(UserPoolId=pool)
    with pytest.raises(cognito.exceptions.ResourceNotFoundException):
        cognito.describe_user_pool(UserPoolId=pool)


def test_users_are_paged_found_and_removed(cognito):
    pool = make_pool(cognito)
    run_job(cognito, pool, some_users(150))
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool)
    users = [user for page in pages for user in page["Users"]]
    assert [user["Username"] for user in users] == [f"user{n}" for n in range(150)]
    found = cognito.list_users(UserPoolId=pool, Filter='email ^= "user14"', Limit=60)["Users"]
    assert {user["Username"] for user in found} == {"user14", *(f"user14{n}" for n in range(10))}
    cognito.admin_delete_user(UserPoolId=pool, Username="user14")
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.admin_get_user(UserPoolId=pool, Username="user14")


def test_a_pool_and_its_users_come_from_files(serve, tmp_path):
    pool = {"Id": "eu-west-1_Loaded1", "Name": "loaded", "AutoVerifiedAttributes": ["email"]}
    (tmp_path / "pool.json").write_text(json.dumps({"UserPool": pool}))
    header = ["cognito:username", "email", "email_verified", "cognito:mfa_enabled"]
    (tmp_path / "header.json").write_text(
        json.dumps({"UserPoolId": pool["Id"], "CSVHeader": header})
    )
    users = [{"Username": "user0", "Attributes": [], "UserCreateDate": "2024-01-02T03:04:05Z"}]
    (tmp_path / "users.json").write_text(json.dumps({"Users": users}))
    server = serve(
        "--user-pool", str(tmp_path / "pool.json"),
        "--csv-header", str(tmp_path / "header.json"),
        "--existing-users", str(tmp_path / "users.json"),
    )
    cognito = server.client()
    assert cognito.get_csv_header(UserPoolId=pool["Id"])["CSVHeader"] == header
    done = run_job(cognito, pool["Id"], some_users(3))
    assert (done["ImportedUsers"], done["SkippedUsers"]) == (2, 1)


def test_where_others_may_connect_every_request_is_verified(serve):
    keys = {"AWS_ACCESS_KEY_ID": "rehearsal", "AWS_SECRET_ACCESS_KEY": "a secret"}
    server = serve("--listen", "127.0.0.1", "--allow-remote", env=keys)
    good = server.client(key="rehearsal", secret="a secret")
    pool = make_pool(good)
    assert run_job(good, pool, some_users(2))["ImportedUsers"] == 2
    for key, secret, code in (
        ("rehearsal", "another", "InvalidSignatureException"),
        ("somebody", "a secret", "UnrecognizedClientException"),
    ):
        with pytest.raises(ClientError) as info:
            server.client(key=key, secret=secret).get_csv_header(UserPoolId=pool)
        assert info.value.response["Error"]["Code"] == code
    target = {"X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools"}
    for service, status in (("cognito-idp", 200), ("s3", 403)):
        request = AWSRequest("POST", server.url + "/", target, '{"MaxResults": 1}')
        SigV4Auth(Credentials("rehearsal", "a secret"), service, "us-east-1").add_auth(request)
        answer = requests.post(request.url, data=request.data, headers=dict(request.headers))
        assert answer.status_code == status, service
    unsigned = requests.post(server.url, data='{"MaxResults": 1}', headers=target)
    assert unsigned.json()["__type"] == "MissingAuthenticationTokenException"
    assert requests.get(server.url).status_code == 403
    assert requests.post(server.url + "/_clock", json={"advance_seconds": 1}).status_code == 403


def test_web_pages_of_others_are_kept_out(server):
    for headers in (
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ):
        assert requests.get(server.url, headers=headers).status_code == 403, headers
        assert requests.post(server.url, data="{}", headers=headers).status_code == 403, headers
    answer = requests.get(server.url)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_hostile_requests_end_well(server, cognito):
    target = {"X-Amz-Target": "AWSCognitoIdentityProviderService.GetCSVHeader"}
    for body in (b"{", b"[]", b"\xff\xfe", b'{"UserPoolId":' + b"[" * 100_000):
        answer = requests.post(server.url, data=body, headers=target)
        assert answer.json()["__type"] == "SerializationException"
    answer = requests.post(server.url, data=b"x" * (2 << 20), headers=target)
    assert answer.status_code == 413
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=40) as stream:
        stream.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483648\r\n\r\n{")
        stream.shutdown(socket.SHUT_WR)
        assert b" 400 " in stream.recv(100)
    for path in ("/../../etc/passwd", "/123456789012/..%2f..%2fetc/passwd", "/a/b/c?X-Amz-Date=x"):
        answer = requests.put(server.url + path, data=b"x")
        assert answer.status_code in (403, 404), path
    assert requests.get(server.url + "/pools/%3Cscript%3E").text.count("<script>") == 0
    assert cognito.list_user_pools(MaxResults=1)["UserPools"] == []


def test_many_connections_do_not_keep_others_out(server, cognito):
    host, port = server.url.removeprefix("http://").split(":")
    streams = []
    try:
        for _ in range(900):
            stream = socket.socket()
            stream.settimeout(5)
            stream.connect((host, int(port)))
            streams.append(stream)
    finally:
        for stream in streams:
            stream.close()
    for _ in range(50):
        try:
            assert cognito.list_user_pools(MaxResults=1)["UserPools"] == []
            break
        except ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    else:
        raise AssertionError("the server stays busy")


def test_nothing_of_a_user_is_logged(serve):
    server = serve()
    cognito = server.client()
    pool = make_pool(cognito)
    run_job(cognito, pool, [{"cognito:username": "tok3nname", "email": "tok3n@example.com"}])
    cognito.admin_get_user(UserPoolId=pool, Username="tok3nname")
    cognito.list_users(UserPoolId=pool, Filter='email = "tok3n@example.com"')
    with pytest.raises(ClientError):
        cognito.list_users(UserPoolId=pool, Filter="tok3n")
    log = server.stop()
    assert "StartUserImportJob" in log
    assert "tok3n" not in log


def test_a_log_that_nobody_reads_does_not_stop_the_server():
    command = [BINARY, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            target = {"X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools"}
            with requests.Session() as session:
                # A pipe holds 64 KiB, and each call writes a line.
                for _ in range(3000):
                    answer = session.post(url, data='{"MaxResults": 1}', headers=target, timeout=20)
                    assert answer.status_code == 200
        finally:
            process.kill()


def test_a_client_s_retries_can_be_rehearsed(serve):
    server = serve("--fail", "ListUserPools=TooManyRequests:2", "--fail", "GetCSVHeader=NotAuthorized")
    cognito = server.client(retries=4)
    assert cognito.list_user_pools(MaxResults=1)["UserPools"] == []
    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        cognito.get_csv_header(UserPoolId="us-east-1_None")
