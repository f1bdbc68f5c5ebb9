//! The state of the server, and who may call it.

use orgd_runtime::{Credentials, Service};

pub use crate::auth::Caller;

use crate::auth::Access;
use crate::error::Error;
use crate::store::Store;

/// The state of the server: cheap to clone, shared by all requests.
#[derive(Debug, Clone)]
pub struct App {
    /// What operations read and write.
    pub store: Store,
    access: Access,
}

impl App {
    /// The server before its first request.
    pub fn new(store: Store, access: Access) -> Self {
        Self { store, access }
    }
}

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    /// Decides who is calling, before the body is read. `credentials` has what the document's `security` asks for:
    /// look it up here, such as a session in the store or a token's signature, and compare the scopes that each
    /// scheme names with those that the caller has. Tokens of `API_TOKENS` have every scope.
    async fn authenticate(&self, credentials: &Credentials<'_>) -> Result<Caller, Error> {
        let caller = self.access.caller(credentials);
        caller.ok_or(Error::CredentialInvalid(credentials.requirement))
    }
}
