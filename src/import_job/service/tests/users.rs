//! The users that jobs make, the logs they write, and what comes from files.

use super::*;

#[test]
fn users_with_a_hash_are_confirmed_and_no_answer_has_it() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let hash = "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";
    let job = job(&service, &pool, Some("BCRYPT"));
    let key = JobKey::new(&pool, &job.job_id);
    let rows: [&[(&str, &str)]; 2] = [
        &[
            ("cognito:username", "ana"),
            ("email", "ana@example.com"),
            ("password_hash", hash),
        ],
        &[("cognito:username", "bo"), ("email", "bo@example.com")],
    ];
    service.upload(&key, &file(&service, &pool, &rows)).unwrap();
    service.start(&key).unwrap();
    let done = service.wait(&key).unwrap();
    assert_eq!(
        (done.status, done.imported_users),
        (JobStatus::Succeeded, 2)
    );
    let users = ok(&service, "ListUsers", &json!({"UserPoolId": pool}));
    assert_eq!(users["Users"][0]["UserStatus"], "CONFIRMED");
    assert_eq!(users["Users"][1]["UserStatus"], "RESET_REQUIRED");
    let user = ok(
        &service,
        "AdminGetUser",
        &json!({"UserPoolId": pool, "Username": "ana"}),
    );
    for text in [
        users.to_string(),
        user.to_string(),
        log(&service, &pool, &done).join("\n"),
    ] {
        assert!(!text.contains("$2b$"), "{text}");
    }
    let (_, stored) = service.store().user_named(&pool, "ana").unwrap().unwrap();
    assert_eq!(stored.password_hash.as_deref(), Some(hash));
}

#[test]
fn a_file_needs_the_hash_column_only_where_the_job_names_an_algorithm() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    for (algorithm, status) in [
        (None, JobStatus::Succeeded),
        (Some("SCRYPT"), JobStatus::Failed),
    ] {
        let job = job(&service, &pool, algorithm);
        let key = JobKey::new(&pool, &job.job_id);
        let text = "email,email_verified,name,given_name,family_name,middle_name,nickname,\
                    preferred_username,profile,picture,website,gender,birthdate,zoneinfo,locale,\
                    phone_number,phone_number_verified,address,updated_at,cognito:mfa_enabled,\
                    cognito:username\n\
                    ana@example.com,true,,,,,,,,,,,,,,,false,,,false,ana\n";
        service.upload(&key, text.as_bytes()).unwrap();
        service.start(&key).unwrap();
        assert_eq!(service.wait(&key).unwrap().status, status, "{algorithm:?}");
    }
}

#[test]
fn users_who_sign_in_with_an_address_are_found_by_it() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(
        &service,
        &json!({"UsernameAttributes": ["email"], "UsernameConfiguration": {"CaseSensitive": false}}),
    );
    let row: &[(&str, &str)] = &[
        ("cognito:username", "Ana@example.com"),
        ("email", "Ana@example.com"),
    ];
    assert_eq!(import(&service, &pool, &[row]).imported_users, 1);
    let user = ok(
        &service,
        "AdminGetUser",
        &json!({"UserPoolId": pool, "Username": "ana@EXAMPLE.com"}),
    );
    let sub = user["Username"].as_str().unwrap();
    assert_eq!(user["UserAttributes"][0]["Value"], sub);
    let by_sub = ok(
        &service,
        "AdminGetUser",
        &json!({"UserPoolId": pool, "Username": sub}),
    );
    assert_eq!(by_sub, user);
    // The address is taken in any letter case.
    let again: &[(&str, &str)] = &[
        ("cognito:username", "ANA@example.com"),
        ("email", "ANA@example.com"),
    ];
    assert_eq!(import(&service, &pool, &[again]).skipped_users, 1);
    ok(
        &service,
        "AdminDeleteUser",
        &json!({"UserPoolId": pool, "Username": sub}),
    );
    assert_eq!(
        kind(
            &service,
            "AdminGetUser",
            &json!({"UserPoolId": pool, "Username": sub})
        ),
        ErrorKind::UserNotFound
    );
    assert_eq!(import(&service, &pool, &[again]).imported_users, 1);
}

