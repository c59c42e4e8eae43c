"""Each error by the exception that boto3 makes of it."""

import pytest
import requests
from botocore.exceptions import ClientError
from conftest import ROLE, file_of, make_job, make_pool, some_users, upload

NO_POOL = "us-east-1_NoSuchPool"
NO_JOB = "import-0000000000"


def message(info):
    return info.value.response["Error"]["Message"]


def test_what_does_not_exist(cognito):
    pool = make_pool(cognito)
    not_found = cognito.exceptions.ResourceNotFoundException
    job = {"JobName": "x", "CloudWatchLogsRoleArn": ROLE}
    for call, arguments in (
        (cognito.get_csv_header, {}),
        (cognito.create_user_import_job, job),
        (cognito.describe_user_import_job, {"JobId": NO_JOB}),
        (cognito.list_user_import_jobs, {"MaxResults": 1}),
        (cognito.start_user_import_job, {"JobId": NO_JOB}),
        (cognito.stop_user_import_job, {"JobId": NO_JOB}),
        (cognito.describe_user_pool, {}),
        (cognito.delete_user_pool, {}),
        (cognito.list_users, {}),
        (cognito.admin_get_user, {"Username": "ana"}),
    ):
        with pytest.raises(not_found):
            call(UserPoolId=NO_POOL, **arguments)
    for call in (
        cognito.describe_user_import_job,
        cognito.start_user_import_job,
        cognito.stop_user_import_job,
    ):
        with pytest.raises(not_found):
            call(UserPoolId=pool, JobId=NO_JOB)
    for call in (cognito.admin_get_user, cognito.admin_delete_user):
        with pytest.raises(cognito.exceptions.UserNotFoundException):
            call(UserPoolId=pool, Username="nobody")


@pytest.mark.parametrize(
    ("operation", "arguments", "expected"),
    [
        (
            "get_csv_header",
            {},
            "1 validation error detected: Value null at 'userPoolId' failed to satisfy "
            "constraint: Member must not be null",
        ),
        (
            "describe_user_import_job",
            {"UserPoolId": "pool", "JobId": "job"},
            "2 validation errors detected: Value 'pool' at 'userPoolId' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+; "
            "Value 'job' at 'jobId' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: import-[0-9a-zA-Z-]+",
        ),
        (
            "list_user_import_jobs",
            {"UserPoolId": NO_POOL, "MaxResults": 61},
            "1 validation error detected: Value '61' at 'maxResults' failed to satisfy "
            "constraint: Member must have value less than or equal to 60",
        ),
        (
            "list_user_import_jobs",
            {"UserPoolId": NO_POOL, "MaxResults": 0},
            "1 validation error detected: Value '0' at 'maxResults' failed to satisfy "
            "constraint: Member must have value greater than or equal to 1",
        ),
        (
            "create_user_import_job",
            {
                "UserPoolId": NO_POOL,
                "JobName": "x" * 129,
                "CloudWatchLogsRoleArn": ROLE,
                "PasswordHashingAlgorithm": "MD5",
            },
            "2 validation errors detected: Value '" + "x" * 129 + "' at 'jobName' failed to "
            "satisfy constraint: Member must have length less than or equal to 128; Value 'MD5' "
            "at 'passwordHashingAlgorithm' failed to satisfy constraint: Member must satisfy enum "
            "value set: [BCRYPT, SCRYPT, ARGON2ID, PBKDF2_SHA256]",
        ),
        (
            "list_users",
            {"UserPoolId": NO_POOL, "Limit": 61},
            "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 60",
        ),
    ],
)
def test_constraints_are_told_in_the_service_s_words(cognito, operation, arguments, expected):
    with pytest.raises(cognito.exceptions.InvalidParameterException) as info:
        getattr(cognito, operation)(**arguments)
    assert sorted(message(info)) == sorted(expected), message(info)


def test_a_job_without_a_file_does_not_start(cognito):
    pool = make_pool(cognito)
    job = make_job(cognito, pool)["JobId"]
    with pytest.raises(cognito.exceptions.PreconditionNotMetException) as info:
        cognito.start_user_import_job(UserPoolId=pool, JobId=job)
    assert message(info) == f"No csv file was uploaded for {job}"


