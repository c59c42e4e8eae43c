"""Imported users sign in, with the libraries that applications use."""

import base64
import json
import os
import pathlib
import subprocess

import boto3
import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import make_pool, run_job
from pycognito import Cognito
from pycognito.exceptions import TokenVerificationException

SCRIPT = pathlib.Path(
    os.environ.get("APPLICATIONS_SCRIPT", pathlib.Path(__file__).parent / "applications" / "applications.mjs")
)
HASHES = json.loads((pathlib.Path(__file__).parents[1] / "password_hashes.json").read_text())
ALGORITHMS = ["BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256"]
FLOWS = [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]
NEW = "N3w-password"


def recorded(algorithm):
    """A hash that a library made, and its password."""
    vectors = [one for one in HASHES if one["expected_cognito_algorithm"] == algorithm]
    one = min(vectors, key=lambda one: one["expected_import_value"])
    return one["expected_import_value"], one["password"]


class Shop:
    """A pool with `ana`, who was imported with a hash, and `bo`, who was not."""

    def __init__(self, server, algorithm="BCRYPT", pool=None, **members):
        self.server = server
        self.cognito = server.client()
        self.pool = make_pool(self.cognito, AliasAttributes=["email"], **(pool or {}))
        hash, self.password = recorded(algorithm)
        hash = hash.replace(",", "\\,")
        users = [
            {"cognito:username": "ana", "email": "ana@example.com", "given_name": "Ana", "password_hash": hash},
            {"cognito:username": "bo", "email": "bo@example.com"},
        ]
        done = run_job(self.cognito, self.pool, users, PasswordHashingAlgorithm=algorithm)
        assert done["ImportedUsers"] == 2, done
        members = {"ExplicitAuthFlows": FLOWS, **members}
        client = self.cognito.create_user_pool_client(UserPoolId=self.pool, ClientName="web", **members)
        self.client = client["UserPoolClient"]["ClientId"]

    def sign_in(self, username, password, flow="USER_PASSWORD_AUTH"):
        answer = self.cognito.initiate_auth(
            AuthFlow=flow,
            ClientId=self.client,
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        return answer["AuthenticationResult"]

    def run(self, scenario, **arguments):
        """What an application of JavaScript sees."""
        given = {"url": self.server.url, "pool": self.pool, "client": self.client, **arguments}
        done = subprocess.run(
            ["node", str(SCRIPT), scenario], input=json.dumps(given), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def pycognito(self, username):
        # The library reads the keys and the issuer from the endpoint.
        return Cognito(
            self.pool,
            self.client,
            user_pool_region="us-east-1",
            username=username,
            access_key="local",
            secret_key="local",
            boto3_client_kwargs={"endpoint_url": self.server.url},
        )

    def code(self):
        return requests.get(f"{self.server.url}/_messages", params={"pool": self.pool}).json()[-1]["code"]


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


@pytest.fixture
def shop(server):
    return Shop(server)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_hash_verifies_its_password_and_srp_works_from_then_on(server, algorithm):
    shop = Shop(server, algorithm)
    refused = shop.cognito.exceptions.NotAuthorizedException
    with pytest.raises(refused):
        shop.sign_in("ana", "another")
    before = shop.run("amplifySignIn", username="ana", password=shop.password)
    assert before["first"]["error"] == "NotAuthorizedException", "SRP is the default of Amplify"
    assert shop.sign_in("ana@example.com", shop.password)["TokenType"] == "Bearer"
    after = shop.run("amplifySignIn", username="ana", password=shop.password)
    assert after["first"]["isSignedIn"], after
    assert "can use SRP only after a first sign-in" in server.logged()


@pytest.mark.parametrize("flow", [None, "USER_PASSWORD_AUTH"])
@pytest.mark.parametrize("everywhere", [False, True])
def test_amplify_signs_in_refreshes_and_signs_out(shop, flow, everywhere):
    other = shop.sign_in("ana", shop.password)
    seen = shop.run("amplifySignIn", username="ana", password=shop.password, flow=flow, **{"global": everywhere})
    assert seen["first"]["isSignedIn"], seen
    assert seen["name"] == "ana"
    assert seen["attributes"]["email"] == "ana@example.com"
    assert seen["attributes"]["email_verified"] == "true"
    assert seen["before"]["origin_jti"] == seen["after"]["origin_jti"]
    assert seen["before"]["jti"] != seen["after"]["jti"]
    assert seen["again"]["error"] == "UserUnAuthenticatedException"
    if everywhere:
        with pytest.raises(shop.cognito.exceptions.NotAuthorizedException, match="revoked"):
            shop.cognito.get_user(AccessToken=other["AccessToken"])
    else:
        assert shop.cognito.get_user(AccessToken=other["AccessToken"])["Username"] == "ana"


def test_amplify_resets_the_password_of_a_user_without_a_hash(shop):
    seen = shop.run("amplifyReset", username="bo", newPassword=NEW)
    assert seen["first"]["nextStep"]["signInStep"] == "RESET_PASSWORD", seen
    details = seen["reset"]["nextStep"]["codeDeliveryDetails"]
    assert details == {"deliveryMedium": "EMAIL", "destination": "b***@e***", "attributeName": "email"}
    assert seen["refused"]["error"] == "CodeMismatchException"
    assert seen["last"]["isSignedIn"], seen
    assert shop.sign_in("bo", NEW)


def test_amplify_sets_another_password_than_the_temporary_one(shop):
    shop.cognito.admin_set_user_password(UserPoolId=shop.pool, Username="bo", Password="Temp0rary!")
    seen = shop.run("amplifyNewPassword", username="bo", password="Temp0rary!", newPassword=NEW)
    assert seen["first"]["nextStep"]["signInStep"] == "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED"
    assert seen["last"]["isSignedIn"], seen
    assert seen["name"] == "bo"


@pytest.mark.parametrize("preferred", [None, "EMAIL_OTP"])
def test_amplify_signs_a_user_in_who_has_no_password(server, preferred):
    factors = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
    shop = Shop(server, pool={"Policies": factors}, ExplicitAuthFlows=["ALLOW_USER_AUTH"])
    assert shop.cognito.admin_get_user(UserPoolId=shop.pool, Username="bo")["UserStatus"] == "CONFIRMED"
    seen = shop.run("amplifyCode", username="bo", preferred=preferred)
    if preferred is None:
        assert seen["first"]["nextStep"]["signInStep"] == "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION", seen
    assert seen["step"]["nextStep"]["signInStep"] == "CONFIRM_SIGN_IN_WITH_EMAIL_CODE"
    assert seen["wrong"]["error"] == "CodeMismatchException"
    assert seen["last"]["isSignedIn"], seen
    assert seen["name"] == "bo"


@pytest.mark.parametrize("flow", [None, "USER_PASSWORD_AUTH"])
def test_identity_js_signs_in_refreshes_and_revokes(shop, flow):
    shop.sign_in("ana", shop.password)
    seen = shop.run("identitySignIn", username="ana", password=shop.password, flow=flow)
    assert seen["name"] == "ana", seen
    assert seen["attributes"]["given_name"] == "Ana"
    assert seen["refreshed"]["username"] == "ana"
    assert seen["again"]["message"] == "Refresh Token has been revoked"
    wrong = shop.run("identitySignIn", username="ana", password="another", flow=flow)
    assert wrong["error"] == "NotAuthorizedException"


def test_pycognito_signs_in_by_srp_renews_and_verifies(serve):
    shop = Shop(serve("--issuer", "local"))
    shop.sign_in("ana", shop.password)
    user = shop.pycognito("ana")
    user.authenticate(password=shop.password)
    before = user.access_token
    user.renew_access_token()
    assert user.access_token != before
    assert user.get_user().email == "ana@example.com"
    user.verify_token(user.id_token, "id_token", "id")
    with pytest.raises(TokenVerificationException):
        user.verify_token(user.id_token[:-8] + "AAAAAAAA", "id_token", "id")
    forgotten = shop.pycognito("bo")
    forgotten.initiate_forgot_password()
    forgotten.confirm_forgot_password(shop.code(), NEW)
    shop.pycognito("bo").authenticate(password=NEW)


def test_tokens_verify_as_those_of_the_service(shop):
    tokens = shop.sign_in("ana", shop.password, "USER_PASSWORD_AUTH")
    jwks = requests.get(f"{shop.server.url}/{shop.pool}/.well-known/jwks.json").json()
    seen = shop.run("verify", tokens=tokens, jwks=jwks)
    assert seen["access"]["username"] == "ana", seen
    assert seen["id"]["cognito:username"] == "ana"
    for use in ("access", "id"):
        assert seen[f"{use} of another client"]["error"] == "CognitoJwtInvalidClientIdError"


def test_a_hidden_user_who_must_reset_the_password_is_not_told(server):
    shop = Shop(server, PreventUserExistenceErrors="ENABLED")
    refused = shop.cognito.exceptions.NotAuthorizedException
    for username in ("bo", "nobody"):
        with pytest.raises(refused, match="Incorrect username or password."):
            shop.sign_in(username, "any-Passw0rd")
        sent = shop.cognito.forgot_password(ClientId=shop.client, Username=username)["CodeDeliveryDetails"]
        assert sent["DeliveryMedium"] == "EMAIL"
    with pytest.raises(shop.cognito.exceptions.CodeMismatchException):
        shop.cognito.confirm_forgot_password(
            ClientId=shop.client, Username="nobody", ConfirmationCode="123456", Password=NEW
        )


def test_tokens_expire_by_the_clock_of_the_server(server):
    shop = Shop(server, AccessTokenValidity=5, TokenValidityUnits={"AccessToken": "minutes"})
    tokens = shop.sign_in("ana", shop.password)
    assert tokens["ExpiresIn"] == 300
    refused = shop.cognito.exceptions.NotAuthorizedException
    server.advance(300)
    with pytest.raises(refused, match="Access Token has expired"):
        shop.cognito.get_user(AccessToken=tokens["AccessToken"])
    refreshed = shop.cognito.get_tokens_from_refresh_token(
        RefreshToken=tokens["RefreshToken"], ClientId=shop.client
    )["AuthenticationResult"]
    assert "RefreshToken" not in refreshed
    assert claims(refreshed["AccessToken"])["auth_time"] == claims(tokens["AccessToken"])["auth_time"]
    server.advance(30 * 86_400)
    with pytest.raises(refused, match="Refresh Token has expired"):
        shop.cognito.initiate_auth(
            AuthFlow="REFRESH_TOKEN", ClientId=shop.client, AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]}
        )


