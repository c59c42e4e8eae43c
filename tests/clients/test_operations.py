"""Every operation that is served, against botocore's model: what it takes, what it answers, what it refuses."""

import json

import pytest
import requests
from conftest import ROLE, file_of, upload
from model import SHAPES, TARGET, answer_problems, errors_of, input_of, served, valid, wrong

PASSWORD = "Correct-Horse1"
OTHER = "Battery-Staple2"


class Raw:
    """Calls without a client's own checks."""

    def __init__(self, server):
        self.url = server.url
        self.session = requests.Session()
        self.called = set()
        self.secrets = {PASSWORD, OTHER}

    def call(self, operation, body):
        answer = self.session.post(
            self.url, data=json.dumps(body), headers={"X-Amz-Target": TARGET + operation}
        )
        return answer.status_code, answer.json()

    def ok(self, operation, **body):
        status, answer = self.call(operation, body)
        assert status == 200, (operation, answer)
        assert answer_problems(operation, answer) == []
        self.called.add(operation)
        result = answer.get("AuthenticationResult", {})
        texts = [result.get(name) for name in ("AccessToken", "IdToken", "RefreshToken")]
        self.secrets |= {text for text in (*texts, answer.get("Session"), answer.get("SecretCode")) if text}
        return answer

    def error(self, operation, expected, **body):
        status, answer = self.call(operation, body)
        assert (status, answer["__type"]) == (400, expected), (operation, answer)
        assert expected in errors_of(operation)
        self.called.add(operation)


@pytest.fixture
def raw(server):
    return Raw(server)


@pytest.mark.parametrize("operation", served())
def test_a_wrong_member_is_refused(raw, operation):
    shape = SHAPES[input_of(operation)]
    required = {name: valid(shape["members"][name]["shape"]) for name in shape.get("required", ())}
    tried = 0
    for name, member in shape["members"].items():
        for value, what in wrong(member["shape"]):
            status, answer = raw.call(operation, {**required, name: value})
            tried += 1
            kinds = ("InvalidParameterException", "SerializationException")
            assert status == 400 and answer["__type"] in kinds, (name, what, answer)
    for name in required:
        body = {key: value for key, value in required.items() if key != name}
        status, answer = raw.call(operation, body)
        assert (status, answer["__type"]) == (400, "InvalidParameterException"), (name, answer)
        tried += 1
    assert tried > 0


@pytest.mark.parametrize("operation", served())
def test_what_is_refused_is_an_error_of_the_operation(raw, operation):
    shape = SHAPES[input_of(operation)]
    members = {name: valid(member["shape"]) for name, member in shape["members"].items()}
    required = {name: members[name] for name in shape.get("required", ())}
    for body in (required, members):
        status, answer = raw.call(operation, body)
        if status == 200:
            assert answer_problems(operation, answer) == []
        else:
            assert (status, answer["__type"] in errors_of(operation)) == (400, True), answer


