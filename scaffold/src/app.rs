//! The state of the server, and who calls it.

use orgd_runtime::{Credentials, Service};

use crate::error::Error;

/// The state of the server: cheap to clone, shared by all requests.
#[derive(Debug, Clone)]
pub struct App {}

/// Who is calling.
#[derive(Debug, Clone)]
pub struct Caller {}

impl App {
    /// The server before its first request.
    pub fn new() -> Self {
        Self {}
    }
}

impl Service for App {
    type Caller = Caller;
    type Error = Error;

    async fn authenticate(&self, _: &Credentials<'_>) -> Result<Caller, Error> {
        Ok(Caller {})
    }
}
