//! The operations tagged `V1Organizations`.

use std::future::Future;

use axum::Json;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use lazy_regex::regex;
use orgd_runtime::output::HeaderText;
use orgd_runtime::{
    Body, Check, Context, Input, Media, MediaKind, Operation, Parameter, Permission, Request,
    Requirement, Routes, Scheme, SchemeKind, Service, Shape, Unrepresentable, output,
};
use validator::Validate;

use crate::models;

/// The operations tagged `V1Organizations`.
pub trait V1Organizations: Service {
    /// Create an organization: `POST /api/v1/organizations`.
    fn v1_create_organization(
        &self,
        context: Context<Self::Caller>,
        request: V1CreateOrganizationRequest,
    ) -> impl Future<Output = Result<V1CreateOrganizationResponse, Self::Error>> + Send;

    /// Get an organization: `GET /api/v1/organizations/{orgId}`.
    fn v1_get_organization(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1GetOrganizationRequest,
    ) -> impl Future<Output = Result<V1GetOrganizationResponse, Self::Error>> + Send;

    /// Delete an organization: `DELETE /api/v1/organizations/{orgId}`.
    fn v1_delete_organization(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1DeleteOrganizationRequest,
    ) -> impl Future<Output = Result<V1DeleteOrganizationResponse, Self::Error>> + Send;

    /// Update an organization: `PATCH /api/v1/organizations/{orgId}`.
    fn v1_update_organization(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1UpdateOrganizationRequest,
    ) -> impl Future<Output = Result<V1UpdateOrganizationResponse, Self::Error>> + Send;

    /// List the caller's organizations: `GET /api/v1/users/me/organizations`.
    fn v1_list_organizations(
        &self,
        context: Context<Self::Caller>,
        request: V1ListOrganizationsRequest,
    ) -> impl Future<Output = Result<V1ListOrganizationsResponse, Self::Error>> + Send;
}

/// The routes of these operations.
pub fn routes<S: V1Organizations>() -> Routes<S> {
    Routes::new()
        .secured(|service: S, context: Context<_>, request| async move {
            service.v1_create_organization(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("org:read"));
            service.v1_get_organization(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("org:delete"));
            service.v1_delete_organization(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("org:update"));
            service.v1_update_organization(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            service.v1_list_organizations(context, request).await
        })
}

/// The request of `v1_create_organization`.
#[derive(Debug, Clone, PartialEq)]
pub struct V1CreateOrganizationRequest {
    /// The organization to create.
    pub body: models::V1OrganizationCreate,
}

impl Request for V1CreateOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_create_organization",
        tag: "V1Organizations",
        method: Method::POST,
        path: "/api/v1/organizations",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[],
        body: Some(Body::new(&[Media {
            range: "application/json",
            kind: MediaKind::Json,
        }])),
        produces: &[],
        check: Check::Schema,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            body: input.body()?,
        })
    }
}

/// The responses of `v1_create_organization`, besides errors.
#[derive(Debug)]
pub enum V1CreateOrganizationResponse {
    /// The organization was created. `Location` is its path.
    Status201 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
        /// The header `Location`.
        location: HeaderValue,
        /// The body.
        body: models::V1Organization,
    },
}

impl IntoResponse for V1CreateOrganizationResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Status201 {
                cache_control,
                e_tag,
                location,
                body,
            } => {
                let headers = [
                    ("Cache-Control", HeaderText::header(cache_control)),
                    ("ETag", HeaderText::header(e_tag)),
                    ("Location", HeaderText::header(location)),
                ];
                output::respond(201, headers, Json(body))
            }
        }
    }
}

/// The request of `v1_get_organization`.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1GetOrganizationRequest {
    /// Organization identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub org_id: String,
    /// Apply only if the organization still has one of these `ETag`s, such as `"3"` (RFC 9110).
    #[validate(length(min = 1, max = 1024))]
    #[validate(regex(path = **regex!("^(\\*|([ \\t]*,)*[ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\"([ \\t]*,([ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\")?)*[ \\t]*)$")))]
    pub if_match: Option<String>,
    /// Apply only if the organization has none of these `ETag`s, such as `"3"` (RFC 9110).
    #[validate(length(min = 1, max = 1024))]
    #[validate(regex(path = **regex!("^(\\*|([ \\t]*,)*[ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\"([ \\t]*,([ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\")?)*[ \\t]*)$")))]
    pub if_none_match: Option<String>,
}

impl Request for V1GetOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_get_organization",
        tag: "V1Organizations",
        method: Method::GET,
        path: "/api/v1/organizations/{orgId}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
            Parameter::header("If-Match", Shape::STRING),
            Parameter::header("If-None-Match", Shape::STRING),
        ],
        body: None,
        produces: &[],
        check: Check::Rules,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            if_match: input.optional(1)?,
            if_none_match: input.optional(2)?,
        })
    }

    fn keeps_rules(&self) -> bool {
        self.validate().is_ok()
    }
}

/// The responses of `v1_get_organization`, besides errors.
#[derive(Debug)]
pub enum V1GetOrganizationResponse {
    /// The organization.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
        /// The body.
        body: models::V1Organization,
    },
    /// The organization still has one of the `ETag`s in `If-None-Match`.
    Status304 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
    },
}

