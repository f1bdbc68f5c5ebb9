//! What the contract says of an operation, as the generated code states it.

use axum::http::Method;

use crate::{Body, Parameter};

/// An operation of the contract.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The tag whose trait the operation belongs to.
    pub tag: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/users/{id}`.
    pub path: &'static str,
    /// The alternatives of `security`: a caller meets one of them. Empty for an operation without security.
    pub security: &'static [Requirement],
    /// Every parameter, in the order in which the generated request reads them.
    pub parameters: &'static [Parameter],
    /// The request body, if the operation has one.
    pub body: Option<Body>,
    /// The media types between which the `Accept` header chooses, where a response has several.
    pub produces: &'static [&'static str],
    /// What decides that a request keeps to the contract.
    pub check: Check,
}

/// What decides that a request keeps to the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The types of the generated models and their `validator` rules, which say all that the contract says.
    Rules,
    /// The operation's JSON Schema, which says more than the types and rules can.
    Schema,
}

/// A permission that the contract requires (`x-permission`), such as `org:update`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission(pub &'static str);

/// One alternative of `security`: all of these schemes together. Empty for "no credential at all".
#[derive(Debug, PartialEq, Eq)]
pub struct Requirement(pub &'static [Scheme]);

/// A security scheme that a requirement names, with the scopes that it asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The name under `components.securitySchemes`.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
    /// The scopes or roles that the caller needs.
    pub scopes: &'static [&'static str],
}

/// How a credential is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`: `http` with `bearer`, `oauth2` and `openIdConnect`.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// Another scheme of the `Authorization` header, in lower case.
    Http(&'static str),
    /// An API key in a header.
    Header(&'static str),
    /// An API key in a query parameter.
    Query(&'static str),
    /// An API key in a cookie.
    Cookie(&'static str),
}
