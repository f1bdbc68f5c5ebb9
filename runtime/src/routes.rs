//! The routes of a contract: each operation under its path and method.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request as HttpRequest, State};
use axum::http::Method;
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, MethodRouter, any, on};
use tower::ServiceExt;

use crate::endpoint::{Endpoint, endpoint};
use crate::failure::failure;
use crate::{Context, Contract, Operation, Rejection, Request, Service, path};

/// The operations of a contract, and what answers them.
#[derive(Debug)]
pub struct Routes<S: Service> {
    routes: Vec<(&'static Operation, MethodRouter<Endpoint<S>>)>,
}

impl<S: Service> Routes<S> {
    /// No operations.
    pub fn new() -> Self {
        Self { routes: Vec::new() }
    }

    /// Adds an operation that takes no credential.
    pub fn open<R, A, F>(self, call: impl Fn(S, R) -> F + Clone + Send + Sync + 'static) -> Self
    where
        R: Request,
        A: IntoResponse,
        F: Future<Output = Result<A, S::Error>> + Send + 'static,
    {
        self.optional(move |service, _: Context<Option<S::Caller>>, request| call(service, request))
    }

    /// Adds an operation that a caller must authenticate for.
    pub fn secured<R, A, F>(
        self,
        call: impl Fn(S, Context<S::Caller>, R) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        R: Request,
        A: IntoResponse,
        F: Future<Output = Result<A, S::Error>> + Send + 'static,
    {
        self.optional(
            move |service, context: Context<Option<S::Caller>>, request| {
                let answer = context
                    .required(R::OPERATION)
                    .map(|context| call(service, context, request));
                async move { answer?.await }
            },
        )
    }

    /// Adds an operation that a caller may authenticate for.
    pub fn optional<R, A, F>(
        mut self,
        call: impl Fn(S, Context<Option<S::Caller>>, R) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        R: Request,
        A: IntoResponse,
        F: Future<Output = Result<A, S::Error>> + Send + 'static,
    {
        let handler = move |State(state): State<Endpoint<S>>, request: HttpRequest| {
            endpoint::<S, R, A, F>(state, request, call)
        };
        let operation = R::OPERATION;
        self.routes
            .push((operation, on(filter(&operation.method), handler)));
        self
    }

    /// Adds the operations of another tag.
    pub fn merge(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self
    }

    /// The router of these operations, answered by `service`. `schemas` is the generated `schemas.json`.
    pub fn router(self, service: S, schemas: &str) -> Router {
        let operations = self.routes.iter().map(|(operation, _)| *operation);
        let contract = Arc::new(Contract::new(schemas, service.formats(), operations));
        let state = Endpoint { service, contract };
        let mut by_path = BTreeMap::<&str, MethodRouter<Endpoint<S>>>::new();
        for (operation, route) in self.routes {
            let routes = by_path.remove(operation.path).unwrap_or_default();
            by_path.insert(operation.path, routes.merge(route));
        }
        let mut by_route =
            BTreeMap::<String, Vec<(&'static str, MethodRouter<Endpoint<S>>)>>::new();
        for (path, routes) in by_path {
            by_route
                .entry(path::route(path))
                .or_default()
                .push((path, routes));
        }
        let router = by_route
            .into_iter()
            .fold(Router::new(), |router, (route, templates)| {
                router.route(&route, dispatch::<S>(templates, &state))
            });
        router.with_state(state)
    }
}

impl<S: Service> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

/// The methods of the only template of a route, or of whichever template matches the path.
fn dispatch<S: Service>(
    mut templates: Vec<(&'static str, MethodRouter<Endpoint<S>>)>,
    state: &Endpoint<S>,
) -> MethodRouter<Endpoint<S>> {
    let is_plain = |path: &str| {
        path.split('/').all(|segment| {
            !segment.contains('{')
                || segment.matches(['{', '}']).count() == 2
                    && segment.starts_with('{')
                    && segment.ends_with('}')
        })
    };
    if let [(path, _)] = &templates[..]
        && is_plain(path)
        && let Some((_, routes)) = templates.pop()
    {
        return routes;
    }
    templates.sort_by_key(|(path, _)| std::cmp::Reverse(path::literal_length(path)));
    let refuse = || async { failure(S::Error::from(Rejection::MethodNotAllowed)) };
    let templates = templates.into_iter().map(|(path, routes)| {
        (
            path,
            routes.fallback(refuse).with_state::<()>(state.clone()),
        )
    });
    let templates: Arc<[_]> = templates.collect();
    any(move |request: HttpRequest| async move {
        let path = request.uri().path();
        let matching = templates
            .iter()
            .find(|(template, _)| path::captures(template, path).is_some());
        match matching {
            Some((_, routes)) => routes.clone().oneshot(request).await.into_response(),
            None => failure(S::Error::from(Rejection::NoSuchPath)),
        }
    })
}

fn filter(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}
