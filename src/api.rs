//! The generated traits, implemented: each operation translates the request, calls [`App`], and wraps the result.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use orgd_api::{Operation, Service};

use crate::app::App;
use crate::auth::Caller;
use crate::domain::{Listed, Organization, Page};
use crate::error::Error;
use crate::http::failure::Failure;
use crate::http::violations;

pub mod conditional;
mod public;
mod refusals;
mod v1;

/// `Cache-Control` of answers without a secret: clients may keep them and must revalidate.
const REVALIDATED: HeaderValue = HeaderValue::from_static("private, no-cache");

/// `Cache-Control` of answers with a secret.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<Caller, Error> {
        self.authenticate(bearer(headers)?).await
    }

    async fn confirm(&self, caller: &Caller) -> Result<(), Error> {
        self.revalidate(caller).await.map(drop)
    }

    fn refuse(&self, operation: &'static Operation, error: Error) -> Response {
        Failure::response(violations::explain(operation, error, self.plain_http()))
    }
}

/// The bearer credential of the request. A credential of another scheme does not count (RFC 6750, 3.1).
fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or(Error::NoCredential)?;
    if values.next().is_some() {
        return Err(Error::Unauthenticated);
    }
    let value = value.as_bytes();
    let space = value.iter().position(|byte| *byte == b' ');
    let (scheme, credential) = value.split_at(space.unwrap_or(value.len()));
    let credential = credential.trim_ascii();
    if !scheme.eq_ignore_ascii_case(b"bearer") || credential.is_empty() {
        return Err(Error::NoCredential);
    }
    std::str::from_utf8(credential).map_err(|_| Error::Unauthenticated)
}

/// The path of what was created.
fn location(collection: &str, organization: &Organization) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(format!("{collection}/{}", organization.id))
        .map_err(|error| Error::Internal(error.to_string()))
}

/// The cursor of the page that follows, if there is one.
fn next_cursor<O>(page: &Page<Listed<O>>, id: impl Fn(&O) -> &String) -> Option<String> {
    let last = page.items.last().filter(|_| page.has_more)?;
    Some(id(&last.organization).clone())
}
