//! The way of every request: authenticate, read, check, call, render. Whatever concerns every operation, such as
//! audit, metrics or rate limits, belongs here.

use std::future::Future;
use std::sync::Arc;

use axum::extract::Request as HttpRequest;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::accept::negotiate;
use crate::answer::RequestId;
use crate::body::Content;
use crate::deadline::BodyLimits;
use crate::failure::failure;
use crate::input::Input;
use crate::log::{CallerName, Handled};
use crate::{
    Context, Contract, Envelope, Operation, RateLimit, Rejection, Request, Requirement, Service,
};

/// The service, and the contract that it implements.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint<S> {
    pub(crate) service: S,
    pub(crate) contract: Arc<Contract>,
}

/// "No credential at all", for an operation without security.
static NOTHING: Requirement = Requirement(&[]);

/// Answers a request with what `call` makes of it.
pub(crate) async fn endpoint<S, R, A, F>(
    endpoint: Endpoint<S>,
    request: HttpRequest,
    call: impl FnOnce(S, Context<Option<S::Caller>>, R) -> F,
) -> Response
where
    S: Service,
    R: Request,
    A: IntoResponse,
    F: Future<Output = Result<A, S::Error>> + Send,
{
    let mut known = Known::default();
    // Boxed, because the layers around this future move it several times.
    let answer = Box::pin(async {
        let (context, request) = admit(&endpoint, request, &mut known).await?;
        call(endpoint.service, context, request).await
    });
    let mut response = match answer.await {
        Ok(answer) => answer.into_response(),
        Err(error) => failure(error),
    };
    let headers = known.limit.iter().flat_map(RateLimit::headers);
    response.headers_mut().extend(headers);
    response.extensions_mut().insert(Handled {
        operation: R::OPERATION,
        caller: known.caller,
    });
    response
}

/// What a response says of the caller, whether or not the operation was called.
#[derive(Default)]
struct Known {
    caller: Option<CallerName>,
    limit: Option<RateLimit>,
}

/// Authenticates the caller, counts the request against their rate limit, and reads a request that keeps to the
/// contract.
async fn admit<S: Service, R: Request>(
    endpoint: &Endpoint<S>,
    request: HttpRequest,
    known: &mut Known,
) -> Result<(Context<Option<S::Caller>>, R), S::Error> {
    let (parts, body) = request.into_parts();
    let service = &endpoint.service;
    let authenticated = authenticate(service, R::OPERATION, &parts).await;
    known.limit = match &authenticated {
        Ok(context) => {
            known.caller = context.caller.as_ref().and_then(S::name);
            service.rate_limit(context.caller.as_ref(), &parts.extensions)
        }
        Err(error) if error.status() == StatusCode::UNAUTHORIZED => {
            service.rate_limit(None, &parts.extensions)
        }
        // The server could not tell who is calling.
        Err(_) => None,
    };
    if let Some(wait) = known.limit.and_then(|limit| limit.retry_after) {
        return Err(Rejection::TooManyRequests(wait).into());
    }
    let context = authenticated?;
    match read(&endpoint.contract, &parts, body).await {
        Ok(request) => Ok((context, request)),
        Err(rejection) => {
            if let Some(caller) = &context.caller {
                endpoint.service.revalidate(caller).await?;
            }
            Err(rejection.into())
        }
    }
}

async fn read<R: Request>(
    contract: &Contract,
    parts: &Parts,
    body: axum::body::Body,
) -> Result<R, Rejection> {
    let operation = R::OPERATION;
    let accepted = negotiate(&parts.headers, operation.produces);
    let accepted = accepted.ok_or(Rejection::NotAcceptable(operation.produces))?;
    let content = match &operation.body {
        Some(expected) => {
            let BodyLimits { max_bytes, .. } = BodyLimits::of(&parts.extensions);
            expected
                .max_bytes(expected.max_bytes.min(max_bytes))
                .read(&operation.method, &parts.headers, body, operation.check)
                .await?
        }
        None => (0, Content::Absent),
    };
    Input::new(operation, parts, content, accepted).check(contract)
}

/// The caller, by the first alternative of the operation's `security` that they meet.
async fn authenticate<S: Service>(
    service: &S,
    operation: &'static Operation,
    parts: &Parts,
) -> Result<Context<Option<S::Caller>>, S::Error> {
    let context = |caller, requirement| Context {
        caller,
        requirement,
        request_id: RequestId::of(&parts.headers),
        permission: (),
    };
    if operation.security.is_empty() {
        return Ok(context(None, &NOTHING));
    }
    let mut refused = None;
    let mut open = None;
    for requirement in operation.security {
        if requirement.0.is_empty() {
            open = Some(requirement);
            continue;
        }
        let Some(credentials) = requirement.credentials(parts) else {
            continue;
        };
        match service.authenticate(&credentials).await {
            Ok(caller) => return Ok(context(Some(caller), requirement)),
            Err(error) => refused = Some(error),
        }
    }
    match (refused, open) {
        // A credential that is not valid is refused, even where none is needed.
        (Some(error), _) => Err(error),
        (None, Some(requirement)) => Ok(context(None, requirement)),
        (None, None) => Err(Rejection::CredentialMissing(operation.security).into()),
    }
}

impl<C, P> Context<Option<C>, P> {
    /// The context of an operation that needs a caller.
    pub(crate) fn required(self, operation: &Operation) -> Result<Context<C, P>, Rejection> {
        let missing = Rejection::CredentialMissing(operation.security);
        let caller = self.caller.ok_or(missing)?;
        Ok(Context {
            caller,
            requirement: self.requirement,
            request_id: self.request_id,
            permission: self.permission,
        })
    }
}