def test_every_operation_answers_as_the_model_says(server, raw):
    pool = raw.ok("CreateUserPool", PoolName="shop", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    of_pool = {"UserPoolId": pool}
    raw.ok("UpdateUserPool", **of_pool, AutoVerifiedAttributes=["email"])
    raw.ok("AddCustomAttributes", **of_pool, CustomAttributes=[{"Name": "plan", "AttributeDataType": "String"}])
    raw.ok("DescribeUserPool", **of_pool)
    raw.ok("ListUserPools", MaxResults=60)
    header = raw.ok("GetCSVHeader", **of_pool)["CSVHeader"]

    # Two jobs: one that imports, one that is stopped.
    made = {**of_pool, "JobName": "first", "CloudWatchLogsRoleArn": ROLE}
    job = raw.ok("CreateUserImportJob", **made)["UserImportJob"]
    upload(job, file_of(server.client(), pool, [{"cognito:username": "ana", "email": "ana@example.com"}]))
    named = {**of_pool, "JobId": job["JobId"]}
    raw.ok("StartUserImportJob", **named)
    while raw.ok("DescribeUserImportJob", **named)["UserImportJob"]["Status"] != "Succeeded":
        pass
    raw.ok("ListUserImportJobs", **of_pool, MaxResults=10)
    other = raw.ok("CreateUserImportJob", **made)["UserImportJob"]
    raw.error("StopUserImportJob", "PreconditionNotMetException", **of_pool, JobId=other["JobId"])
    assert "email" in header

    # The user who was imported sets a password with a code.
    ana = {**of_pool, "Username": "ana"}
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    client = raw.ok("CreateUserPoolClient", **of_pool, ClientName="web", ExplicitAuthFlows=flows)
    client = client["UserPoolClient"]["ClientId"]
    of_client = {**of_pool, "ClientId": client}
    raw.ok("UpdateUserPoolClient", **of_client, ClientName="app", ExplicitAuthFlows=flows)
    raw.ok("DescribeUserPoolClient", **of_client)
    raw.ok("ListUserPoolClients", **of_pool, MaxResults=10)
    by_password = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client}

    def password(password, username="ana"):
        return {"AuthParameters": {"USERNAME": username, "PASSWORD": password}}

    raw.error("InitiateAuth", "PasswordResetRequiredException", **by_password, **password("x"))
    raw.ok("ForgotPassword", ClientId=client, Username="ana")
    code = requests.get(f"{server.url}/_messages?pool={pool}").json()[-1]["code"]
    raw.secrets.add(code)
    raw.ok("ConfirmForgotPassword", ClientId=client, Username="ana", ConfirmationCode=code, Password=PASSWORD)
    tokens = raw.ok("InitiateAuth", **by_password, **password(PASSWORD))["AuthenticationResult"]
    raw.ok("GetUser", AccessToken=tokens["AccessToken"])
    refresh = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": tokens["RefreshToken"]}}
    raw.ok("AdminInitiateAuth", **of_client, **refresh)
    raw.ok("GetTokensFromRefreshToken", ClientId=client, RefreshToken=tokens["RefreshToken"])
    changed = {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER}
    raw.ok("ChangePassword", AccessToken=tokens["AccessToken"], **changed)

    # Second factors.
    raw.ok(
        "SetUserPoolMfaConfig", **of_pool, MfaConfiguration="OPTIONAL",
        SoftwareTokenMfaConfiguration={"Enabled": True},
        SmsMfaConfiguration={"SmsConfiguration": {"SnsCallerArn": ROLE}},
    )
    raw.ok("GetUserPoolMfaConfig", **of_pool)
    raw.ok("AssociateSoftwareToken", AccessToken=tokens["AccessToken"])
    wrong_code = {"AccessToken": tokens["AccessToken"], "UserCode": "000000"}
    raw.error("VerifySoftwareToken", "EnableSoftwareTokenMFAException", **wrong_code)
    off = {"SoftwareTokenMfaSettings": {"Enabled": False}}
    raw.ok("SetUserMFAPreference", AccessToken=tokens["AccessToken"], **off)
    number = [
        {"Name": "phone_number", "Value": "+12065550100"},
        {"Name": "phone_number_verified", "Value": "true"},
    ]
    raw.ok("AdminUpdateUserAttributes", **ana, UserAttributes=number)
    raw.ok("AdminSetUserMFAPreference", **ana, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    asked = raw.ok("InitiateAuth", **by_password, **password(OTHER))
    assert asked["ChallengeName"] == "SMS_MFA"
    code = requests.get(f"{server.url}/_messages?pool={pool}").json()[-1]["code"]
    raw.secrets.add(code)
    answer = {"ChallengeName": "SMS_MFA", "ChallengeResponses": {"USERNAME": "ana", "SMS_MFA_CODE": code}}
    tokens = raw.ok("RespondToAuthChallenge", ClientId=client, Session=asked["Session"], **answer)
    tokens = tokens["AuthenticationResult"]
    raw.ok("AdminGetUser", **ana)
    raw.ok("RevokeToken", ClientId=client, Token=tokens["RefreshToken"])
    raw.error("GlobalSignOut", "NotAuthorizedException", AccessToken=tokens["AccessToken"])
    raw.ok("AdminUserGlobalSignOut", **ana)

    # What an administrator does.
    bo = {**of_pool, "Username": "bo"}
    raw.ok("AdminCreateUser", **bo, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS")
    asked = raw.ok(
        "AdminInitiateAuth", **of_client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", **password(PASSWORD, "bo")
    )
    answer = {"ChallengeName": asked["ChallengeName"], "ChallengeResponses": {"USERNAME": "bo", "NEW_PASSWORD": OTHER}}
    tokens = raw.ok("AdminRespondToAuthChallenge", **of_client, Session=asked["Session"], **answer)
    raw.ok("GlobalSignOut", AccessToken=tokens["AuthenticationResult"]["AccessToken"])
    raw.ok("AdminSetUserPassword", **bo, Password=PASSWORD, Permanent=True)
    raw.ok("AdminResetUserPassword", **ana)
    raw.ok("AdminDisableUser", **bo)
    raw.ok("AdminEnableUser", **bo)
    raw.ok("AdminDeleteUserAttributes", **ana, UserAttributeNames=["phone_number"])
    raw.ok(
        "AdminLinkProviderForUser", **of_pool,
        DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": "bo"},
        SourceUser={
            "ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "1"
        },
    )
    raw.error("AdminListUserAuthEvents", "UserPoolAddOnNotEnabledException", **bo)
    group = {**of_pool, "GroupName": "staff"}
    raw.ok("CreateGroup", **group, Description="All", Precedence=1, RoleArn=ROLE)
    raw.error("CreateGroup", "GroupExistsException", **group)
    raw.ok("UpdateGroup", **group, Precedence=2)
    raw.ok("GetGroup", **group)
    raw.ok("ListGroups", **of_pool)
    raw.ok("AdminAddUserToGroup", **group, Username="bo")
    raw.ok("AdminListGroupsForUser", **bo)
    raw.ok("ListUsersInGroup", **group)
    raw.ok("AdminRemoveUserFromGroup", **group, Username="bo")
    raw.ok("DeleteGroup", **group)
    raw.ok("ListUsers", **of_pool)
    raw.ok("AdminDeleteUser", **bo)
    raw.ok("DeleteUserPoolClient", **of_client)
    raw.ok("DeleteUserPool", **of_pool)
    assert raw.called == set(served())
    log = server.stop()
    assert "AssociateSoftwareToken" in log and len(raw.secrets) > 10
    assert [text for text in raw.secrets if text in log] == []
