//! The state of the server, which has none, and its callers.

use orgd_runtime::{Credentials, Service};

use crate::error::Error;

/// The state of the server.
#[derive(Debug, Clone)]
pub struct App;

/// Who is calling: what the credentials are.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Each scheme with its scopes and the secret that was sent.
    pub credentials: Vec<String>,
}

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    /// Accepts every credential but `wrong`.
    async fn authenticate(&self, credentials: &Credentials<'_>) -> Result<Caller, Error> {
        if credentials.sent.iter().any(|sent| sent.secret == "wrong") {
            return Err(Error::CredentialWrong);
        }
        let described = credentials.sent.iter().map(|sent| {
            let scopes = sent.scheme.scopes.join(" ");
            format!("{} ({scopes}): {}", sent.scheme.name, sent.secret)
        });
        Ok(Caller {
            credentials: described.collect(),
        })
    }
}
