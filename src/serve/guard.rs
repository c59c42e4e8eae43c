//! Who may ask: the names under which the server is reached, and the pages that may send requests.

use std::{net::IpAddr, sync::Arc};

use axum::{
    body::Body,
    extract::State as Extract,
    http::{HeaderMap, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::State;

/// What no page, script or frame may do with our answers.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// The names of this server.
#[derive(Debug)]
pub(super) struct Guard {
    hosts: Vec<String>,
    port: u16,
}

impl Guard {
    pub(super) fn new(allowed: &[String], public_url: &str, port: u16) -> Self {
        let public = public_url
            .split_once("://")
            .map_or(public_url, |(_, rest)| rest.trim_end_matches('/'));
        let hosts = allowed
            .iter()
            .map(String::as_str)
            .chain([public])
            .map(|host| without_port(host).to_ascii_lowercase())
            .collect();
        Self { hosts, port }
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

    /// Whether a page of this origin may send requests: our own page alone.
    fn is_own_origin(&self, origin: &str) -> bool {
        let Some((scheme, host)) = origin.split_once("://") else {
            return false;
        };
        let port = host
            .rsplit_once(':')
            .and_then(|(_, port)| port.trim_end_matches(']').parse::<u16>().ok());
        let usual = if scheme == "https" { 443 } else { 80 };
        let is_public = self
            .hosts
            .contains(&without_port(host).to_ascii_lowercase());
        self.knows(host) && (port.unwrap_or(usual) == self.port || is_public)
    }

    fn refusal(&self, headers: &HeaderMap, host: Option<&str>) -> Option<&'static str> {
        if !host.is_some_and(|host| self.knows(host)) {
            return Some(
                "This server does not answer under that name. Start it with --allow-host NAME.",
            );
        }
        let origin = headers.get(header::ORIGIN)?;
        let is_own = origin
            .to_str()
            .is_ok_and(|origin| self.is_own_origin(origin));
        (!is_own).then_some("Pages of other origins cannot send requests here.")
    }
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
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| {
            request
                .uri()
                .authority()
                .map(axum::http::uri::Authority::as_str)
        });
    let mut response = match state.guard.refusal(request.headers(), host) {
        Some(reason) => (StatusCode::FORBIDDEN, format!("{reason}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(&["cognito".to_owned()], "http://rehearsal.test:8080", 9230)
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
    fn other_origins_are_foreign() {
        for origin in [
            "http://127.0.0.1:9230",
            "http://localhost:9230",
            "http://rehearsal.test:8080",
            "http://[::1]:9230",
        ] {
            assert!(guard().is_own_origin(origin), "{origin}");
        }
        for origin in [
            "null",
            "http://evil.example",
            "http://127.0.0.1:3000",
            "http://localhost",
            "https://evil.example:9230",
        ] {
            assert!(!guard().is_own_origin(origin), "{origin}");
        }
    }

    #[test]
    fn a_request_without_a_name_is_refused() {
        assert!(guard().refusal(&HeaderMap::new(), None).is_some());
        assert!(
            guard()
                .refusal(&HeaderMap::new(), Some("localhost:9230"))
                .is_none()
        );
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, "http://evil.example".parse().unwrap());
        assert!(guard().refusal(&headers, Some("localhost:9230")).is_some());
    }
}
