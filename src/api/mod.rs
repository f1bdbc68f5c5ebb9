//! The generated traits, implemented: each operation translates, has the [`App`] decide, and wraps.

use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use orgd_api::{Operation, Service};

use crate::app::App;
use crate::auth::Caller;
use crate::error::Error;
use crate::http::failure::Failure;
use crate::http::violations;
use crate::organization::Organization;
use crate::store::Page;

mod public;
mod refusals;
mod v1;

/// For answers that hold no secret: each reader may keep them and asks whether they still hold.
const REVALIDATED: HeaderValue = HeaderValue::from_static("private, no-cache");

/// For answers that hold a secret.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<Caller, Error> {
        self.authenticator.recognise(&self.store, headers).await
    }

    async fn confirm(&self, caller: &Caller) -> Result<(), Error> {
        self.confirm(caller).await.map(drop)
    }

    fn refuse(&self, operation: &'static Operation, error: Error) -> Response {
        Failure::response(violations::explain(operation, error, self.plain_http))
    }
}

/// The path of what was created.
fn location(collection: &str, organization: &Organization) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(format!("{collection}/{}", organization.id))
        .map_err(|error| Error::Internal(error.to_string()))
}

/// The cursor of the page that follows, if there is one.
fn next_cursor<O>(page: &Page<O>, id: impl Fn(&O) -> &String) -> Option<String> {
    let last = page.items.last().filter(|_| page.has_more)?;
    Some(id(&last.organization).clone())
}
