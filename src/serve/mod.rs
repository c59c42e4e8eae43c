//! The import-job operations on a local port, for AWS's own clients.
//!
//! [`Server`] puts HTTP around an [`ImportService`]: the operations at `POST /`, uploads at the
//! pre-signed addresses that jobs are given, and a page for people at `GET /`. It listens on the
//! loopback interface unless it is configured otherwise, and then verifies every request's signature.

mod api;
mod connections;
mod credentials;
mod data_dir;
#[doc(hidden)]
pub mod fuzzing;
mod guard;
mod page;
mod presigned;
mod signature;
mod upload;

use std::{
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    routing::{any, get, post},
};
use tokio::net::TcpListener;

use crate::import_job::{
    ImportService, ServiceError, Settings, SqliteStore, Store, StoreError, Uploads,
};

pub use self::credentials::{Credentials, CredentialsError};

/// How a server is set up.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where everything is kept: in a folder `cognito-preflight` inside, which the server makes. In
    /// memory where it is absent.
    pub data_dir: Option<PathBuf>,
    /// Whether other machines may connect. Then [`Config::credentials`] must be given, every request
    /// has to be signed with them, and the page and the clock's route are off.
    pub allow_remote: bool,
    /// The credentials that requests must be signed with where others may connect.
    pub credentials: Option<Credentials>,
    /// Names under which clients may reach the server, beside those of the loopback interface.
    pub allow_hosts: Vec<String>,
    /// The origins of web applications that may call operations, such as `http://localhost:3000`.
    pub allow_origins: Vec<String>,
    /// How the addresses begin that are handed out for uploads, such as `http://cognito:9230`.
    pub public_url: Option<String>,
    /// Which issuer the tokens name.
    pub issuer: Issuer,
    /// How the service is set up.
    pub settings: Settings,
}

/// Which issuer the tokens of a pool name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Issuer {
    /// That of the service, `https://cognito-idp.<region>.amazonaws.com/<pool>`: some libraries take no
    /// other, and are given the keys by hand.
    #[default]
    Aws,
    /// This server, `<its address>/<pool>`, where libraries fetch the keys.
    Local,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 9230)),
            data_dir: None,
            allow_remote: false,
            credentials: None,
            allow_hosts: Vec::new(),
            allow_origins: Vec::new(),
            public_url: None,
            issuer: Issuer::default(),
            settings: Settings::default(),
        }
    }
}

/// Why a server could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can be reached by other machines, and that is not allowed.
    #[error("{address} can be reached by other machines, which has to be allowed")]
    RemoteNotAllowed {
        /// The address.
        address: IpAddr,
    },
    /// Other machines are allowed to connect, and there are no credentials with which their requests
    /// could be verified.
    #[error(
        "requests of other machines are verified, and there are no credentials to verify them with"
    )]
    NoCredentials,
    /// The address for clients is not one.
    #[error("{url} is not an address such as http://cognito:9230")]
    PublicUrl {
        /// What was given.
        url: String,
    },
    /// The origin of an application is not one.
    #[error("{origin} is not an origin such as http://localhost:3000")]
    AllowOrigin {
        /// What was given.
        origin: String,
    },
    /// The data directory cannot be used.
    #[error("cannot use the data directory {}", path.display())]
    DataDirectory {
        /// The directory.
        path: PathBuf,
        /// The cause.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        source: io::Error,
    },
    /// The service could not begin.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gave no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

impl ServeError {
    /// Whether the fault lies in the [`Config`].
    pub const fn is_configuration(&self) -> bool {
        matches!(
            self,
            Self::RemoteNotAllowed { .. }
                | Self::NoCredentials
                | Self::PublicUrl { .. }
                | Self::AllowOrigin { .. }
        )
    }
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<State>,
}

/// What every request sees.
#[derive(Debug)]
struct State {
    service: ImportService,
    uploads: presigned::UploadAddresses,
    guard: guard::Guard,
    credentials: Option<Credentials>,
    /// What a form of the page has to send back: only a reader of the page knows it.
    token: String,
    /// How many operations are at work at a time.
    at_work: tokio::sync::Semaphore,
    /// How many of those that compute for long, as for a password's hash.
    at_sign_in: tokio::sync::Semaphore,
    /// How the addresses begin that are handed out.
    public_url: String,
}

/// How many operations are at work at a time; the others wait.
const AT_WORK: usize = 32;
/// How long a request for an operation may be.
const LARGEST_REQUEST: usize = 1024 * 1024;
/// How often jobs are looked at that were not started.
const EXPIRY_INTERVAL: Duration = Duration::from_secs(60);

