//! The line of the log about each request.

use std::net::IpAddr;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, StatusCode, header};
use tracing::Level;

use crate::Operation;

/// The longest part of a `User-Agent` that is logged, in bytes.
const MAX_USER_AGENT: usize = 256;

/// The address of the client, for the log. A server puts it into the extensions of its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Who is calling, as the log names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerName {
    /// The ID of the user.
    pub user_id: String,
    /// The kind of their credential, such as `token`.
    pub credential: &'static str,
}

/// A response with this extension is logged at the level DEBUG, such as those to the probes of a load balancer.
#[derive(Debug, Clone, Copy)]
pub struct Routine;

/// What answered a request. A response has it in its extensions if its request reached an operation.
#[derive(Debug, Clone)]
pub struct Handled {
    /// The operation.
    pub operation: &'static Operation,
    /// The caller, once authenticated.
    pub caller: Option<CallerName>,
}

/// What the log says of a request, which is gone when it has been answered.
pub(crate) struct Line {
    begin: Instant,
    route: Option<MatchedPath>,
    client: Option<ClientAddress>,
    user_agent: Option<HeaderValue>,
}

impl Line {
    /// The line about a request that has just arrived.
    pub(crate) fn of(request: &Request) -> Self {
        let extensions = request.extensions();
        Self {
            begin: Instant::now(),
            route: extensions.get::<MatchedPath>().cloned(),
            client: extensions.get::<ClientAddress>().copied(),
            user_agent: request.headers().get(header::USER_AGENT).cloned(),
        }
    }

    /// Writes the line, within the span of the request.
    pub(crate) fn write(&self, status: StatusCode, handled: Option<&Handled>, is_routine: bool) {
        let status = status.as_u16();
        let duration_ms = self.begin.elapsed().as_micros() as f64 / 1000.0;
        let operation = handled.map(|handled| handled.operation);
        let route = operation.map(|operation| operation.path);
        let route = route.or_else(|| self.route.as_ref().map(MatchedPath::as_str));
        let operation = operation.map(|operation| operation.id);
        let caller = handled.and_then(|handled| handled.caller.as_ref());
        let user_id = caller.map(|caller| caller.user_id.as_str());
        let credential = caller.map(|caller| caller.credential);
        let client = self
            .client
            .map(|ClientAddress(client)| tracing::field::display(client));
        // A string and not a displayed value, because the format of text escapes only strings.
        let user_agent = self.user_agent.as_ref().map(|user_agent| {
            let bytes = user_agent.as_bytes();
            String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_USER_AGENT)])
        });
        let user_agent = user_agent.as_deref();
        macro_rules! line {
            ($level:expr) => {
                tracing::event!(
                    $level,
                    status,
                    duration_ms,
                    operation,
                    route,
                    user_id,
                    credential,
                    client,
                    user_agent,
                    "answered"
                )
            };
        }
        match is_routine {
            true => line!(Level::DEBUG),
            false => line!(Level::INFO),
        }
    }
}
