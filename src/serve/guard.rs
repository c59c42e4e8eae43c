//! Who may ask: the names under which the server is reached, and the pages that may send requests.

use std::{net::IpAddr, sync::Arc};

use axum::{
    body::Body,
    extract::State as Extract,
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{ServeError, State};

/// What no page, script or frame may do with our answers.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// The headers that AWS's clients send from a browser.
const REQUEST_HEADERS: &str = "amz-sdk-invocation-id,amz-sdk-request,authorization,cache-control,\
     content-type,x-amz-content-sha256,x-amz-date,x-amz-security-token,x-amz-target,x-amz-user-agent";
/// The headers that these clients read.
const ANSWER_HEADERS: &str = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";
/// For how many seconds a browser may keep the answer of an OPTIONS request.
const KEPT_SECONDS: &str = "600";

/// The names of this server, and the pages that may use it.
#[derive(Debug)]
pub(super) struct Guard {
    /// Beside those of the loopback interface.
    hosts: Vec<String>,
    /// How the addresses begin that are handed out, as the origin of a page.
    public_origin: String,
    /// The origins of web applications that may call operations.
    allowed_origins: Vec<String>,
}

/// What a request from a page may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// It is the server's own, or the request is not from a page at all.
    Own,
    /// It is that of an allowed application.
    Allowed,
    /// It is any other.
    Foreign,
}