impl IntoResponse for V1GetOrganizationResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Status200 {
                cache_control,
                e_tag,
                body,
            } => {
                let headers = [
                    ("Cache-Control", HeaderText::header(cache_control)),
                    ("ETag", HeaderText::header(e_tag)),
                ];
                output::respond(200, headers, Json(body))
            }
            Self::Status304 {
                cache_control,
                e_tag,
            } => {
                let headers = [
                    ("Cache-Control", HeaderText::header(cache_control)),
                    ("ETag", HeaderText::header(e_tag)),
                ];
                output::respond(304, headers, ())
            }
        }
    }
}

/// The request of `v1_delete_organization`.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1DeleteOrganizationRequest {
    /// Organization identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub org_id: String,
    /// Apply only if the organization still has one of these `ETag`s, such as `"3"` (RFC 9110).
    #[validate(length(min = 1, max = 1024))]
    #[validate(regex(path = **regex!("^(\\*|([ \\t]*,)*[ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\"([ \\t]*,([ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\")?)*[ \\t]*)$")))]
    pub if_match: Option<String>,
    /// Apply only if the organization has none of these `ETag`s, such as `"3"` (RFC 9110).
    #[validate(length(min = 1, max = 1024))]
    #[validate(regex(path = **regex!("^(\\*|([ \\t]*,)*[ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\"([ \\t]*,([ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\")?)*[ \\t]*)$")))]
    pub if_none_match: Option<String>,
}

impl Request for V1DeleteOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_delete_organization",
        tag: "V1Organizations",
        method: Method::DELETE,
        path: "/api/v1/organizations/{orgId}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
            Parameter::header("If-Match", Shape::STRING),
            Parameter::header("If-None-Match", Shape::STRING),
        ],
        body: None,
        produces: &[],
        check: Check::Rules,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            if_match: input.optional(1)?,
            if_none_match: input.optional(2)?,
        })
    }

    fn keeps_rules(&self) -> bool {
        self.validate().is_ok()
    }
}

/// The responses of `v1_delete_organization`, besides errors.
#[derive(Debug)]
pub enum V1DeleteOrganizationResponse {
    /// The organization was deleted.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1Message,
    },
}

impl IntoResponse for V1DeleteOrganizationResponse {
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

/// The request of `v1_update_organization`.
#[derive(Debug, Clone, PartialEq)]
pub struct V1UpdateOrganizationRequest {
    /// Organization identifier.
    pub org_id: String,
    /// Apply only if the organization still has one of these `ETag`s, such as `"3"` (RFC 9110).
    pub if_match: Option<String>,
    /// Apply only if the organization has none of these `ETag`s, such as `"3"` (RFC 9110).
    pub if_none_match: Option<String>,
    /// The fields to change. Absent fields stay unchanged.
    pub body: models::V1OrganizationUpdate,
}

impl Request for V1UpdateOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_update_organization",
        tag: "V1Organizations",
        method: Method::PATCH,
        path: "/api/v1/organizations/{orgId}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
            Parameter::header("If-Match", Shape::STRING),
            Parameter::header("If-None-Match", Shape::STRING),
        ],
        body: Some(Body::new(&[
            Media {
                range: "application/json",
                kind: MediaKind::Json,
            },
            Media {
                range: "application/merge-patch+json",
                kind: MediaKind::Json,
            },
        ])),
        produces: &[],
        check: Check::Schema,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            if_match: input.optional(1)?,
            if_none_match: input.optional(2)?,
            body: input.body()?,
        })
    }
}

/// The responses of `v1_update_organization`, besides errors.
#[derive(Debug)]
pub enum V1UpdateOrganizationResponse {
    /// The full updated organization.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
        /// The body.
        body: models::V1Organization,
    },
}

impl IntoResponse for V1UpdateOrganizationResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Status200 {
                cache_control,
                e_tag,
                body,
            } => {
                let headers = [
                    ("Cache-Control", HeaderText::header(cache_control)),
                    ("ETag", HeaderText::header(e_tag)),
                ];
                output::respond(200, headers, Json(body))
            }
        }
    }
}

/// The request of `v1_list_organizations`.
#[derive(Debug, Clone, PartialEq)]
pub struct V1ListOrganizationsRequest {
    /// The maximum number of organizations in the response, from 1 to 1,000.
    pub limit: u32,
    /// Where to continue: the `nextCursor` of the previous page, which is the ID of its last organization.
    pub cursor: Option<String>,
}

impl Request for V1ListOrganizationsRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_list_organizations",
        tag: "V1Organizations",
        method: Method::GET,
        path: "/api/v1/users/me/organizations",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::query("limit", Shape::INTEGER),
            Parameter::query("cursor", Shape::STRING).allow_empty(),
        ],
        body: None,
        produces: &[],
        check: Check::Schema,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            limit: input.optional(0)?.unwrap_or(1000),
            cursor: input.optional(1)?,
        })
    }
}

/// The responses of `v1_list_organizations`, besides errors.
#[derive(Debug)]
pub enum V1ListOrganizationsResponse {
    /// The caller's organizations.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1OrganizationList,
    },
}

impl IntoResponse for V1ListOrganizationsResponse {
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
