//! Limits on the work that the server takes on at the same time.
//!
//! A server that takes on more than it can carry answers everything late, and in the end too late. This one refuses
//! what is too much at once, so that the rest stays fast.

use std::convert::Infallible;

use axum::BoxError;
use axum::error_handling::HandleErrorLayer;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::Route;
use orgd_runtime::failure;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::load_shed::LoadShedLayer;
use tower::timeout::TimeoutLayer;
use tower::timeout::error::Elapsed;
use tower::{Layer, Service, ServiceBuilder};

use crate::config::limits::LimitsConfig;
use crate::error::Error;

/// Limits the time for a request, and the number of requests at the same time, over all routes that it is put on.
pub fn layer(
    limits: &LimitsConfig,
) -> impl Layer<
    Route,
    Service: Service<Request, Response = Response, Error = Infallible, Future: Send>
                 + Clone
                 + Send
                 + Sync,
> + Clone
+ Send
+ Sync
+ use<> {
    ServiceBuilder::new()
        .layer(HandleErrorLayer::new(async |error: BoxError| {
            refuse(&error)
        }))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(
            limits.max_concurrent_requests,
        ))
        .layer(TimeoutLayer::new(limits.request_timeout))
}

fn refuse(error: &BoxError) -> Response {
    failure(match error.is::<Elapsed>() {
        true => Error::TookTooLong,
        false => Error::Overloaded,
    })
}
