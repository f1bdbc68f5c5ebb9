//! The generated traits, implemented: each operation translates, has the [`App`] decide, and wraps.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use orgd_api::{Operation, Service};

use crate::app::App;
use crate::auth::Caller;
use crate::domain::organization::origin;
use crate::domain::{Listed, Organization, Page};
use crate::error::Error;
use crate::http::failure::Failure;
use crate::http::violations;

pub mod conditional;
mod public;
mod v1;

/// For answers that hold no secret: each reader may keep them and asks whether they still hold.
const REVALIDATED: HeaderValue = HeaderValue::from_static("private, no-cache");

/// For answers that hold a secret.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<Caller, Error> {
        let credential = bearer(headers).ok_or(Error::Unauthenticated)?;
        self.authenticate(credential).await
    }

    async fn confirm(&self, caller: &Caller) -> Result<(), Error> {
        self.revalidate(caller).await.map(drop)
    }

    fn refuse(&self, operation: &'static Operation, error: Error) -> Response {
        Failure::response(violations::explain(operation, error))
    }
}

/// The credential of `Authorization: Bearer …` (RFC 6750).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let (scheme, credential) = value.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| credential.trim())
        .filter(|credential| !credential.is_empty())
}

/// The origins as they are stored.
fn normalised(origins: Option<Vec<String>>) -> Result<Option<Vec<String>>, Error> {
    let normalised = origins.map(|origins| origin::normalise_all(&origins));
    normalised.transpose().map_err(Error::InvalidOrigins)
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
