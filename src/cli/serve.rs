//! `cognito-preflight serve`: the import-job operations on a local port.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    net::SocketAddr,
    path::Path,
    time::Duration,
};

use crate::{
    import_job::{Behaviour, HeaderOrder, ImportService, LoadError, Settings},
    outcome::Outcome,
    schema::CsvHeader,
    serve::{Config, Credentials, Issuer, ServeError, Server},
};

use super::{
    args::serve::{Order, ServeArguments, TokenIssuer},
    exit::Exit,
    failure::{Failure, with_causes},
    inputs, signals,
};

/// Serves until a signal comes.
pub(super) fn run(arguments: &ServeArguments) -> Result<Exit, Failure> {
    // Lines wait in a queue and are dropped where it is full, so that a pipe that nothing reads does not
    // stop the server. The guard writes what is left when it is dropped.
    let (log, _guard) = tracing_appender::non_blocking(io::stderr());
    if !arguments.quiet {
        // A log that a caller set up stays as it is.
        let _ = tracing_subscriber::fmt()
            .with_writer(log)
            .with_ansi(false)
            .with_target(false)
            // It would print to standard error that it cannot print to standard error, and panic.
            .log_internal_errors(false)
            .try_init();
    }
    let config = config(arguments)?;
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::Io(format!("cannot start the server: {error}")))?;
    runtime.block_on(async {
        let server = Server::bind(config)
            .await
            .map_err(|error| failure(&error))?;
        load(arguments, server.service())?;
        // From the moment when it is known to listen, it ends in order.
        let stopped = watch_signals();
        // A script that started the server waits for this line.
        let mut out = io::stdout().lock();
        let written = writeln!(out, "http://{}", server.address()).and_then(|()| out.flush());
        drop(out);
        written.map_err(|error| Failure::stdout(&error))?;
        server.run(stopped).await;
        Ok(Exit::Success)
    })
}

/// Watches for the signals that end the server; waits for the first when it is awaited.
#[cfg(unix)]
fn watch_signals() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let (stop, mut stopped) = tokio::sync::mpsc::channel(1);
    for number in signals::to_watch() {
        let Ok(mut watched) = signal(SignalKind::from_raw(number)) else {
            continue;
        };
        let stop = stop.clone();
        tokio::spawn(async move {
            watched.recv().await;
            // A second signal finds the server stopping already.
            let _ = stop.try_send(());
        });
    }
    async move {
        stopped.recv().await;
        // Kept until here, so that a server whose signals are all ignored goes on.
        drop(stop);
    }
}

#[cfg(not(unix))]
async fn watch_signals() {
    // Where there is no such signal, the server runs until it is ended.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn config(arguments: &ServeArguments) -> Result<Config, Failure> {
    let mut behaviour = Behaviour::default();
    behaviour.too_many = arguments.too_many;
    behaviour.empty_file_fails = !arguments.empty_file_succeeds;
    behaviour.failed_job_counts_rows = !arguments.failed_job_counts_nothing;
    behaviour.header_order = match arguments.header_order {
        Order::Older => HeaderOrder::Older,
        Order::Newer => HeaderOrder::Newer,
    };
    behaviour.password_hash_column = !arguments.no_password_hash_column;
    behaviour.codes_per_hour = arguments.codes_per_hour.into();
    behaviour.wrong_codes = arguments.wrong_codes.into();
    behaviour.srp_of_reset_required_is_invalid = arguments.srp_reset_is_invalid;
    behaviour.srp_of_imported_hash_is_challenged = arguments.srp_challenges_imported;
    for assumption in &arguments.assume {
        let (rule, outcome) = assumption
            .split_once('=')
            .and_then(|(rule, outcome)| Some((rule, Outcome::of_name(outcome)?)))
            .ok_or_else(|| {
                Failure::usage(format!(
                    "--assume {assumption}: give RULE=IMPORTED, RULE=SKIPPED or RULE=FAILED"
                ))
            })?;
        behaviour
            .assume(rule, outcome)
            .map_err(|error| Failure::usage(format!("--assume {assumption}: {error}")))?;
    }
    let mut settings = Settings::default();
    settings.region.clone_from(&arguments.region);
    settings.account.clone_from(&arguments.account);
    settings.behaviour = behaviour;
    settings.start_delay = Duration::from_secs_f64(arguments.start_delay);
    settings.failures.clone_from(&arguments.fail);
    settings.code.clone_from(&arguments.code);
    settings.threads = arguments.threads.map(usize::from);
    if let Some(moment) = arguments.clock {
        settings
            .clock
            .set(moment)
            .map_err(|error| Failure::usage(format!("--clock: {error}")))?;
    }
    let credentials = if arguments.allow_remote {
        credentials(arguments.credentials_file.as_deref())?
    } else {
        None
    };
    Ok(Config {
        listen: SocketAddr::new(arguments.listen, arguments.port),
        data_dir: arguments.data_dir.clone(),
        allow_remote: arguments.allow_remote,
        credentials,
        allow_hosts: arguments.allow_host.clone(),
        allow_origins: arguments.allow_origin.clone(),
        public_url: arguments.public_url.clone(),
        issuer: match arguments.issuer {
            TokenIssuer::Aws => Issuer::Aws,
            TokenIssuer::Local => Issuer::Local,
        },
        settings,
    })
}

