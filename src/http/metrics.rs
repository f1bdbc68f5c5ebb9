//! Metrics for Prometheus, on a listener of their own.

use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use orgd_runtime::Handled;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;

use super::failure::Reason;
use crate::app::App;
use crate::log::DroppedLines;

/// The upper bounds of the classes of durations, in seconds.
const BUCKETS: [f64; 11] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0,
];

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What requests are counted by. It is cheap to clone.
#[derive(Debug, Clone)]
pub struct Metrics {
    requests: Family<RequestLabels, Histogram, fn() -> Histogram>,
    failures: Family<FailureLabels, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: Route,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FailureLabels {
    reason: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct QueueLabels {
    queue: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

/// The template of a path.
#[derive(Debug, Clone)]
enum Route {
    /// Of an operation.
    Operation(&'static str),
    /// Of anything else, or of an operation that the request did not reach.
    Matched(MatchedPath),
    /// None. The path is no label, because clients could make up any number of paths.
    None,
}

impl Route {
    fn of(matched: Option<MatchedPath>, response: &Response) -> Self {
        match (response.extensions().get::<Handled>(), matched) {
            (Some(handled), _) => Self::Operation(handled.operation.path),
            (None, Some(matched)) => Self::Matched(matched),
            (None, None) => Self::None,
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Operation(path) => path,
            Self::Matched(path) => path.as_str(),
            Self::None => "",
        }
    }
}

impl PartialEq for Route {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Route {}

impl Hash for Route {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl EncodeLabelValue for Route {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        encoder.write_str(self.as_str())
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            failures: Family::default(),
        }
    }
}

/// Middleware that counts a request.
pub async fn measure(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let method = name(request.method());
    let response = next.run(request).await;
    let labels = RequestLabels {
        route: Route::of(matched, &response),
        method,
        status: response.status().as_u16(),
    };
    let requests = metrics.requests.get_or_create(&labels);
    requests.observe(begin.elapsed().as_secs_f64());
    if let Some(Reason(reason)) = response.extensions().get() {
        metrics
            .failures
            .get_or_create(&FailureLabels { reason })
            .inc();
    }
    response
}

/// The name of the method. Clients could make up any number of others.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// What the metrics are read from.
#[derive(Debug, Clone)]
struct Sources {
    metrics: Metrics,
    app: App,
    dropped_lines: DroppedLines,
}

/// Serves `/metrics` until the runtime ends.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    app: App,
    dropped_lines: DroppedLines,
) -> io::Result<()> {
    let sources = Arc::new(Sources {
        metrics,
        app,
        dropped_lines,
    });
    let router = Router::new().route("/metrics", get(scrape));
    axum::serve(listener, router.with_state(sources)).await
}

async fn scrape(State(sources): State<Arc<Sources>>) -> Response {
    let mut text = String::new();
    match encode(&mut text, &sources.registry()) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Sources {
    /// All metrics at this moment.
    fn registry(&self) -> Registry {
        let mut registry = Registry::with_prefix("orgd");
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The version of orgd", build);
        registry.register(
            "http_request_duration_seconds",
            "The time from the header of a request to the header of its response",
            self.metrics.requests.clone(),
        );
        registry.register(
            "failures",
            "Requests that failed for a reason that an operator should know",
            self.metrics.failures.clone(),
        );
        registry.register(
            "log_dropped_lines",
            "Lines of the log that were dropped, because standard error was not read fast enough",
            ConstCounter::<u64>::new(self.dropped_lines.count()),
        );
        self.register_usage(&mut registry);
        registry
    }

    fn register_usage(&self, registry: &mut Registry) {
        let usage = self.app.database_usage();
        let waiting = Family::<QueueLabels, Gauge<u64, AtomicU64>>::default();
        for (queue, count) in usage.waiting {
            waiting
                .get_or_create(&QueueLabels { queue })
                .set(count as u64);
        }
        registry.register(
            "database_waiting",
            "What waits for a thread or a connection of the database",
            waiting,
        );
        let connections = Family::<StateLabels, Gauge<u64, AtomicU64>>::default();
        for (state, count) in usage.connections {
            connections
                .get_or_create(&StateLabels { state })
                .set(count as u64);
        }
        registry.register(
            "database_pool_connections",
            "The open connections of the pool for transactions",
            connections,
        );
    }
}