impl Guard {
    pub(super) fn new(
        allowed_hosts: &[String],
        allowed_origins: &[String],
        public_url: &str,
    ) -> Result<Self, ServeError> {
        let public_origin = public_url.trim_end_matches('/').to_ascii_lowercase();
        let public_host = public_origin
            .split_once("://")
            .map_or(public_origin.as_str(), |(_, host)| host);
        let hosts = allowed_hosts
            .iter()
            .map(String::as_str)
            .chain([public_host])
            .map(|host| without_port(host).to_ascii_lowercase())
            .collect();
        let allowed_origins = allowed_origins
            .iter()
            .map(|origin| {
                as_origin(origin).ok_or_else(|| ServeError::AllowOrigin {
                    origin: origin.clone(),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            hosts,
            public_origin,
            allowed_origins,
        })
    }

    /// Whether the server answers under this name. A web page that has its own name point at this
    /// machine sends that name, and is refused.
    fn knows(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = bare == "localhost"
            || bare.ends_with(".localhost")
            || bare
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        is_loopback || self.hosts.contains(&name)
    }

    /// Which page a request comes from that was sent to this host. A page of another port is foreign
    /// as well: another program of this machine may serve it.
    fn page(&self, origin: Option<&HeaderValue>, host: &str) -> Page {
        let Some(origin) = origin else {
            return Page::Own;
        };
        let Ok(origin) = origin.to_str().map(str::to_ascii_lowercase) else {
            return Page::Foreign;
        };
        let here = format!("http://{}", host.to_ascii_lowercase());
        if origin == here || origin == self.public_origin {
            Page::Own
        } else if self.allowed_origins.contains(&origin) {
            Page::Allowed
        } else {
            Page::Foreign
        }
    }

    /// The page that a request comes from, or why it is refused.
    fn admit(
        &self,
        headers: &HeaderMap,
        method: &Method,
        uri: &Uri,
    ) -> Result<Page, (StatusCode, &'static str)> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        let authority = uri.authority().map(axum::http::uri::Authority::as_str);
        let differs = authority
            .zip(host)
            .is_some_and(|(authority, host)| !authority.eq_ignore_ascii_case(host));
        if hosts.next().is_some() || differs {
            return Err((StatusCode::BAD_REQUEST, "A request names one host, once."));
        }
        let host = host.or(authority).unwrap_or_default();
        if !self.knows(host) {
            return Err((
                StatusCode::FORBIDDEN,
                "This server does not answer under that name. Start it with --allow-host NAME.",
            ));
        }
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let page = match (origins.next(), origins.next()) {
            (origin, None) => self.page(origin, host),
            _ => Page::Foreign,
        };
        if page == Page::Allowed && !may_be_called_from_pages(method, uri.path()) {
            return Err((
                StatusCode::FORBIDDEN,
                "Pages of other origins may call operations, and nothing else.",
            ));
        }
        if page == Page::Foreign {
            return Err((
                StatusCode::FORBIDDEN,
                "Pages of other origins cannot send requests here. Start the server with \
                 --allow-origin ORIGIN.",
            ));
        }
        Ok(page)
    }
}

/// An origin as browsers write it: a scheme, a host and perhaps a port.
fn as_origin(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    let has_no_path = matches!(uri.path(), "" | "/") && uri.query().is_none();
    let authority = uri.authority()?.as_str();
    let is_origin = is_http && has_no_path && !authority.contains('@');
    is_origin.then(|| text.trim_end_matches('/').to_ascii_lowercase())
}

/// What the pages of allowed origins may use: the operations, and what is needed to verify tokens.
fn may_be_called_from_pages(method: &Method, path: &str) -> bool {
    let is_operation = path == "/" && matches!(*method, Method::POST | Method::OPTIONS);
    let is_well_known = [
        "/.well-known/jwks.json",
        "/.well-known/openid-configuration",
    ]
    .iter()
    .any(|ending| path.ends_with(ending));
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    is_operation || (is_well_known && reads)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        // The colons of an IPv6 address are in brackets.
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    }
}

/// Refuses requests under a foreign name or from a foreign page, and tells browsers what our
/// answers may do.
pub(super) async fn guard(
    Extract(state): Extract<Arc<State>>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let admitted = state
        .guard
        .admit(request.headers(), request.method(), request.uri());
    let mut response = match admitted {
        Err((status, reason)) => (status, format!("{reason}\n")).into_response(),
        Ok(Page::Allowed) if request.method() == Method::OPTIONS => StatusCode::OK.into_response(),
        Ok(_) => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With `no-referrer` a browser would send the page's own form with the origin `null`.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let (Ok(Page::Allowed), Some(origin)) = (admitted, origin) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        for (name, value) in [
            (header::VARY, "Origin"),
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET,HEAD,POST"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS),
            (header::ACCESS_CONTROL_MAX_AGE, KEPT_SECONDS),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(
            &["cognito".to_owned()],
            &["http://localhost:3000".to_owned()],
            "http://rehearsal.test:8080/",
        )
        .unwrap()
    }

    fn admit(
        method: &Method,
        uri: &str,
        headers: &[(header::HeaderName, &'static str)],
    ) -> Result<Page, u16> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .fold(HeaderMap::new(), |mut map, (name, value)| {
                map.append(name, value);
                map
            });
        guard()
            .admit(&headers, method, &uri.parse().unwrap())
            .map_err(|(status, _)| status.as_u16())
    }

    fn from(origin: &'static str) -> Result<Page, u16> {
        let headers = [(header::HOST, "127.0.0.1:9230"), (header::ORIGIN, origin)];
        admit(&Method::POST, "/", &headers)
    }

    #[test]
    fn the_server_knows_its_names() {
        for host in [
            "127.0.0.1:9230",
            "localhost",
            "LOCALHOST:1",
            "[::1]:9230",
            "[::1]",
            "127.1.2.3",
            "cognito:9230",
            "Cognito",
            "rehearsal.test",
            "pool.localhost",
        ] {
            assert!(guard().knows(host), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:9230",
            "",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "localhost.evil.example",
        ] {
            assert!(!guard().knows(host), "{host}");
        }
    }

    #[test]
    fn only_the_page_that_was_served_here_is_the_own() {
        for origin in ["http://127.0.0.1:9230", "http://rehearsal.test:8080"] {
            assert_eq!(from(origin), Ok(Page::Own), "{origin}");
        }
        for origin in [
            "null",
            "http://evil.example",
            "http://127.0.0.1:1",
            "http://127.0.0.1",
            "https://127.0.0.1:9230",
            "ftp://127.0.0.1:9230",
            "http://localhost:9230",
            "http://[::1]:9230",
            "http://rehearsal.test",
            "http://cognito:1",
        ] {
            assert_eq!(from(origin), Err(403), "{origin}");
        }
        // Two origins are none.
        let twice = [
            (header::HOST, "127.0.0.1:9230"),
            (header::ORIGIN, "http://127.0.0.1:9230"),
            (header::ORIGIN, "http://evil.example"),
        ];
        assert_eq!(admit(&Method::POST, "/", &twice), Err(403));
    }

    #[test]
    fn an_allowed_application_calls_operations_and_nothing_else() {
        let headers = [
            (header::HOST, "127.0.0.1:9230"),
            (header::ORIGIN, "http://localhost:3000"),
        ];
        for (method, path) in [
            (Method::POST, "/"),
            (Method::OPTIONS, "/"),
            (Method::GET, "/us-east-1_A/.well-known/jwks.json"),
            (
                Method::OPTIONS,
                "/us-east-1_A/.well-known/openid-configuration",
            ),
        ] {
            assert_eq!(admit(&method, path, &headers), Ok(Page::Allowed), "{path}");
        }
        for (method, path) in [
            (Method::GET, "/"),
            (Method::POST, "/_clock"),
            (Method::OPTIONS, "/_clock"),
            (Method::GET, "/pools/x"),
            (Method::POST, "/pools/x/preflight"),
            (Method::GET, "/_messages"),
            (Method::PUT, "/123456789012/us-east-1_A/import-1"),
            (Method::POST, "/us-east-1_A/.well-known/jwks.json"),
        ] {
            assert_eq!(admit(&method, path, &headers), Err(403), "{method} {path}");
        }
    }

    #[test]
    fn what_is_not_an_origin_is_not_allowed() {
        for origin in [
            "",
            "*",
            "localhost:3000",
            "http://x/path",
            "http://x?y",
            "ftp://x",
            "http://a@x",
        ] {
            let made = Guard::new(&[], &[origin.to_owned()], "http://127.0.0.1:9230");
            assert!(made.is_err(), "{origin}");
        }
        assert_eq!(
            as_origin("HTTP://Localhost:3000/").as_deref(),
            Some("http://localhost:3000")
        );
    }

    #[test]
    fn a_request_names_one_host_that_is_known() {
        assert_eq!(admit(&Method::GET, "/", &[]), Err(403));
        let here = (header::HOST, "localhost:9230");
        assert_eq!(
            admit(&Method::GET, "/", std::slice::from_ref(&here)),
            Ok(Page::Own)
        );
        let two = [here.clone(), (header::HOST, "evil.example")];
        assert_eq!(admit(&Method::GET, "/", &two), Err(400));
        let of_another = "http://evil.example/";
        assert_eq!(
            admit(&Method::GET, of_another, std::slice::from_ref(&here)),
            Err(400)
        );
        let own = "http://localhost:9230/";
        assert_eq!(admit(&Method::GET, own, &[here]), Ok(Page::Own));
    }
}