def test_a_pool_that_verifies_nothing_imports_nothing(cognito):
    pool = make_pool(cognito, AutoVerifiedAttributes=[])
    job = make_job(cognito, pool)
    upload(job, file_of(cognito, pool, some_users(1))).raise_for_status()
    with pytest.raises(cognito.exceptions.PreconditionNotMetException):
        cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])


def test_a_bad_token_is_refused(cognito):
    pool = make_pool(cognito)
    make_job(cognito, pool)
    with pytest.raises(cognito.exceptions.InvalidParameterException):
        cognito.list_user_import_jobs(UserPoolId=pool, MaxResults=1, PaginationToken="nonsense")


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ({"AttributeDataType": "String"}, "Value null at 'schema.1.member.name'"),
        ({"Name": "x" * 21}, "Member must have length less than or equal to 20"),
        ({"Name": "email", "AttributeDataType": "Number"}, "You can not change AttributeDataType"),
        ({"Name": "tier", "Required": True}, "Required custom attributes are not supported"),
    ],
)
def test_an_attribute_that_cannot_be_is_refused(cognito, attribute, expected):
    with pytest.raises(cognito.exceptions.InvalidParameterException) as info:
        make_pool(cognito, Schema=[attribute])
    assert expected in message(info)


def test_custom_attributes_have_their_limits(cognito):
    pool = make_pool(cognito)

    def add(first, count):
        attributes = [
            {"Name": f"a{first + n}", "AttributeDataType": "String"} for n in range(count)
        ]
        cognito.add_custom_attributes(UserPoolId=pool, CustomAttributes=attributes)

    for count in (0, 26):
        with pytest.raises(cognito.exceptions.InvalidParameterException):
            add(0, count)
    add(0, 25)
    add(25, 25)
    with pytest.raises(cognito.exceptions.InvalidParameterException):
        add(50, 1)
    header = cognito.get_csv_header(UserPoolId=pool)["CSVHeader"]
    first = header.index("updated_at") + 1
    assert header[first : first + 50] == [f"custom:a{n}" for n in range(50)]


def test_a_member_of_another_type_is_refused(cognito):
    for call, arguments in (
        (cognito.create_user_pool, {"PoolName": 7}),
        (cognito.list_user_pools, {"MaxResults": "x"}),
        (cognito.create_user_import_job, {"JobName": {}}),
    ):
        with pytest.raises(ClientError) as info:
            call(**arguments)
        assert info.value.response["Error"]["Code"] == "SerializationException"


def test_a_filter_that_cannot_be_is_refused(cognito):
    pool = make_pool(cognito)
    for text, expected in (
        ('custom:tier = "x"', "Invalid search attribute: custom:tier"),
        ("email", "Error while parsing filter."),
        ("email = x", "Error while parsing filter."),
    ):
        with pytest.raises(cognito.exceptions.InvalidParameterException) as info:
            cognito.list_users(UserPoolId=pool, Filter=text)
        assert message(info) == expected


def test_a_thousand_jobs_are_the_limit(cognito):
    pool = make_pool(cognito)
    for _ in range(1000):
        make_job(cognito, pool)
    with pytest.raises(cognito.exceptions.LimitExceededException):
        make_job(cognito, pool)


def test_what_is_not_served_is_said(cognito):
    with pytest.raises(ClientError) as info:
        cognito.create_user_pool_domain(UserPoolId=NO_POOL, Domain="shop")
    assert info.value.response["Error"]["Code"] == "UnknownOperationException"
    assert message(info) == "CreateUserPoolDomain is not served here; the README lists what is."


def test_an_error_stands_in_the_headers_too(server):
    answer = requests.post(
        server.url,
        data="{}",
        headers={"X-Amz-Target": "AWSCognitoIdentityProviderService.GetCSVHeader"},
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/x-amz-json-1.1"
    assert answer.headers["x-amzn-errortype"] == "InvalidParameterException:"
    assert answer.headers["x-amzn-errormessage"] == answer.json()["message"]
    assert answer.json()["__type"] == "InvalidParameterException"
