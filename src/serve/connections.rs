//! Accepts connections, no more than a bound, and ends them in time.

use std::{
    convert::Infallible,
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use hyper::{
    body::{Frame, Incoming, SizeHint},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
};
use tower::ServiceExt;

/// How many connections are open at a time. A further one takes the place of the one that has
/// waited for its client for longest, or is refused with Retry-After, which AWS's clients obey.
const CONNECTIONS: usize = 256;
/// How long a connection may wait for its client while others wait for its place.
const PATIENCE: Duration = Duration::from_secs(1);
/// How many bytes of a body a second keep its connection from counting as one that waits: an upload
/// over a slow line passes, a byte now and then does not.
const BYTES_A_SECOND: u64 = 16 * 1024;
/// How long a client may take for the head of a request, and how long an idle connection stays.
const HEAD: Duration = Duration::from_secs(30);
/// How long requests may take to end when the server stops.
const GRACE: Duration = Duration::from_secs(10);
/// How long to wait where the system accepts no connection, as without free file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\
    Connection: close\r\n\r\n";

/// Serves until `stop` is ready, then lets requests at work end.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    let table = Arc::new(Table::default());
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let Some(permit) = place(&permits, &table).await else {
            tokio::spawn(refuse(stream));
            continue;
        };
        let _ = stream.set_nodelay(true);
        let open = table.enter();
        let (at_work, router) = (Arc::clone(&open), router.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let (at_work, router) = (Arc::clone(&at_work), router.clone());
            async move {
                at_work.works();
                let body = |body| {
                    Body::new(Watched {
                        body,
                        connection: Arc::clone(&at_work),
                        begun: Instant::now(),
                        bytes: 0,
                    })
                };
                let answer = answered(router, request.map(body)).await;
                at_work.waits_since(Instant::now());
                answer
            }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        let table = Arc::clone(&table);
        tokio::spawn(async move {
            tokio::select! {
                // A client that goes away is not an error of ours.
                _ = watched => {}
                () = open.leave.notified() => {}
            }
            table.remove(&open);
            drop(permit);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

/// The answer of the router; a panic is one as well, and a line in the log.
async fn answered(router: Router, request: Request<Body>) -> Result<Response, Infallible> {
    let answer = AssertUnwindSafe(router.oneshot(request))
        .catch_unwind()
        .await;
    answer.unwrap_or_else(|_| {
        tracing::error!("a request ended in a panic");
        Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response())
    })
}

/// A place for one more connection, if there is one or one can be made.
async fn place(permits: &Arc<Semaphore>, table: &Table) -> Option<OwnedSemaphorePermit> {
    if let Ok(permit) = Arc::clone(permits).try_acquire_owned() {
        return Some(permit);
    }
    if !table.send_one_away(Instant::now()) {
        return None;
    }
    let acquired = Arc::clone(permits).acquire_owned();
    // A connection that was sent away goes at once, unless the machine is very busy.
    tokio::time::timeout(PATIENCE, acquired).await.ok()?.ok()
}

/// A connection that is open.
struct Open {
    /// Since when it waits for its client: for a request, or for more of a body. None while the server
    /// is at work.
    waiting_since: Mutex<Option<Instant>>,
    /// It has to go.
    leave: Notify,
}

impl Open {
    fn waiting_since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.waiting_since
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn works(&self) {
        *self.waiting_since() = None;
    }

    fn waits_since(&self, since: Instant) {
        *self.waiting_since() = Some(since);
    }
}

/// The body of a request, whose connection waits while nothing of it arrives.
struct Watched<B> {
    body: B,
    connection: Arc<Open>,
    begun: Instant,
    bytes: u64,
}

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for Watched<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = &mut *self;
        let polled = Pin::new(&mut this.body).poll_frame(context);
        match &polled {
            Poll::Pending => {
                // What has arrived pays for the time that it may have taken.
                let paid = Duration::from_secs(this.bytes / BYTES_A_SECOND);
                let since = (this.begun + paid).min(Instant::now());
                this.connection.waits_since(since);
            }
            Poll::Ready(frame) => {
                this.connection.works();
                if let Some(Ok(frame)) = frame {
                    let bytes = frame.data_ref().map_or(0, Bytes::len);
                    this.bytes = this.bytes.saturating_add(bytes as u64);
                }
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The connections that are open.
#[derive(Default)]
struct Table(Mutex<Vec<Arc<Open>>>);

impl Table {
    fn all(&self) -> MutexGuard<'_, Vec<Arc<Open>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> Arc<Open> {
        let open = Arc::new(Open {
            waiting_since: Mutex::new(Some(Instant::now())),
            leave: Notify::new(),
        });
        self.all().push(Arc::clone(&open));
        open
    }

    fn remove(&self, open: &Arc<Open>) {
        self.all().retain(|other| !Arc::ptr_eq(other, open));
    }

    /// Sends away the connection that has waited for its client for longest, if that is long enough.
    fn send_one_away(&self, now: Instant) -> bool {
        let all = self.all();
        let longest = all
            .iter()
            .filter_map(|open| Some(((*open.waiting_since())?, open)))
            .min_by_key(|(since, _)| *since)
            .filter(|(since, _)| now.saturating_duration_since(*since) >= PATIENCE);
        let Some((_, open)) = longest else {
            return false;
        };
        // None is sent away twice.
        open.works();
        open.leave.notify_one();
        true
    }
}

async fn refuse(mut stream: TcpStream) {
    let refused = async {
        stream.write_all(BUSY).await?;
        stream.shutdown().await
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), refused).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_arrives_slowly_waits_and_one_that_arrives_fast_does_not() {
        let table = Table::default();
        let connection = table.enter();
        let begun = Instant::now();
        let later = begun + 10 * PATIENCE;
        for (bytes, waits) in [(0, true), (9, true), (BYTES_A_SECOND * 3600, false)] {
            let mut body = Watched {
                body: Body::from_stream(
                    futures_util::stream::pending::<Result<Bytes, Infallible>>(),
                ),
                connection: Arc::clone(&connection),
                begun,
                bytes,
            };
            let mut context = Context::from_waker(std::task::Waker::noop());
            assert!(Pin::new(&mut body).poll_frame(&mut context).is_pending());
            let since = connection.waiting_since().expect("it waits");
            assert_eq!(since == begun, waits, "{bytes}");
        }
        assert!(table.send_one_away(later));
    }

    #[test]
    fn a_panic_in_a_request_is_an_answer() {
        let router = Router::new().route("/", axum::routing::get(panics));
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let answer = runtime.block_on(answered(router, request)).unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    async fn panics() {
        std::panic::resume_unwind(Box::new("a bug"))
    }

    #[test]
    fn the_longest_waiting_is_sent_away_once_and_none_at_work() {
        let table = Table::default();
        let [first, second, third] = [table.enter(), table.enter(), table.enter()];
        let now = Instant::now();
        first.works();
        second.waits_since(now);
        third.waits_since(now + PATIENCE / 2);
        assert!(!table.send_one_away(now + PATIENCE / 2));
        let later = now + 2 * PATIENCE;
        assert!(table.send_one_away(later));
        assert!(second.waiting_since().is_none() && third.waiting_since().is_some());
        assert!(table.send_one_away(later));
        assert!(!table.send_one_away(later), "the first is at work");
        for open in [first, second, third] {
            table.remove(&open);
        }
        assert!(table.all().is_empty());
    }
}
