//! What a server generated from an OpenAPI document needs at run time, whatever the document says.
//!
//! A request travels through [`Routes`] to the one endpoint, which authenticates the caller, reads the request,
//! checks it against the contract, calls the operation, and renders its answer or its error:
//!
//! - [`Operation`], [`Parameter`] and [`Body`]: what the contract says of an operation, as data;
//! - [`Service`] and [`Context`]: what an implementation provides, and what its operations are called with;
//! - [`Input`] and [`Request`]: a request as the generated code reads it;
//! - [`Rejection`] and [`Violation`]: why a request was refused before its operation was called;
//! - [`Envelope`], [`failure`] and [`Problem`]: how errors are rendered;
//! - [`RateLimit`]: how many requests a caller may send;
//! - [`answer`]: the middleware around everything: request ids, the log, panics, errors;
//! - [`output`]: putting responses together; [`values`]: types that JSON lacks.

#![warn(missing_docs)]

mod accept;
mod answer;
mod body;
mod contract;
mod credentials;
mod deadline;
mod decode;
mod duplicates;
mod endpoint;
mod failure;
mod framing;
mod head;
mod input;
mod json;
mod log;
mod operation;
pub mod output;
mod parameter;
mod path;
mod pointer;
mod problem;
mod rate_limit;
mod rejection;
mod routes;
mod rules;
mod service;
pub mod values;
mod violations;

pub use answer::{RequestId, X_REQUEST_ID, answer};
pub use body::{Body, Field, FieldKind, File, MAX_BODY, Media, MediaKind};
pub use contract::{Alternatives, Contract, Format};
pub use credentials::{Credential, Credentials};
pub use deadline::BodyLimits;
pub use failure::{Envelope, RequestInfo, failure};
pub use head::as_get;
pub use input::{Input, Request, Unrepresentable};
pub use json::optional;
pub use log::{CallerName, ClientAddress, Handled, Routine};
pub use operation::{Check, Operation, Permission, Requirement, Scheme, SchemeKind};
pub use parameter::{Parameter, Part, Scalar, Shape, Style};
pub use problem::Problem;
pub use rate_limit::RateLimit;
pub use rejection::{Rejection, Violation};
pub use routes::Routes;
pub use rules::uri;
pub use service::{Context, Service};
