//! The generated traits, implemented: each operation translates the request, calls [`App`], and wraps the result.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{Extensions, HeaderValue};
use orgd_runtime::{CallerName, ClientAddress, Credentials, Format, RateLimit, Service};

use crate::app::App;
use crate::auth::Caller;
use crate::domain::Organization;
use crate::domain::email;
use crate::domain::organization::name;
use crate::domain::organization::origin::{self, PlainHttp};
use crate::error::Error;

pub mod conditional;
mod public;
mod v1;

/// `Cache-Control` of answers without a secret: clients may keep them and must revalidate.
const REVALIDATED: HeaderValue = HeaderValue::from_static("private, no-cache");

/// `Cache-Control` of answers with a secret.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    async fn authenticate(&self, credentials: &Credentials<'_>) -> Result<Caller, Error> {
        // Every operation takes the one scheme of the contract.
        let credential = credentials.sent.first().ok_or(Error::Unauthenticated)?;
        let address = client_address(credentials.extensions);
        self.authenticate(&credential.secret, address).await
    }

    fn rate_limit(&self, caller: Option<&Caller>, extensions: &Extensions) -> Option<RateLimit> {
        match caller {
            Some(caller) => self.rate_limits().count_user(&caller.user_id),
            None => self.rate_limits().count_address(client_address(extensions)),
        }
    }

    async fn revalidate(&self, caller: &Caller) -> Result<(), Error> {
        self.revalidate(caller).await.map(drop)
    }

    fn name(caller: &Caller) -> Option<CallerName> {
        Some(CallerName {
            user_id: caller.user_id.clone(),
            credential: caller.credential_kind(),
        })
    }

    fn formats(&self) -> Vec<Format> {
        formats(self.plain_http())
    }
}

/// The address of the client; unspecified if no connection is behind the request.
fn client_address(extensions: &Extensions) -> IpAddr {
    let address = extensions.get::<ClientAddress>();
    address.map_or(Ipv4Addr::UNSPECIFIED.into(), |address| address.0)
}

/// The formats of the contract that JSON Schema does not define.
pub fn formats(plain_http: PlainHttp) -> Vec<Format> {
    let name = |text: &str| name::check(text).map_err(|error| error.to_string());
    let origin = move |text: &str| {
        let normalised = origin::normalise(text, plain_http);
        normalised.map(drop).map_err(|error| error.to_string())
    };
    let email = |text: &str| match email::is_valid(text) {
        true => Ok(()),
        false => Err("must be an e-mail address such as ada@example.com, in ASCII".to_owned()),
    };
    vec![
        Format::new("display-name", name),
        Format::new("email", email),
        Format::new("embed-origin", origin),
    ]
}

/// The origins, each of which keeps to `format: embed-origin`, as they are stored.
fn normalised(
    origins: Option<Vec<String>>,
    plain_http: PlainHttp,
) -> Result<Option<Vec<String>>, Error> {
    let normalised = origins.map(|origins| origin::normalise_all(&origins, plain_http));
    // The contract's format is the same rule.
    let refused =
        |_| Error::Internal("an origin passed the contract and not the domain".to_owned());
    normalised.transpose().map_err(refused)
}

/// The path of what was created.
fn location(collection: &str, organization: &Organization) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(format!("{collection}/{}", organization.id))
        .map_err(|error| Error::Internal(error.to_string()))
}

/// The cursor of a request; an empty one is that of the first page.
fn cursor(given: Option<String>) -> Option<String> {
    given.filter(|cursor| !cursor.is_empty())
}