/// The credentials of a file or of the environment; never of the command line, which every process
/// of the machine can see.
fn credentials(file: Option<&Path>) -> Result<Option<Credentials>, Failure> {
    if let Some(path) = file {
        return Credentials::of_file(path)
            .map(Some)
            .map_err(|error| Failure::usage(format!("{}: {error}", path.display())));
    }
    let variable = |name| std::env::var(name).unwrap_or_default();
    Ok(Credentials::new(
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"),
    )
    .ok())
}

fn failure(error: &ServeError) -> Failure {
    let mut message = with_causes(error);
    if let Some(hint) = hint(error) {
        message.push_str("; ");
        message.push_str(hint);
    }
    if error.is_configuration() {
        Failure::usage(message)
    } else {
        Failure::Io(message)
    }
}

/// Which option helps.
const fn hint(error: &ServeError) -> Option<&'static str> {
    match error {
        ServeError::RemoteNotAllowed { .. } => Some("use --allow-remote if that is meant"),
        ServeError::NoCredentials => Some(
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give a file with --credentials-file",
        ),
        ServeError::PublicUrl { .. } => Some("correct --public-url"),
        _ => None,
    }
}

/// Loads pools, columns and users. With a data directory, what it has already stays as it is.
fn load(arguments: &ServeArguments, service: &ImportService) -> Result<(), Failure> {
    let mut headers = BTreeMap::new();
    for path in &arguments.csv_header {
        let (name, bytes) = inputs::document(path)?;
        let header = CsvHeader::read(&name, &bytes)?;
        headers.insert(header.user_pool_id().map(str::to_owned), header);
    }
    let mut loaded = Vec::new();
    let mut made = Vec::new();
    for path in &arguments.user_pool {
        let (name, bytes) = inputs::document(path)?;
        let text =
            String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{name} is not UTF-8")))?;
        let id = pool_id(&text).unwrap_or_default();
        // A header that names no pool is that of the only one.
        let header = headers
            .remove(&Some(id))
            .or_else(|| (arguments.user_pool.len() == 1).then(|| headers.remove(&None))?);
        match service.load_pool(&text, header.as_ref()) {
            Ok(id) => {
                made.push(id.clone());
                loaded.push(id);
            }
            Err(LoadError::Exists(id)) if arguments.data_dir.is_some() => loaded.push(id),
            Err(error) => return Err(Failure::usage(format!("{name}: {error}"))),
        }
    }
    if let Some(header) = headers.into_values().next() {
        let id = header.user_pool_id().unwrap_or("any pool that is loaded");
        return Err(Failure::usage(format!(
            "no --user-pool is given for the CSVHeader of {id}"
        )));
    }
    for given in &arguments.existing_users {
        let named = given
            .split_once('=')
            .filter(|(id, _)| loaded.iter().any(|one| one == id));
        let (id, path) = match (named, loaded.as_slice()) {
            (Some(named), _) => named,
            (None, [only]) => (only.as_str(), given.as_str()),
            _ => {
                return Err(Failure::usage(format!(
                    "--existing-users {given}: say of which pool, as POOL_ID=FILE"
                )));
            }
        };
        if made.iter().any(|one| one == id) {
            let file = inputs::open(Path::new(path))?;
            service
                .load_users(id, file)
                .map_err(|error| Failure::usage(format!("{path}: {error}")))?;
        }
    }
    Ok(())
}

/// The id of a pool's document, where it has one; whatever else is wrong is reported when it is loaded.
fn pool_id(text: &str) -> Option<String> {
    let document: serde_json::Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let pool = document.get("UserPool").unwrap_or(&document);
    Some(pool.get("Id")?.as_str()?.to_owned())
}