#[test]
fn an_alias_finds_its_user() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(
        &service,
        &json!({"AliasAttributes": ["email", "preferred_username"]}),
    );
    let row: &[(&str, &str)] = &[
        ("cognito:username", "ana"),
        ("email", "ana@example.com"),
        ("preferred_username", "annie"),
    ];
    assert_eq!(import(&service, &pool, &[row]).imported_users, 1);
    for name in ["ana", "ana@example.com", "annie"] {
        let user = ok(
            &service,
            "AdminGetUser",
            &json!({"UserPoolId": pool, "Username": name}),
        );
        assert_eq!(user["Username"], "ana");
    }
}

#[test]
fn users_are_listed_filtered_and_paged() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let job = job(&service, &pool, None);
    let key = JobKey::new(&pool, &job.job_id);
    service.upload(&key, &many(&service, &pool, 130)).unwrap();
    service.start(&key).unwrap();
    service.wait(&key).unwrap();
    let pages = |extra: Value| {
        let mut counts = Vec::new();
        let mut token = Value::Null;
        loop {
            let mut request = json!({"UserPoolId": pool});
            for (name, value) in extra.as_object().unwrap() {
                request[name] = value.clone();
            }
            if !token.is_null() {
                request["PaginationToken"] = token;
            }
            let answer = ok(&service, "ListUsers", &request);
            let users = answer["Users"].as_array().unwrap();
            counts.push(users.len());
            token = answer["PaginationToken"].clone();
            if token.is_null() {
                return counts;
            }
        }
    };
    assert_eq!(pages(json!({})), [60, 60, 10]);
    assert_eq!(pages(json!({"Limit": 50})), [50, 50, 30]);
    assert_eq!(pages(json!({"Limit": 0})), [60, 60, 10]);
    assert_eq!(pages(json!({"Filter": "username ^= \"user12\""})), [11]);
    assert_eq!(
        pages(json!({"Filter": "email = \"USER7@example.com\""})),
        [1]
    );
    let only = ok(
        &service,
        "ListUsers",
        &json!({"UserPoolId": pool, "Limit": 1, "AttributesToGet": ["email"]}),
    );
    assert_eq!(
        only["Users"][0]["Attributes"],
        json!([{"Name": "email", "Value": "user0@example.com"}])
    );
    for bad in [
        json!({"Limit": 61}),
        json!({"PaginationToken": "zz"}),
        json!({"Filter": "x = \"y\""}),
        json!({"AttributesToGet": ["custom:none"]}),
    ] {
        let mut request = bad;
        request["UserPoolId"] = json!(pool);
        assert_eq!(
            kind(&service, "ListUsers", &request),
            ErrorKind::InvalidParameter
        );
    }
}

#[test]
fn a_pool_that_demands_a_second_factor_gives_it_to_users_with_a_phone_number() {
    let service = ImportService::in_memory().unwrap();
    let number = "+12025550123";
    for (mfa, given, phone, has_factor) in [
        ("ON", "", number, true),
        ("ON", "true", number, true),
        ("ON", "", "", false),
        ("OFF", "", number, false),
        ("OPTIONAL", "true", number, true),
        ("OPTIONAL", "false", number, false),
    ] {
        let pool = pool(&service, &json!({"MfaConfiguration": mfa}));
        let done = import(
            &service,
            &pool,
            &[&[
                ("cognito:username", "ana"),
                ("email", "ana@example.com"),
                ("phone_number", phone),
                ("cognito:mfa_enabled", given),
            ]],
        );
        assert_eq!(done.imported_users, 1, "{mfa} {given}");
        let user = ok(
            &service,
            "AdminGetUser",
            &json!({"UserPoolId": pool, "Username": "ana"}),
        );
        for member in ["UserMFASettingList", "PreferredMfaSetting", "MFAOptions"] {
            let is_there = !user[member].is_null();
            assert_eq!(is_there, has_factor, "{mfa} {given} {phone}: {user}");
        }
    }
}

