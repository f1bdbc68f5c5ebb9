//! The operations tagged `V1AuditLog`.

use std::future::Future;

use axum::Json;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use orgd_runtime::output::HeaderText;
use orgd_runtime::{
    Check, Context, Input, Operation, Parameter, Permission, Request, Requirement, Routes, Scheme,
    SchemeKind, Service, Shape, Unrepresentable, output,
};

use crate::models;

/// The operations tagged `V1AuditLog`.
pub trait V1AuditLog: Service {
    /// List the audit log: `GET /api/v1/organizations/{orgId}/audit-logs`.
    fn v1_list_audit_entries(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1ListAuditEntriesRequest,
    ) -> impl Future<Output = Result<V1ListAuditEntriesResponse, Self::Error>> + Send;
}

/// The routes of these operations.
pub fn routes<S: V1AuditLog>() -> Routes<S> {
    Routes::new().secured(|service: S, context: Context<_>, request| async move {
        let context = context.requiring(Permission("audit-logs:read"));
        service.v1_list_audit_entries(context, request).await
    })
}

/// The request of `v1_list_audit_entries`.
#[derive(Debug, Clone, PartialEq)]
pub struct V1ListAuditEntriesRequest {
    /// Organization identifier.
    pub org_id: String,
    /// Only changes by the user with this ID.
    pub actor: Option<String>,
    /// Only changes of this kind.
    pub action: Option<models::V1AuditAction>,
    /// Only changes at this time or later.
    pub from: Option<chrono::DateTime<chrono::Utc>>,
    /// Only changes before this time.
    pub to: Option<chrono::DateTime<chrono::Utc>>,
    /// The maximum number of entries in the response, from 1 to 100.
    pub limit: u32,
    /// Where to continue: the `nextCursor` of the previous page. Without `cursor`, or with an empty one, the
    /// response is the first page.
    pub cursor: Option<String>,
}

impl Request for V1ListAuditEntriesRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_list_audit_entries",
        tag: "V1AuditLog",
        method: Method::GET,
        path: "/api/v1/organizations/{orgId}/audit-logs",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
            Parameter::query("actor", Shape::STRING),
            Parameter::query("action", Shape::STRING),
            Parameter::query("from", Shape::STRING),
            Parameter::query("to", Shape::STRING),
            Parameter::query("limit", Shape::INTEGER),
            Parameter::query("cursor", Shape::STRING).allow_empty(),
        ],
        body: None,
        produces: &[],
        check: Check::Schema,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            actor: input.optional(1)?,
            action: input.optional(2)?,
            from: input.optional(3)?,
            to: input.optional(4)?,
            limit: input.optional(5)?.unwrap_or(50),
            cursor: input.optional(6)?,
        })
    }
}

/// The responses of `v1_list_audit_entries`, besides errors.
#[derive(Debug)]
pub enum V1ListAuditEntriesResponse {
    /// The entries.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1AuditLog,
    },
}

impl IntoResponse for V1ListAuditEntriesResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Status200 {
                cache_control,
                body,
            } => {
                let headers = [("Cache-Control", HeaderText::header(cache_control))];
                output::respond(200, headers, Json(body))
            }
        }
    }
}
