//! What the implementation of a contract has in common, whatever its operations.

use std::future::Future;

use axum::http::Extensions;

use crate::answer::RequestId;
use crate::{CallerName, Credentials, Envelope, Format, RateLimit, Rejection, Requirement};

/// Authenticates callers and renders errors for the operations of every tag.
pub trait Service: Clone + Send + Sync + 'static {
    /// Who is calling.
    type Caller: Send + Sync + 'static;
    /// Why an operation could not answer with one of its own responses.
    type Error: From<Rejection> + Envelope;

    /// Authenticates the caller by the credentials that the request has for one alternative of the operation's
    /// `security`; runs before the body is read. Where a request meets several alternatives, the first that
    /// is authenticated counts.
    ///
    /// # Errors
    /// When a credential is not valid, or does not have the scopes that its scheme asks for.
    fn authenticate(
        &self,
        credentials: &Credentials<'_>,
    ) -> impl Future<Output = Result<Self::Caller, Self::Error>> + Send;

    /// Looks the caller's credential up again, before a request is refused without its operation being called.
    /// For services whose [`authenticate`](Self::authenticate) trusts a cache.
    ///
    /// # Errors
    /// When the credential is no longer valid.
    fn revalidate(&self, _: &Self::Caller) -> impl Future<Output = Result<(), Self::Error>> + Send {
        async { Ok(()) }
    }

    /// The caller's name in the log.
    fn name(_: &Self::Caller) -> Option<CallerName> {
        None
    }

    /// Counts a request against the rate limit of its caller. `None` stands for whoever has no valid credential, of
    /// whom the service knows what middleware has put into the request's extensions, such as an address.
    ///
    /// Every response states the limit. A request that the limit does not admit is not read, and is refused with
    /// [`Rejection::TooManyRequests`].
    fn rate_limit(&self, _: Option<&Self::Caller>, _: &Extensions) -> Option<RateLimit> {
        None
    }

    /// The formats of the contract that JSON Schema does not define.
    fn formats(&self) -> Vec<Format> {
        Vec::new()
    }
}

/// What an operation is called with besides its request: who is calling, and what the contract requires of them.
#[derive(Debug, Clone)]
pub struct Context<C, P = ()> {
    /// The caller.
    pub caller: C,
    /// The alternative of the operation's `security` that the caller has met.
    pub requirement: &'static Requirement,
    /// The id of the request, which the response names in `X-Request-Id`; `None` without [`answer`](crate::answer).
    pub request_id: Option<RequestId>,
    /// The permission that the contract requires (`x-permission`), or several of them. The operation enforces it.
    pub permission: P,
}

impl<C> Context<C> {
    /// The same context with what the contract requires.
    pub fn requiring<P>(self, permission: P) -> Context<C, P> {
        Context {
            caller: self.caller,
            requirement: self.requirement,
            request_id: self.request_id,
            permission,
        }
    }
}