impl Server {
    /// Opens the store, begins the service and listens.
    ///
    /// # Errors
    ///
    /// [`ServeError`].
    pub async fn bind(config: Config) -> Result<Self, ServeError> {
        if !config.listen.ip().is_loopback() && !config.allow_remote {
            return Err(ServeError::RemoteNotAllowed {
                address: config.listen.ip(),
            });
        }
        if config.allow_remote && config.credentials.is_none() {
            return Err(ServeError::NoCredentials);
        }
        let (store, uploads, key) = open(config.data_dir.as_deref())?;
        let service = ImportService::new(store, uploads, config.settings.clone())?;
        let listening = async {
            let listener = TcpListener::bind(config.listen).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = listening.await.map_err(|source| ServeError::Listen {
            address: config.listen,
            source,
        })?;
        let public_url = config
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{address}"));
        let uploads = presigned::UploadAddresses::new(&public_url, &config.settings, key)?;
        service.set_upload_address(uploads.clone());
        if config.issuer == Issuer::Local {
            service.set_local_issuer(public_url.trim_end_matches('/'));
        }
        let guard = guard::Guard::new(&config.allow_hosts, &config.allow_origins, &public_url)?;
        let mut token = [0; 16];
        fill(&mut token)?;
        Ok(Self {
            listener,
            address,
            state: Arc::new(State {
                service,
                uploads,
                guard,
                credentials: config.credentials.filter(|_| config.allow_remote),
                token: hex::encode(token),
                at_work: tokio::sync::Semaphore::new(AT_WORK),
                at_sign_in: tokio::sync::Semaphore::new(at_sign_in()),
                public_url: public_url.trim_end_matches('/').to_owned(),
            }),
        })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The service that it serves.
    pub fn service(&self) -> &ImportService {
        &self.state.service
    }

    /// Answers until `stop` is ready; then lets requests end and shuts the service down.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let service = self.state.service.clone();
        let expiring = service.clone();
        let expiry = tokio::spawn(async move {
            loop {
                tokio::time::sleep(EXPIRY_INTERVAL).await;
                let service = expiring.clone();
                let swept = tokio::task::spawn_blocking(move || service.expire_jobs()).await;
                if let Ok(Err(error)) = swept {
                    tracing::error!(cause = error.cause(), "expired jobs could not be removed");
                }
            }
        });
        connections::serve(self.listener, router(self.state), stop).await;
        expiry.abort();
        // Waiting for jobs blocks, which the runtime's threads must not.
        let _ = tokio::task::spawn_blocking(move || service.shut_down()).await;
    }
}

/// One core is left to the operations that answer at once.
fn at_sign_in() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).max(1))
}

fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/", any(api::root))
        .route("/pools/{pool}", get(page::pool))
        .route("/pools/{pool}/jobs/{job}", get(page::job))
        .route("/pools/{pool}/preflight", post(page::preflight))
        .route("/style.css", get(page::style))
        .route("/_clock", any(api::clock))
        .route("/_messages", get(api::messages))
        .route("/_health", get(api::health))
        .route("/{account}/.well-known/jwks.json", get(api::jwks))
        .route(
            "/{account}/.well-known/openid-configuration",
            get(api::openid_configuration),
        )
        .route("/{account}/{pool}/{job}", any(upload::upload))
        .fallback(api::nowhere)
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&state),
            guard::guard,
        ))
        .with_state(state)
}

type Opened = (Box<dyn Store>, Uploads, String);

/// The store, the uploads and the key of the upload addresses.
fn open(data_dir: Option<&Path>) -> Result<Opened, ServeError> {
    let Some(path) = data_dir else {
        let uploads = Uploads::temporary().map_err(ServiceError::Uploads)?;
        return Ok((Box::new(SqliteStore::in_memory()?), uploads, new_key()?));
    };
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| ServeError::DataDirectory {
        path: path.to_owned(),
        source,
    };
    let opened = data_dir::open(path, new_key()?).map_err(failed)?;
    Ok((Box::new(opened.store), opened.uploads, opened.key))
}

fn new_key() -> Result<String, ServeError> {
    let mut key = [0; 32];
    fill(&mut key)?;
    Ok(hex::encode(key))
}

fn fill(bytes: &mut [u8]) -> Result<(), ServeError> {
    getrandom::fill(bytes).map_err(|error| ServeError::Random(error.to_string()))
}
