//! `fetch`: the pool as the other commands read it.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    sync::atomic::Ordering,
};

use indicatif::ProgressBar;
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use crate::{
    aws::{Client, Service},
    engine::Error,
    output::{Existing, Outputs},
};

use super::{
    account,
    args::aws::FetchArguments,
    documents::{EXISTING, HEADER, POOL},
    exit::Exit,
    failure::Failure,
    import::set,
    inputs,
    interrupt::Interrupt,
    outputs, print,
    stdout::OnBrokenPipe,
};

/// The most users that one page has.
const PAGE: u32 = 60;

pub(super) fn run(arguments: &FetchArguments) -> Result<Exit, Failure> {
    let client = account::client(&arguments.account, &arguments.user_pool_id)?;
    make_folder(&arguments.to)?;
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let outputs = Outputs::new(existing, std::iter::empty::<&str>());
    let interrupt = Interrupt::watch(&outputs)?;
    let users =
        fetch(arguments, &client, &outputs, &interrupt).map_err(|failure| interrupt.or(failure))?;
    for folder in interrupt
        .commit()
        .map_err(|failure| interrupt.or(failure))?
    {
        print::note(&folder.to_string());
    }
    let folder = inputs::name(&arguments.to);
    let text = match users {
        Some(users) => format!("{folder} has the pool and {users} users\n"),
        None => format!("{folder} has the pool without its users\n"),
    };
    print::to_stdout(text.as_bytes())?;
    Ok(Exit::Success)
}

fn fetch(
    arguments: &FetchArguments,
    client: &Client,
    outputs: &Outputs,
    interrupt: &Interrupt,
) -> Result<Option<u64>, Failure> {
    let pool = json!({"UserPoolId": arguments.user_pool_id});
    for (name, operation) in [(HEADER, "GetCSVHeader"), (POOL, "DescribeUserPool")] {
        let answer = client.call(Service::Cognito, operation, &pool)?;
        let path = arguments.to.join(name);
        let mut file = outputs::create(outputs, &path, OnBrokenPipe::Fail)?;
        write(&mut file, &path, &answer)?;
    }
    if arguments.without_users {
        return Ok(None);
    }
    let path = arguments.to.join(EXISTING);
    let mut file = outputs::create(outputs, &path, OnBrokenPipe::Fail)?;
    let flag = interrupt.flag();
    fetch_users(&arguments.user_pool_id, client, &mut file, &path, &|| {
        flag.load(Ordering::Relaxed)
    })
    .map(Some)
}

/// One page of ListUsers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page<'a> {
    #[serde(borrow, default)]
    users: Vec<&'a RawValue>,
    pagination_token: Option<String>,
}

/// All pages of ListUsers as one document without a token.
fn fetch_users(
    pool: &str,
    client: &Client,
    file: &mut dyn Write,
    path: &Path,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<u64, Failure> {
    let bar = ProgressBar::new_spinner();
    let mut count = 0;
    let mut input = json!({"UserPoolId": pool, "Limit": PAGE});
    let mut text = b"{\"Users\":[".to_vec();
    loop {
        if is_interrupted() {
            return Err(Failure::Engine(Error::Interrupted));
        }
        let answer = client.call(Service::Cognito, "ListUsers", &input)?;
        let page: Page<'_> = serde_json::from_slice(&answer).map_err(|error| {
            Failure::Io(format!("ListUsers: the answer cannot be read: {error}"))
        })?;
        for user in &page.users {
            text.extend_from_slice(if count == 0 { b"\n" } else { b",\n" });
            text.extend_from_slice(user.get().as_bytes());
            count += 1;
        }
        write(file, path, &text)?;
        text.clear();
        bar.set_message(format!("{count} users"));
        bar.tick();
        match page.pagination_token {
            Some(token) => set(&mut input, "PaginationToken", token),
            None => break,
        }
    }
    bar.finish_and_clear();
    write(file, path, b"\n]}\n")?;
    Ok(count)
}

fn write(file: &mut dyn Write, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    file.write_all(bytes)
        .and_then(|()| file.flush())
        .map_err(|source| failed(path, source))
}

fn failed(path: &Path, source: io::Error) -> Failure {
    Failure::Engine(Error::Write {
        name: inputs::name(path),
        source,
    })
}

/// Makes a folder that its owner alone can read: it will hold users.
fn make_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| failed(path, source))
}
