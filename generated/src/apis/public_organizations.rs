//! The operations tagged `public_organizations`.

use std::future::Future;

use axum::Json;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use lazy_regex::regex;
use validator::Validate;

use crate::input::{Broken, FromInput, Input, Part};
use crate::service::respond;
use crate::{Permission, Service, models};

/// The operations tagged `public_organizations`.
pub trait PublicOrganizations: Service {
    /// Create an organization: `POST /api/public/organizations`.
    fn public_create_organization(
        &self,
        caller: Self::Caller,
        request: PublicCreateOrganizationRequest,
    ) -> impl Future<Output = Result<PublicCreateOrganizationResponse, Self::Error>> + Send;

    /// Get an organization: `GET /api/public/organizations/{id}`.
    fn public_get_organization(
        &self,
        caller: Self::Caller,
        permission: Permission,
        secret_permission: Permission,
        request: PublicGetOrganizationRequest,
    ) -> impl Future<Output = Result<PublicGetOrganizationResponse, Self::Error>> + Send;

    /// List organizations: `GET /api/public/organizations`.
    fn public_list_organizations(
        &self,
        caller: Self::Caller,
        request: PublicListOrganizationsRequest,
    ) -> impl Future<Output = Result<PublicListOrganizationsResponse, Self::Error>> + Send;

    /// Update an organization: `PATCH /api/public/organizations/{id}`.
    fn public_update_organization(
        &self,
        caller: Self::Caller,
        permission: Permission,
        request: PublicUpdateOrganizationRequest,
    ) -> impl Future<Output = Result<PublicUpdateOrganizationResponse, Self::Error>> + Send;
}

/// What `public_create_organization` is asked.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct PublicCreateOrganizationRequest {
    /// Include sensitive fields in the response. Use `jwtSecret` to include the embed JWT secret.
    pub include: Option<models::PublicInclude>,
    /// The organization to create.
    #[validate(nested)]
    pub body: models::PublicOrganizationCreate,
}

impl FromInput for PublicCreateOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[(Part::Query, "include")];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            include: input.optional(Part::Query, "include")?,
            body: input.body()?,
        })
    }
}

/// What `public_create_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicCreateOrganizationResponse {
    /// The organization was created. `Location` is its path.
    Status201 {
        cache_control: HeaderValue,
        e_tag: HeaderValue,
        location: HeaderValue,
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
                    ("Cache-Control", cache_control),
                    ("ETag", e_tag),
                    ("Location", location),
                ];
                respond(201, headers, Json(body))
            }
        }
    }
}

/// What `public_get_organization` is asked.
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

impl FromInput for PublicGetOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[
        (Part::Path, "id"),
        (Part::Query, "include"),
        (Part::Header, "If-Match"),
        (Part::Header, "If-None-Match"),
    ];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            id: input.required(Part::Path, "id")?,
            include: input.optional(Part::Query, "include")?,
            if_match: input.optional(Part::Header, "If-Match")?,
            if_none_match: input.optional(Part::Header, "If-None-Match")?,
        })
    }
}

/// What `public_get_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicGetOrganizationResponse {
    /// The organization.
    Status200 {
        cache_control: HeaderValue,
        e_tag: HeaderValue,
        body: models::PublicOrganizationEnvelope,
    },
    /// The organization still has one of the `ETag`s in `If-None-Match`.
    Status304 {
        cache_control: HeaderValue,
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
                let headers = [("Cache-Control", cache_control), ("ETag", e_tag)];
                respond(200, headers, Json(body))
            }
            Self::Status304 {
                cache_control,
                e_tag,
            } => {
                let headers = [("Cache-Control", cache_control), ("ETag", e_tag)];
                respond(304, headers, ())
            }
        }
    }
}

/// What `public_list_organizations` is asked.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct PublicListOrganizationsRequest {
    /// The maximum number of organizations on a page, from 1 to 100.
    #[validate(range(min = 1, max = 100))]
    pub limit: u32,
    /// Where to continue: the `nextCursor` of the previous page, which is the ID of its last organization.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub cursor: Option<String>,
}

impl FromInput for PublicListOrganizationsRequest {
    const PARAMETERS: &'static [(Part, &'static str)] =
        &[(Part::Query, "limit"), (Part::Query, "cursor")];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            limit: input.optional(Part::Query, "limit")?.unwrap_or(50),
            cursor: input.optional(Part::Query, "cursor")?,
        })
    }
}

/// What `public_list_organizations` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicListOrganizationsResponse {
    /// One page of the caller's organizations.
    Status200 {
        cache_control: HeaderValue,
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
                let headers = [("Cache-Control", cache_control)];
                respond(200, headers, Json(body))
            }
        }
    }
}

/// What `public_update_organization` is asked.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct PublicUpdateOrganizationRequest {
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
    /// The fields to change. Absent fields stay unchanged.
    #[validate(nested)]
    pub body: models::PublicOrganizationUpdate,
}

impl FromInput for PublicUpdateOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[
        (Part::Path, "id"),
        (Part::Query, "include"),
        (Part::Header, "If-Match"),
        (Part::Header, "If-None-Match"),
    ];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            id: input.required(Part::Path, "id")?,
            include: input.optional(Part::Query, "include")?,
            if_match: input.optional(Part::Header, "If-Match")?,
            if_none_match: input.optional(Part::Header, "If-None-Match")?,
            body: input.body()?,
        })
    }
}

/// What `public_update_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicUpdateOrganizationResponse {
    /// Organization updated successfully. The jwtSecret field is only included when explicitly requested via ?include=jwtSecret.
    Status200 {
        cache_control: HeaderValue,
        e_tag: HeaderValue,
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
                let headers = [("Cache-Control", cache_control), ("ETag", e_tag)];
                respond(200, headers, Json(body))
            }
        }
    }
}
