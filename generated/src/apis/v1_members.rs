//! The operations tagged `V1Members`.

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

/// The operations tagged `V1Members`.
pub trait V1Members: Service {
    /// List the members: `GET /api/v1/organizations/{orgId}/members`.
    fn v1_list_members(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1ListMembersRequest,
    ) -> impl Future<Output = Result<V1ListMembersResponse, Self::Error>> + Send;

    /// Remove a member: `DELETE /api/v1/organizations/{orgId}/members/{memberId}`.
    fn v1_remove_member(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1RemoveMemberRequest,
    ) -> impl Future<Output = Result<V1RemoveMemberResponse, Self::Error>> + Send;

    /// Change a member's role: `PATCH /api/v1/organizations/{orgId}/members/{memberId}`.
    fn v1_update_member(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1UpdateMemberRequest,
    ) -> impl Future<Output = Result<V1UpdateMemberResponse, Self::Error>> + Send;

    /// Transfer the ownership: `POST /api/v1/organizations/{orgId}/transfer`.
    fn v1_transfer_ownership(
        &self,
        context: Context<Self::Caller, Permission>,
        request: V1TransferOwnershipRequest,
    ) -> impl Future<Output = Result<V1TransferOwnershipResponse, Self::Error>> + Send;
}

/// The routes of these operations.
pub fn routes<S: V1Members>() -> Routes<S> {
    Routes::new()
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("members:read"));
            service.v1_list_members(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("members:remove"));
            service.v1_remove_member(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("members:update"));
            service.v1_update_member(context, request).await
        })
        .secured(|service: S, context: Context<_>, request| async move {
            let context = context.requiring(Permission("org:transfer"));
            service.v1_transfer_ownership(context, request).await
        })
}

/// The request of `v1_list_members`.
#[derive(Debug, Clone, PartialEq)]
pub struct V1ListMembersRequest {
    /// Organization identifier.
    pub org_id: String,
    /// The maximum number of members in the response, from 1 to 1,000.
    pub limit: u32,
    /// Where to continue: the `nextCursor` of the previous page, which is the ID of its last member.
    pub cursor: Option<String>,
}

impl Request for V1ListMembersRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_list_members",
        tag: "V1Members",
        method: Method::GET,
        path: "/api/v1/organizations/{orgId}/members",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
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
            limit: input.optional(1)?.unwrap_or(1000),
            cursor: input.optional(2)?,
        })
    }
}

/// The responses of `v1_list_members`, besides errors.
#[derive(Debug)]
pub enum V1ListMembersResponse {
    /// The members.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1MemberList,
    },
}

impl IntoResponse for V1ListMembersResponse {
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

/// The request of `v1_remove_member`.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1RemoveMemberRequest {
    /// Organization identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub org_id: String,
    /// Membership identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub member_id: String,
}

impl Request for V1RemoveMemberRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_remove_member",
        tag: "V1Members",
        method: Method::DELETE,
        path: "/api/v1/organizations/{orgId}/members/{memberId}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
            Parameter::path("memberId", Shape::STRING),
        ],
        body: None,
        produces: &[],
        check: Check::Rules,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            member_id: input.required(1)?,
        })
    }

    fn keeps_rules(&self) -> bool {
        self.validate().is_ok()
    }
}

/// The responses of `v1_remove_member`, besides errors.
#[derive(Debug)]
pub enum V1RemoveMemberResponse {
    /// The member was removed.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1Message,
    },
}

impl IntoResponse for V1RemoveMemberResponse {
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

/// The request of `v1_update_member`.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1UpdateMemberRequest {
    /// Organization identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub org_id: String,
    /// Membership identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub member_id: String,
    /// The new role.
    #[validate(nested)]
    pub body: models::V1MemberUpdate,
}

impl Request for V1UpdateMemberRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_update_member",
        tag: "V1Members",
        method: Method::PATCH,
        path: "/api/v1/organizations/{orgId}/members/{memberId}",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[
            Parameter::path("orgId", Shape::STRING),
            Parameter::path("memberId", Shape::STRING),
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
        check: Check::Rules,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            member_id: input.required(1)?,
            body: input.body()?,
        })
    }

    fn keeps_rules(&self) -> bool {
        self.validate().is_ok()
    }
}

/// The responses of `v1_update_member`, besides errors.
#[derive(Debug)]
pub enum V1UpdateMemberResponse {
    /// The member, with the new role.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1Member,
    },
}

impl IntoResponse for V1UpdateMemberResponse {
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

/// The request of `v1_transfer_ownership`.
#[derive(Debug, Clone, PartialEq, Validate)]
pub struct V1TransferOwnershipRequest {
    /// Organization identifier.
    #[validate(length(min = 1, max = 64))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9_-]+$")))]
    pub org_id: String,
    /// The new owner.
    #[validate(nested)]
    pub body: models::V1OwnershipTransfer,
}

impl Request for V1TransferOwnershipRequest {
    const OPERATION: &'static Operation = &Operation {
        id: "v1_transfer_ownership",
        tag: "V1Members",
        method: Method::POST,
        path: "/api/v1/organizations/{orgId}/transfer",
        security: &[Requirement(&[Scheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
            scopes: &[],
        }])],
        parameters: &[Parameter::path("orgId", Shape::STRING)],
        body: Some(Body::new(&[Media {
            range: "application/json",
            kind: MediaKind::Json,
        }])),
        produces: &[],
        check: Check::Rules,
    };

    fn read(input: &mut Input) -> Result<Self, Unrepresentable> {
        Ok(Self {
            org_id: input.required(0)?,
            body: input.body()?,
        })
    }

    fn keeps_rules(&self) -> bool {
        self.validate().is_ok()
    }
}

/// The responses of `v1_transfer_ownership`, besides errors.
#[derive(Debug)]
pub enum V1TransferOwnershipResponse {
    /// The ownership was transferred.
    Status200 {
        /// The header `Cache-Control`.
        cache_control: HeaderValue,
        /// The body.
        body: models::V1Message,
    },
}

impl IntoResponse for V1TransferOwnershipResponse {
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
