"""A whole migration out of Auth0: the file, the job, and the plan of what the job cannot carry, each step of it
with boto3. In the end everyone who could sign in before can, and nobody else."""

import base64
import hmac
import json
import struct
import subprocess
import time

import pytest
from botocore.exceptions import ClientError
from conftest import BINARY, make_job, upload, wait

# The hash of this password, as Auth0's support sends it.
PASSWORD = "correct horse battery staple"
HASH = "$2b$10$KeKldIszfMUJfKPiE4oAk.c01kXIri.c.yNYUa5ptwtoUBZ.vNAwq"


def person(name, **members):
    return {
        "user_id": f"auth0|{name}",
        "username": name,
        "email": f"{name}@example.com",
        "email_verified": True,
        "name": name.title(),
        "identities": [{"connection": "Username-Password-Authentication", "user_id": name, "provider": "auth0"}],
        **members,
    }


ROLES = {"app_metadata": {"roles": ["admin", "billing"]}}
PEOPLE = [
    person("ana", **ROLES),
    person("bo", blocked=True),
    person("cy", multifactor=["guardian"]),
    person("di", identities=[*person("di")["identities"], {"provider": "github", "user_id": 583231, "isSocial": True}]),
    person("ed"),
]
# The support does not send a hash of everyone.
WITHOUT_HASH = {"ed"}


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def totp(secret, later=0):
    """The code that an authenticator application shows."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time() + later) // 30), "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 10**6:06}"


class Migration:
    """Carries out the plan, a step at a time."""

    def __init__(self, cognito, pool, client):
        self.cognito, self.pool, self.client = cognito, pool, client
        self.secrets = {}

    def sign_in(self, username, password=PASSWORD):
        parameters = {"USERNAME": username, "PASSWORD": password}
        return self.cognito.initiate_auth(
            ClientId=self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )

    def step(self, step):
        parameters = {"UserPoolId": self.pool, **step["parameters"]}
        getattr(self, step["operation"])(**parameters)

    def AdminAddUserToGroup(self, GroupName, **named):
        try:
            self.cognito.create_group(UserPoolId=self.pool, GroupName=GroupName)
        except self.cognito.exceptions.GroupExistsException:
            pass
        self.cognito.admin_add_user_to_group(GroupName=GroupName, **named)

    def AdminDisableUser(self, **named):
        self.cognito.admin_disable_user(**named)

    def AdminLinkProviderForUser(self, UserPoolId, Username, **source):
        self.cognito.admin_link_provider_for_user(
            UserPoolId=UserPoolId,
            DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": Username},
            SourceUser=source,
        )

    def SetUserMFAPreference(self, Username, **_):
        """The user enrols anew, as the plan says."""
        token = self.sign_in(Username)["AuthenticationResult"]["AccessToken"]
        secret = self.cognito.associate_software_token(AccessToken=token)["SecretCode"]
        self.cognito.verify_software_token(AccessToken=token, UserCode=totp(secret))
        setting = {"Enabled": True, "PreferredMfa": True}
        self.cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=setting)
        self.secrets[Username] = secret

    def ForgotPassword(self, **_):
        """It is the user who asks, at the first sign-in."""


@pytest.fixture
def planned(tmp_path):
    """Cleans the export; returns the file to upload and the plan."""

    def clean(cognito, pool):
        (tmp_path / "users.ndjson").write_text(lines(PEOPLE))
        hashes = [
            {"email": one["email"], "email_verified": True, "passwordHash": HASH, "_id": {"$oid": one["username"]}}
            for one in PEOPLE
            if one["username"] not in WITHOUT_HASH
        ]
        (tmp_path / "hashes.ndjson").write_text(lines(hashes))
        header = cognito.get_csv_header(UserPoolId=pool)
        (tmp_path / "header.json").write_text(json.dumps({"CSVHeader": header["CSVHeader"]}))
        described = cognito.describe_user_pool(UserPoolId=pool)["UserPool"]
        (tmp_path / "pool.json").write_text(json.dumps({"UserPool": described}, default=str))
        command = [
            BINARY, "clean", "users.ndjson", "--source", "auth0", "--join", "hashes=hashes.ndjson",
            "--csv-header", "header.json", "--user-pool", "pool.json", "--output", "users.csv",
            "--plan", "plan.jsonl", "--quiet",
        ]
        subprocess.run(command, cwd=tmp_path, check=True)
        plan = [json.loads(line) for line in (tmp_path / "plan.jsonl").read_text().splitlines()]
        return (tmp_path / "users.csv").read_bytes(), plan

    return clean


def test_a_migration_out_of_auth0(server, cognito, planned):
    pool = cognito.create_user_pool(
        PoolName="shop", AutoVerifiedAttributes=["email"], AliasAttributes=["email"]
    )["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="web",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    file, plan = planned(cognito, pool)
    job = make_job(cognito, pool, PasswordHashingAlgorithm="BCRYPT")
    upload(job, file).raise_for_status()
    cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])
    assert wait(cognito, pool, job["JobId"])["ImportedUsers"] == len(PEOPLE)

    migration = Migration(cognito, pool, client)
    for step in plan:
        migration.step(step)
    operations = {step["operation"] for step in plan}
    assert operations >= {
        "AdminAddUserToGroup", "AdminDisableUser", "AdminLinkProviderForUser", "SetUserMFAPreference"
    }

    # Who was in groups is, and tokens say so.
    groups = cognito.admin_list_groups_for_user(UserPoolId=pool, Username="ana")["Groups"]
    assert sorted(group["GroupName"] for group in groups) == ["admin", "billing"]
    token = migration.sign_in("ana@example.com")["AuthenticationResult"]["AccessToken"]
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert sorted(claims["cognito:groups"]) == ["admin", "billing"]
    # Who was locked out is.
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="User is disabled."):
        migration.sign_in("bo")
    # Who had a second factor has one.
    asked = migration.sign_in("cy")
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    server.advance(60)
    code = totp(migration.secrets["cy"], later=60)
    answered = cognito.respond_to_auth_challenge(
        ClientId=client, ChallengeName="SOFTWARE_TOKEN_MFA", Session=asked["Session"],
        ChallengeResponses={"USERNAME": "cy", "SOFTWARE_TOKEN_MFA_CODE": code},
    )
    assert "AccessToken" in answered["AuthenticationResult"]
    # Who had another identity keeps it.
    user = cognito.admin_get_user(UserPoolId=pool, Username="di")
    attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
    assert json.loads(attributes["identities"])[0]["userId"] == "583231"
    # Who has no hash sets another password; nobody signs in with a wrong one.
    with pytest.raises(cognito.exceptions.PasswordResetRequiredException):
        migration.sign_in("ed")
    for name in ("ana", "cy", "di"):
        with pytest.raises(ClientError, match="Incorrect username or password."):
            migration.sign_in(name, "wrong")
