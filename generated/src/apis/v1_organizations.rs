//! The operations tagged `v1_organizations`.

use std::future::Future;

use axum::Json;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use lazy_regex::regex;
use validator::Validate;

use crate::input::{Broken, FromInput, Input, Part};
use crate::service::respond;
use crate::{Permission, Service, models};

/// The operations tagged `v1_organizations`.
pub trait V1Organizations: Service {
    /// Create an organization: `POST /api/v1/organizations`.
    fn v1_create_organization(
        &self,
        caller: Self::Caller,
        request: V1CreateOrganizationRequest,
    ) -> impl Future<Output = Result<V1CreateOrganizationResponse, Self::Error>> + Send;

    /// Delete an organization: `DELETE /api/v1/organizations/{orgId}`.
    fn v1_delete_organization(
        &self,
        caller: Self::Caller,
        permission: Permission,
        request: V1DeleteOrganizationRequest,
    ) -> impl Future<Output = Result<V1DeleteOrganizationResponse, Self::Error>> + Send;

    /// Get an organization: `GET /api/v1/organizations/{orgId}`.
    fn v1_get_organization(
        &self,
        caller: Self::Caller,
        permission: Permission,
        request: V1GetOrganizationRequest,
    ) -> impl Future<Output = Result<V1GetOrganizationResponse, Self::Error>> + Send;

    /// List the caller's organizations: `GET /api/v1/users/me/organizations`.
    fn v1_list_organizations(
        &self,
        caller: Self::Caller,
        request: V1ListOrganizationsRequest,
    ) -> impl Future<Output = Result<V1ListOrganizationsResponse, Self::Error>> + Send;

    /// Update an organization: `PATCH /api/v1/organizations/{orgId}`.
    fn v1_update_organization(
        &self,
        caller: Self::Caller,
        permission: Permission,
        request: V1UpdateOrganizationRequest,
    ) -> impl Future<Output = Result<V1UpdateOrganizationResponse, Self::Error>> + Send;
}

/// What `v1_create_organization` is asked.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1CreateOrganizationRequest {
    /// The organization to create.
    #[validate(nested)]
    pub body: models::V1OrganizationCreate,
}

impl FromInput for V1CreateOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            body: input.body()?,
        })
    }
}

/// What `v1_create_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum V1CreateOrganizationResponse {
    /// The organization was created. `Location` is its path.
    Status201 {
        cache_control: HeaderValue,
        e_tag: HeaderValue,
        location: HeaderValue,
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
                    ("Cache-Control", cache_control),
                    ("ETag", e_tag),
                    ("Location", location),
                ];
                respond(201, headers, Json(body))
            }
        }
    }
}

/// What `v1_delete_organization` is asked.
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

impl FromInput for V1DeleteOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[
        (Part::Path, "orgId"),
        (Part::Header, "If-Match"),
        (Part::Header, "If-None-Match"),
    ];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            org_id: input.required(Part::Path, "orgId")?,
            if_match: input.optional(Part::Header, "If-Match")?,
            if_none_match: input.optional(Part::Header, "If-None-Match")?,
        })
    }
}

/// What `v1_delete_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum V1DeleteOrganizationResponse {
    /// The organization was deleted.
    Status200 {
        cache_control: HeaderValue,
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
                let headers = [("Cache-Control", cache_control)];
                respond(200, headers, Json(body))
            }
        }
    }
}

/// What `v1_get_organization` is asked.
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

impl FromInput for V1GetOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[
        (Part::Path, "orgId"),
        (Part::Header, "If-Match"),
        (Part::Header, "If-None-Match"),
    ];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            org_id: input.required(Part::Path, "orgId")?,
            if_match: input.optional(Part::Header, "If-Match")?,
            if_none_match: input.optional(Part::Header, "If-None-Match")?,
        })
    }
}

/// What `v1_get_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum V1GetOrganizationResponse {
    /// The organization.
    Status200 {
        cache_control: HeaderValue,
        e_tag: HeaderValue,
        body: models::V1Organization,
    },
    /// The organization still has one of the `ETag`s in `If-None-Match`.
    Status304 {
        cache_control: HeaderValue,
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

/// What `v1_list_organizations` is asked.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1ListOrganizationsRequest {
    /// The maximum number of organizations in the response, from 1 to 1,000.
    #[validate(range(min = 1, max = 1000))]
    pub limit: u32,
    /// Where to continue: the `nextCursor` of the previous page, which is the ID of its last organization.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub cursor: Option<String>,
}

impl FromInput for V1ListOrganizationsRequest {
    const PARAMETERS: &'static [(Part, &'static str)] =
        &[(Part::Query, "limit"), (Part::Query, "cursor")];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            limit: input.optional(Part::Query, "limit")?.unwrap_or(1000),
            cursor: input.optional(Part::Query, "cursor")?,
        })
    }
}

/// What `v1_list_organizations` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum V1ListOrganizationsResponse {
    /// The caller's organizations.
    Status200 {
        cache_control: HeaderValue,
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
                let headers = [("Cache-Control", cache_control)];
                respond(200, headers, Json(body))
            }
        }
    }
}

/// What `v1_update_organization` is asked.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1UpdateOrganizationRequest {
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
    /// The fields to change. Absent fields stay unchanged.
    #[validate(nested)]
    pub body: models::V1OrganizationUpdate,
}

impl FromInput for V1UpdateOrganizationRequest {
    const PARAMETERS: &'static [(Part, &'static str)] = &[
        (Part::Path, "orgId"),
        (Part::Header, "If-Match"),
        (Part::Header, "If-None-Match"),
    ];

    fn from_input(input: &Input) -> Result<Self, Broken> {
        Ok(Self {
            org_id: input.required(Part::Path, "orgId")?,
            if_match: input.optional(Part::Header, "If-Match")?,
            if_none_match: input.optional(Part::Header, "If-None-Match")?,
            body: input.body()?,
        })
    }
}

/// What `v1_update_organization` answers when nothing is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum V1UpdateOrganizationResponse {
    /// The full updated organization.
    Status200 {
        cache_control: HeaderValue,
        e_tag: HeaderValue,
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
                let headers = [("Cache-Control", cache_control), ("ETag", e_tag)];
                respond(200, headers, Json(body))
            }
        }
    }
}