#[test]
fn the_log_of_a_pool_is_found_whatever_the_pool_is_called() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({"PoolName": "My shop, +=@"}));
    let row: [&[(&str, &str)]; 1] = [&[("cognito:username", "ana"), ("email", "ana@example.com")]];
    let done = import(&service, &pool, &row);
    let groups = ok(&service, "DescribeLogGroups", &json!({}));
    let group = groups["logGroups"][0]["logGroupName"].as_str().unwrap();
    assert_eq!(group, service.log_group(&pool).unwrap());
    assert_eq!(group, format!("/aws/cognito/userpools/{pool}/My_shop_____"));
    let request = json!({"logGroupName": group, "logStreamName": format!("{}/first", done.job_id)});
    let events = ok(&service, "GetLogEvents", &request);
    assert_eq!(events["events"].as_array().unwrap().len(), 3);
    for (name, more) in [
        ("GetLogEvents", json!({"startTime": -1})),
        (
            "DescribeLogStreams",
            json!({"orderBy": "LastEventTime", "logStreamNamePrefix": "import-"}),
        ),
        (
            "DescribeLogGroups",
            json!({"logGroupNamePrefix": "/aws", "logGroupNamePattern": "shop"}),
        ),
        (
            "FilterLogEvents",
            json!({"logStreamNames": ["x"], "logStreamNamePrefix": "x"}),
        ),
    ] {
        let mut request = request.clone();
        for (member, value) in more.as_object().unwrap() {
            request[member] = value.clone();
        }
        assert_eq!(
            kind(&service, name, &request),
            ErrorKind::InvalidParameter,
            "{name}"
        );
    }
}

#[test]
fn a_log_is_read_from_either_end() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let job = job(&service, &pool, None);
    let key = JobKey::new(&pool, &job.job_id);
    service.upload(&key, &many(&service, &pool, 25)).unwrap();
    let groups = || ok(&service, "DescribeLogGroups", &json!({}))["logGroups"].clone();
    service.start(&key).unwrap();
    service.wait(&key).unwrap();
    let group = groups()[0]["logGroupName"].as_str().unwrap().to_owned();
    let streams = ok(
        &service,
        "DescribeLogStreams",
        &json!({"logGroupName": group}),
    );
    let stream = streams["logStreams"][0]["logStreamName"].clone();
    assert_eq!(stream, format!("{}/first", job.job_id));
    let read = |extra: Value| {
        let mut request = json!({"logGroupName": group, "logStreamName": stream, "limit": 10});
        for (name, value) in extra.as_object().unwrap() {
            request[name] = value.clone();
        }
        let answer = ok(&service, "GetLogEvents", &request);
        let lines: Vec<usize> = answer["events"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|event| {
                let message = event["message"].as_str().unwrap();
                let (_, rest) = message.split_once("Line Number ")?;
                rest.split(' ').next().unwrap().parse().ok()
            })
            .collect();
        (lines, answer)
    };
    let (newest, answer) = read(json!({}));
    assert_eq!(newest, (17..=26).collect::<Vec<_>>());
    let (older, _) = read(json!({"nextToken": answer["nextBackwardToken"]}));
    assert_eq!(older, (7..=16).collect::<Vec<_>>());
    let (end, again) = read(json!({"nextToken": answer["nextForwardToken"]}));
    assert!(end.is_empty());
    assert_eq!(again["nextForwardToken"], answer["nextForwardToken"]);
    let (oldest, answer) = read(json!({"startFromHead": true}));
    // The log begins with two lines that are not rows.
    for event in answer["events"].as_array().unwrap().iter().take(2) {
        assert_eq!(event["message"], "Cognito User Pools Import - Test Log");
    }
    assert_eq!(oldest, (2..=9).collect::<Vec<_>>());
    let (next, _) = read(json!({"nextToken": answer["nextForwardToken"]}));
    assert_eq!(next, (10..=19).collect::<Vec<_>>());
    let time = answer["events"][0]["timestamp"].as_i64().unwrap();
    assert!(read(json!({"endTime": time})).0.is_empty());
    let filtered = ok(
        &service,
        "FilterLogEvents",
        &json!({"logGroupName": group, "filterPattern": "\"Number 2\" SUCCEEDED", "limit": 3}),
    );
    assert_eq!(filtered["events"].as_array().unwrap().len(), 3);
    let rest = ok(
        &service,
        "FilterLogEvents",
        &json!({"logGroupName": group, "filterPattern": "\"Number 2\"", "nextToken": filtered["nextToken"]}),
    );
    // 2 and 20 to 26 are eight lines.
    assert_eq!(rest["events"].as_array().unwrap().len(), 5);
    for bad in [json!({"nextToken": "x"}), json!({"limit": 10_001})] {
        let mut request = json!({"logGroupName": group, "logStreamName": stream});
        for (name, value) in bad.as_object().unwrap() {
            request[name] = value.clone();
        }
        assert_eq!(
            kind(&service, "GetLogEvents", &request),
            ErrorKind::InvalidParameter
        );
    }
    assert_eq!(
        kind(
            &service,
            "GetLogEvents",
            &json!({"logGroupName": group, "logStreamName": "x"})
        ),
        ErrorKind::ResourceNotFound
    );
}