def test_what_signs_in_lives_on_in_the_data_directory(serve, tmp_path):
    server = serve("--data-dir", str(tmp_path))
    shop = Shop(server)
    tokens = shop.sign_in("ana", shop.password)
    keys = requests.get(f"{server.url}/{shop.pool}/.well-known/jwks.json").json()
    server.stop()
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (tokens["RefreshToken"], tokens["AccessToken"], shop.password):
        assert secret.encode() not in stored
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    server.start()
    cognito = server.client()
    assert requests.get(f"{server.url}/{shop.pool}/.well-known/jwks.json").json() == keys
    assert cognito.get_user(AccessToken=tokens["AccessToken"])["Username"] == "ana"
    refreshed = cognito.get_tokens_from_refresh_token(RefreshToken=tokens["RefreshToken"], ClientId=shop.client)
    assert refreshed["AuthenticationResult"]["AccessToken"]
    shop.server, shop.cognito = server, cognito
    assert shop.run("amplifySignIn", username="ana", password=shop.password)["first"]["isSignedIn"]


def test_applications_need_no_signature_where_others_may_connect(serve):
    environment = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "secret"}
    server = serve("--allow-remote", "--code", "123456", env=environment)
    signed = Shop.__new__(Shop)
    signed.server = server
    server_client, server.client = server.client, lambda: server_client(secret="secret")
    signed.__init__(server)
    unsigned = boto3.client(
        "cognito-idp", endpoint_url=server.url, region_name="us-east-1",
        aws_access_key_id="stranger", aws_secret_access_key="stranger",
    )
    unsigned.forgot_password(ClientId=signed.client, Username="bo")
    unsigned.confirm_forgot_password(
        ClientId=signed.client, Username="bo", ConfirmationCode="123456", Password=NEW
    )
    with pytest.raises(unsigned.exceptions.ClientError) as info:
        unsigned.list_user_pool_clients(UserPoolId=signed.pool)
    assert info.value.response["Error"]["Code"] == "UnrecognizedClientException"
    url = server.url + "/_messages"
    assert requests.get(url).status_code == 403
    for secret, status in (("secret", 200), ("another", 403)):
        request = AWSRequest("GET", url)
        SigV4Auth(Credentials("local", secret), "cognito-idp", "us-east-1").add_auth(request)
        answer = requests.get(url, headers=dict(request.headers))
        assert answer.status_code == status, answer.text
    assert "123456" not in server.logged()
