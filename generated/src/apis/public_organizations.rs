//! The operations tagged `PublicOrganizations`.

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

/// The operations tagged `PublicOrganizations`.
pub trait PublicOrganizations: Service {
    /// List organizations: `GET /api/public/organizations`.
    fn public_list_organizations(
        &self,
        context: Context<Self::Caller>,
        request: PublicListOrganizationsRequest,
    ) -> impl Future<Output = Result<PublicListOrganizationsResponse, Self::Error>> + Send;

    /// Create an organization: `POST /api/public/organizations`.
    fn public_create_organization(
        &self,
        context: Context<Self::Caller>,
        request: PublicCreateOrganizationRequest,
    ) -> impl Future<Output = Result<PublicCreateOrganizationResponse, Self::Error>> + Send;

    /// Get an organization: `GET /api/public/organizations/{id}`.
    fn public_get_organization(
        &self,
        context: Context<Self::Caller, [Permission; 2]>,
        request: PublicGetOrganizationRequest,
    ) -> impl Future<Output = Result<PublicGetOrganizationResponse, Self::Error>> + Send;

    /// Update an organization: `PATCH /api/public/organizations/{id}`.
    fn public_update_organization(
        &self,
        context: Context<Self::Caller, Permission>,
        request: PublicUpdateOrganizationRequest,
    ) -> impl Future<Output = Result<PublicUpdateOrganizationResponse, Self::Error>> + Send;
}

/// The routes of these operations.
pub fn routes<S: PublicOrganizations>() -> Routes<S> {
    Routes::new()
        .secured(|service: S, context: Context<_>, request| async move {
            service.public_list_organizations(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            service.public_create_organization(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring([Permission("org:read"), Permission("org:update")]);
            service.public_get_organization(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("org:update"));
            service.public_update_organization(context, request).await
        })
}

/// The request of `public_list_organizations`.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicListOrganizationsRequest {
    /// The maximum number of organizations on a page, from 1 to 100.
    pub limit: u32,
    /// Where to continue: the `nextCursor` of the previous page, which is the ID of its last organization.
    pub cursor: Option<String>,
}

impl Request for PublicListOrganizationsRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "public_list_organizations",
        tag: "PublicOrganizations",
        method: Method::GET,
        path: "/api/public/organizations",
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
            limit: input.optional(0)?.unwrap_or(50),
            cursor: input.optional(1)?,
        })
    }
}

/// The responses of `public_list_organizations`, besides errors.
#[derive(Debug)]
pub enum PublicListOrganizationsResponse {
    /// One page of the caller's organizations.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::PublicOrganizationList,
    },
}

impl IntoResponse for PublicListOrganizationsResponse {
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

/// The request of `public_create_organization`.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicCreateOrganizationRequest {
    /// Include sensitive fields in the response. Use `jwtSecret` to include the embed JWT secret.
    pub include: Option<models::PublicInclude>,
    /// The organization to create.
    pub body: models::PublicOrganizationCreate,
}

impl Request for PublicCreateOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "public_create_organization",
        tag: "PublicOrganizations",
        method: Method::POST,
        path: "/api/public/organizations",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[Parameter::query("include", Shape::STRING)],
        body: Some(Body::new(&[Media {
            range: "application/json",
            kind: MediaKind::Json,
        }])),
        produces: &[],
        check: Check::Schema,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            include: input.optional(0)?,
            body: input.body()?,
        })
    }
}

/// The responses of `public_create_organization`, besides errors.
#[derive(Debug)]
pub enum PublicCreateOrganizationResponse {
    /// The organization was created. `Location` is its path.
    Status201 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
        /// The header `Location`.
        location: HeaderValue,
        /// The body.
        body: models::PublicOrganizationEnvelope,
    },
}

impl IntoResponse for PublicCreateOrganizationResponse {
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

/// The request of `public_get_organization`.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct PublicGetOrganizationRequest {
    /// Organization ID.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub id: String,
    /// Include sensitive fields in the response. Use `jwtSecret` to include the embed JWT secret.
    pub include: Option<models::PublicInclude>,
    /// Apply only if the organization still has one of these `ETag`s, such as `"3"` (RFC 9110).
    #[validate(length(min = 1, max = 1024))]
    #[validate(regex(path = **regex!("^(\\*|([ \\t]*,)*[ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\"([ \\t]*,([ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\")?)*[ \\t]*)$")))]
    pub if_match: Option<String>,
    /// Apply only if the organization has none of these `ETag`s, such as `"3"` (RFC 9110).
    #[validate(length(min = 1, max = 1024))]
    #[validate(regex(path = **regex!("^(\\*|([ \\t]*,)*[ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\"([ \\t]*,([ \\t]*(W/)?\"[\\x21\\x23-\\x7e]*\")?)*[ \\t]*)$")))]
    pub if_none_match: Option<String>,
}

impl Request for PublicGetOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "public_get_organization",
        tag: "PublicOrganizations",
        method: Method::GET,
        path: "/api/public/organizations/{id}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("id", Shape::STRING),
            Parameter::query("include", Shape::STRING),
            Parameter::header("If-Match", Shape::STRING),
            Parameter::header("If-None-Match", Shape::STRING),
        ],
        body: None,
        produces: &[],
        check: Check::Rules,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            id: input.required(0)?,
            include: input.optional(1)?,
            if_match: input.optional(2)?,
            if_none_match: input.optional(3)?,
        })
    }

    fn keeps_rules(&self) -> bool {
        self.validate().is_ok()
    }
}

/// The responses of `public_get_organization`, besides errors.
#[derive(Debug)]
pub enum PublicGetOrganizationResponse {
    /// The organization.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
        /// The body.
        body: models::PublicOrganizationEnvelope,
    },
    /// The organization still has one of the `ETag`s in `If-None-Match`.
    Status304 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
    },
}

impl IntoResponse for PublicGetOrganizationResponse {
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

/// The request of `public_update_organization`.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicUpdateOrganizationRequest {
    /// Organization ID.
    pub id: String,
    /// Include sensitive fields in the response. Use `jwtSecret` to include the embed JWT secret.
    pub include: Option<models::PublicInclude>,
    /// Apply only if the organization still has one of these `ETag`s, such as `"3"` (RFC 9110).
    pub if_match: Option<String>,
    /// Apply only if the organization has none of these `ETag`s, such as `"3"` (RFC 9110).
    pub if_none_match: Option<String>,
    /// The fields to change. Absent fields stay unchanged.
    pub body: models::PublicOrganizationUpdate,
}

impl Request for PublicUpdateOrganizationRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "public_update_organization",
        tag: "PublicOrganizations",
        method: Method::PATCH,
        path: "/api/public/organizations/{id}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("id", Shape::STRING),
            Parameter::query("include", Shape::STRING),
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
            id: input.required(0)?,
            include: input.optional(1)?,
            if_match: input.optional(2)?,
            if_none_match: input.optional(3)?,
            body: input.body()?,
        })
    }
}

/// The responses of `public_update_organization`, besides errors.
#[derive(Debug)]
pub enum PublicUpdateOrganizationResponse {
    /// Organization updated successfully. The jwtSecret field is only included when explicitly
    /// requested via ?include=jwtSecret.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The header `ETag`.
        e_tag: HeaderValue,
        /// The body.
        body: models::PublicOrganizationEnvelope,
    },
}

impl IntoResponse for PublicUpdateOrganizationResponse {
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