#[test]
fn pools_and_users_come_from_files() {
    let service = ImportService::in_memory().unwrap();
    let document = r#"{"UserPool": {"Id": "eu-west-1_Abc", "Name": "shop",
        "CreationDate": "2024-01-02T03:04:05+00:00", "AutoVerifiedAttributes": ["email"]}}"#;
    let header = CsvHeader::parse(
        r#"{"UserPoolId": "eu-west-1_Abc", "CSVHeader": ["cognito:username", "email", "email_verified", "cognito:mfa_enabled"]}"#,
    )
    .unwrap();
    assert_eq!(
        service.load_pool(document, Some(&header)).unwrap(),
        "eu-west-1_Abc"
    );
    assert_eq!(service.csv_header("eu-west-1_Abc").unwrap(), header.names());
    assert!(matches!(
        service.load_pool(document, None),
        Err(LoadError::Exists(_))
    ));
    let other = document.replace("Abc", "Xyz");
    assert!(matches!(
        service.load_pool(&other, Some(&header)),
        Err(LoadError::Mismatch(_))
    ));
    let list = r#"{"Users": [{"Username": "ana", "UserStatus": "CONFIRMED",
        "UserCreateDate": "2024-01-02T03:04:05.678000+00:00",
        "Attributes": [{"Name": "email", "Value": "ana@example.com"}]}]} {"Username": "bo"}"#;
    assert_eq!(
        service
            .load_users("eu-west-1_Abc", list.as_bytes())
            .unwrap(),
        2
    );
    let pool = ok(
        &service,
        "DescribeUserPool",
        &json!({"UserPoolId": "eu-west-1_Abc"}),
    );
    assert_eq!(pool["UserPool"]["EstimatedNumberOfUsers"], 2);
    assert!(!pool.to_string().contains("CSVHeader"));
    let done = import(
        &service,
        "eu-west-1_Abc",
        &[&[("cognito:username", "ana"), ("email", "ana@example.com")]],
    );
    assert_eq!(done.skipped_users, 1);
    let error = service.load_users("eu-west-1_Abc", "{\"Users\": 7}".as_bytes());
    assert!(matches!(error, Err(LoadError::Users { .. })));
}
