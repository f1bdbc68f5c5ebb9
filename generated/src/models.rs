//! What requests and responses are made of.
//!
//! In a request, `Option` is what may be absent and the inner `Option` of two is what may be null; members
//! that the contract does not know are refused. Responses are open: readers ignore what they do not know.

use lazy_regex::regex;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::json::object;
use crate::models;

/// The kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicErrorTitle {
    #[serde(rename = "ValidationError")]
    ValidationError,
    #[serde(rename = "Unauthorized")]
    Unauthorized,
    #[serde(rename = "Forbidden")]
    Forbidden,
    #[serde(rename = "NotFound")]
    NotFound,
    #[serde(rename = "MethodNotAllowed")]
    MethodNotAllowed,
    #[serde(rename = "Conflict")]
    Conflict,
    #[serde(rename = "PreconditionFailed")]
    PreconditionFailed,
    #[serde(rename = "PayloadTooLarge")]
    PayloadTooLarge,
    #[serde(rename = "UnsupportedMediaType")]
    UnsupportedMediaType,
    #[serde(rename = "UriTooLong")]
    UriTooLong,
    #[serde(rename = "TooManyRequests")]
    TooManyRequests,
    #[serde(rename = "RequestHeaderFieldsTooLarge")]
    RequestHeaderFieldsTooLarge,
    #[serde(rename = "InternalServerError")]
    InternalServerError,
    #[serde(rename = "NotImplemented")]
    NotImplemented,
    #[serde(rename = "ServiceUnavailable")]
    ServiceUnavailable,
}

/// The error envelope of the public surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicFailure {
    #[serde(rename = "error")]
    pub error: models::PublicFailureDetail,
}

/// A description of the error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicFailureDetail {
    #[serde(rename = "title")]
    pub title: models::PublicErrorTitle,
    /// A description of the error, for people. Programs use the kind of error instead.
    #[serde(rename = "detail")]
    pub detail: String,
    /// Identifies the request in the server's log. It equals the `X-Request-Id` header.
    #[serde(rename = "requestId")]
    pub request_id: String,
    /// The violations of a request that violates the contract, up to 1,000; absent for other errors.
    #[serde(
        rename = "violations",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub violations: Option<Vec<models::Violation>>,
}

/// A sensitive field that a response includes only on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicInclude {
    #[serde(rename = "jwtSecret")]
    JwtSecret,
}

/// The state of the organization's onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicOnboardingStatus {
    #[serde(rename = "STARTED")]
    Started,
    #[serde(rename = "COMPLETED")]
    Completed,
    #[serde(rename = "LEGACY")]
    Legacy,
}

/// An organization on the public surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganization {
    /// Identifies an organization on both surfaces. It never changes.
    #[serde(rename = "id")]
    pub id: String,
    /// Name of the organization.
    #[serde(rename = "name")]
    pub name: String,
    /// Identifies an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    #[serde(rename = "slug")]
    pub slug: String,
    /// Custom context for AI features; null when unset.
    #[serde(rename = "customAiContext")]
    pub custom_ai_context: Option<String>,
    #[serde(rename = "onboardingStatus")]
    pub onboarding_status: models::PublicOnboardingStatus,
    /// Whether full embed functionality is enabled.
    #[serde(rename = "fullEmbedEnabled")]
    pub full_embed_enabled: bool,
    /// Allowed origins for embedding, normalised. An empty list allows any origin.
    #[serde(rename = "embedAllowedOrigins")]
    pub embed_allowed_origins: Vec<String>,
    /// Whether the organization is billable, after its trial.
    #[serde(rename = "isBillable")]
    pub is_billable: bool,
    /// Whether automated insights are generated.
    #[serde(rename = "insightsEnabled")]
    pub insights_enabled: bool,
    /// The end of the trial, in UTC; null if the organization was never billable.
    #[serde(rename = "trialEndsAt")]
    pub trial_ends_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The secret that signs embed tokens (HS256). Present only with `include=jwtSecret`.
    #[serde(
        rename = "jwtSecret",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub jwt_secret: Option<String>,
}

/// The organization to create. Without a `slug`, the server derives one from the name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct PublicOrganizationCreate {
    /// Name of the organization: one line of text with at least one visible character.
    #[serde(rename = "name")]
    #[validate(length(min = 1, max = 255))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub name: String,
    /// The slug of a new organization: lower-case words and digits, joined by single hyphens. It must be unique across all organizations, including deleted ones.
    #[serde(
        rename = "slug",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(length(min = 3, max = 50))]
    #[validate(regex(path = **regex!("^[a-z0-9]+(?:-[a-z0-9]+)*$")))]
    pub slug: Option<String>,
    /// Custom context for AI features, up to 50,000 characters. Null is the same as absent.
    #[serde(
        rename = "customAiContext",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 50000))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")))]
    pub custom_ai_context: Option<Option<String>>,
    /// Skip onboarding flow. True completes the onboarding at once.
    #[serde(
        rename = "skipOnboarding",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub skip_onboarding: Option<bool>,
    /// Enable full embed functionality.
    #[serde(
        rename = "fullEmbedEnabled",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub full_embed_enabled: Option<bool>,
    /// Allowed origins for embedding: exact origins and wildcards. An empty list allows any origin.
    #[serde(
        rename = "embedAllowedOrigins",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(length(max = 100))]
    #[validate(custom(function = "crate::format::item_length::<8, 268>"))]
    pub embed_allowed_origins: Option<Vec<String>>,
    /// [Self-hosted] Controls whether the organization is billable (after a 14-day trial).
    #[serde(
        rename = "isBillable",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub is_billable: Option<bool>,
    /// Enable automated insights generation for this organization.
    #[serde(
        rename = "insightsEnabled",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub insights_enabled: Option<bool>,
}

object!(PublicOrganizationCreate);

/// The envelope of one organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganizationEnvelope {
    #[serde(rename = "data")]
    pub data: models::PublicOrganization,
}

/// The envelope of one page of organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicOrganizationList {
    /// The organizations, newest first.
    #[serde(rename = "data")]
    pub data: Vec<models::PublicOrganization>,
    #[serde(rename = "pagination")]
    pub pagination: models::PublicPagination,
}

/// The fields of an organization to change. Absent fields stay unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct PublicOrganizationUpdate {
    /// Name of the organization: one line of text with at least one visible character.
    #[serde(
        rename = "name",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(length(min = 1, max = 255))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub name: Option<String>,
    /// Custom context for AI features, up to 50,000 characters. Null removes it.
    #[serde(
        rename = "customAiContext",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 50000))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")))]
    pub custom_ai_context: Option<Option<String>>,
    /// Skip onboarding flow. True completes the onboarding permanently; false changes nothing.
    #[serde(
        rename = "skipOnboarding",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub skip_onboarding: Option<bool>,
    /// Enable full embed functionality.
    #[serde(
        rename = "fullEmbedEnabled",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub full_embed_enabled: Option<bool>,
    /// Allowed origins for embedding: exact origins and wildcards. An empty list allows any origin.
    #[serde(
        rename = "embedAllowedOrigins",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(length(max = 100))]
    #[validate(custom(function = "crate::format::item_length::<8, 268>"))]
    pub embed_allowed_origins: Option<Vec<String>>,
    /// [Self-hosted] Controls whether the organization is billable.
    #[serde(
        rename = "isBillable",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub is_billable: Option<bool>,
    /// Enable automated insights generation for this organization.
    #[serde(
        rename = "insightsEnabled",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub insights_enabled: Option<bool>,
}

object!(PublicOrganizationUpdate);

/// The position of the next page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicPagination {
    /// The `cursor` of the next page; null on the last one.
    #[serde(rename = "nextCursor")]
    pub next_cursor: Option<String>,
    /// Whether there is a next page.
    #[serde(rename = "hasMore")]
    pub has_more: bool,
}

/// Billing details.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Billing {
    /// The e-mail address that receives invoices.
    #[serde(
        rename = "email",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub email: Option<String>,
    /// The tax identification number.
    #[serde(
        rename = "taxId",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub tax_id: Option<String>,
}

/// Billing details. Null removes the group, `{}` leaves it unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1BillingUpdate {
    /// The e-mail address that receives invoices. Null removes it.
    #[serde(
        rename = "email",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(email)]
    #[validate(length(max = 254))]
    #[validate(regex(path = **regex!("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$")))]
    pub email: Option<Option<String>>,
    /// The tax identification number. Null removes it.
    #[serde(
        rename = "taxId",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 64))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub tax_id: Option<Option<String>>,
}

object!(V1BillingUpdate);

/// The appearance of the organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Branding {
    /// The main colour.
    #[serde(
        rename = "primaryColor",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub primary_color: Option<String>,
    /// The accent colour.
    #[serde(
        rename = "accentColor",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub accent_color: Option<String>,
}

/// The appearance of the organization. Null removes the group, `{}` leaves it unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1BrandingUpdate {
    /// The main colour, such as `#4338CA`. Null removes it.
    #[serde(
        rename = "primaryColor",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 64))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub primary_color: Option<Option<String>>,
    /// The accent colour, such as `#818CF8`. Null removes it.
    #[serde(
        rename = "accentColor",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 64))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub accent_color: Option<Option<String>>,
}

object!(V1BrandingUpdate);

/// The kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum V1ErrorCode {
    #[serde(rename = "VALIDATION_ERROR")]
    ValidationError,
    #[serde(rename = "PARSE_ERROR")]
    ParseError,
    #[serde(rename = "AUTHENTICATION_ERROR")]
    AuthenticationError,
    #[serde(rename = "AUTHORIZATION_ERROR")]
    AuthorizationError,
    #[serde(rename = "NOT_FOUND")]
    NotFound,
    #[serde(rename = "METHOD_NOT_ALLOWED")]
    MethodNotAllowed,
    #[serde(rename = "CONFLICT")]
    Conflict,
    #[serde(rename = "PRECONDITION_FAILED")]
    PreconditionFailed,
    #[serde(rename = "PAYLOAD_TOO_LARGE")]
    PayloadTooLarge,
    #[serde(rename = "UNSUPPORTED_MEDIA_TYPE")]
    UnsupportedMediaType,
    #[serde(rename = "URI_TOO_LONG")]
    UriTooLong,
    #[serde(rename = "RATE_LIMIT_EXCEEDED")]
    RateLimitExceeded,
    #[serde(rename = "REQUEST_HEADER_FIELDS_TOO_LARGE")]
    RequestHeaderFieldsTooLarge,
    #[serde(rename = "INTERNAL_ERROR")]
    InternalError,
    #[serde(rename = "NOT_IMPLEMENTED")]
    NotImplemented,
    #[serde(rename = "SERVICE_UNAVAILABLE")]
    ServiceUnavailable,
}

/// The error envelope of the v1 surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Failure {
    /// Always false. Responses without an error do not have this field.
    #[serde(rename = "success")]
    pub success: bool,
    #[serde(rename = "error")]
    pub error: models::V1FailureDetail,
}

/// A description of the error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1FailureDetail {
    #[serde(rename = "code")]
    pub code: models::V1ErrorCode,
    /// A description of the error, for people. Programs use the kind of error instead.
    #[serde(rename = "message")]
    pub message: String,
    /// Identifies the request in the server's log. It equals the `X-Request-Id` header.
    #[serde(rename = "requestId")]
    pub request_id: String,
    /// The violations of a request that violates the contract, up to 1,000; absent for other errors.
    #[serde(
        rename = "violations",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub violations: Option<Vec<models::Violation>>,
}

/// The enabled features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Features {
    /// Whether webhooks are sent.
    #[serde(
        rename = "webhooks",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub webhooks: Option<bool>,
    /// Whether the organization may use the API.
    #[serde(
        rename = "apiAccess",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub api_access: Option<bool>,
    /// Whether the organization may use its own domain.
    #[serde(
        rename = "customDomain",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub custom_domain: Option<bool>,
}

/// The enabled features. Null removes the group, `{}` leaves it unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1FeaturesUpdate {
    /// Whether webhooks are sent. Null removes the setting.
    #[serde(
        rename = "webhooks",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub webhooks: Option<Option<bool>>,
    /// Whether the organization may use the API. Null removes the setting.
    #[serde(
        rename = "apiAccess",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub api_access: Option<Option<bool>>,
    /// Whether the organization may use its own domain. Null removes the setting.
    #[serde(
        rename = "customDomain",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub custom_domain: Option<Option<bool>>,
}

object!(V1FeaturesUpdate);

/// A confirmation of the operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Message {
    /// A description of what was done, for people.
    #[serde(rename = "message")]
    pub message: String,
}

/// An organization on the v1 surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Organization {
    /// Identifies an organization on both surfaces. It never changes.
    #[serde(rename = "id")]
    pub id: String,
    /// Organization name.
    #[serde(rename = "name")]
    pub name: String,
    /// Identifies an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    #[serde(rename = "slug")]
    pub slug: String,
    /// Description; null when unset.
    #[serde(rename = "description")]
    pub description: Option<String>,
    /// Logo URL; null when unset.
    #[serde(rename = "logoUrl")]
    pub logo_url: Option<String>,
    #[serde(rename = "settings")]
    pub settings: models::V1Settings,
    /// The ID of the user who created the organization.
    #[serde(rename = "createdBy")]
    pub created_by: String,
    /// The time of creation, in UTC.
    #[serde(rename = "createdAt")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// The time of the last change, in UTC. An update that changes nothing does not affect it.
    #[serde(rename = "updatedAt")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}

/// The organization to create.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1OrganizationCreate {
    /// Organization name. Between 1 and 100 characters.
    #[serde(rename = "name")]
    #[validate(length(min = 1, max = 100))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub name: String,
    /// The slug of a new organization: lower-case words and digits, joined by single hyphens. It must be unique across all organizations, including deleted ones.
    #[serde(rename = "slug")]
    #[validate(length(min = 3, max = 50))]
    #[validate(regex(path = **regex!("^[a-z0-9]+(?:-[a-z0-9]+)*$")))]
    pub slug: String,
    /// Description. Maximum 500 characters. Null is the same as absent.
    #[serde(
        rename = "description",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 500))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")))]
    pub description: Option<Option<String>>,
    /// Logo URL. Must be a valid URI (RFC 3986). Null is the same as absent.
    #[serde(
        rename = "logoUrl",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(custom(function = "crate::format::uri"))]
    #[validate(length(max = 2048))]
    #[validate(regex(path = **regex!("^[Hh][Tt][Tt][Pp][Ss]?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?)(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])?)?([/?#].*)?$")))]
    pub logo_url: Option<Option<String>>,
    #[serde(
        rename = "settings",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(nested)]
    pub settings: Option<models::V1SettingsUpdate>,
}

object!(V1OrganizationCreate);

/// The caller's organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1OrganizationList {
    /// The organizations, newest first.
    #[serde(rename = "organizations")]
    pub organizations: Vec<models::V1OrganizationMembership>,
    /// The number of organizations that the caller is a member of, on all pages.
    #[serde(rename = "total")]
    pub total: u64,
    /// The `cursor` of the next page; null on the last one.
    #[serde(rename = "nextCursor")]
    pub next_cursor: Option<String>,
}

/// A summary of an organization, and the caller's membership in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1OrganizationMembership {
    /// Identifies an organization on both surfaces. It never changes.
    #[serde(rename = "id")]
    pub id: String,
    /// Organization name.
    #[serde(rename = "name")]
    pub name: String,
    /// Identifies an organization in addresses: words of lower-case letters and digits, joined by hyphens.
    #[serde(rename = "slug")]
    pub slug: String,
    /// Logo URL; null when unset.
    #[serde(rename = "logoUrl")]
    pub logo_url: Option<String>,
    #[serde(rename = "role")]
    pub role: models::V1Role,
    /// Identifies the membership. It does not change with the role.
    #[serde(rename = "membershipId")]
    pub membership_id: String,
    /// The time at which the caller became a member, in UTC.
    #[serde(rename = "joinedAt")]
    pub joined_at: chrono::DateTime<chrono::Utc>,
}

/// The fields of an organization to change. Absent fields stay unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1OrganizationUpdate {
    /// Updated organization name. Between 1 and 100 characters.
    #[serde(
        rename = "name",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(length(min = 1, max = 100))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x1f\\x7f]*$")))]
    pub name: Option<String>,
    /// Updated description. Maximum 500 characters. Set to null to remove.
    #[serde(
        rename = "description",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(length(max = 500))]
    #[validate(regex(path = **regex!("^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")))]
    pub description: Option<Option<String>>,
    /// Updated logo URL. Must be a valid URI (RFC 3986). Set to null to remove.
    #[serde(
        rename = "logoUrl",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(custom(function = "crate::format::uri"))]
    #[validate(length(max = 2048))]
    #[validate(regex(path = **regex!("^[Hh][Tt][Tt][Pp][Ss]?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?)(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])?)?([/?#].*)?$")))]
    pub logo_url: Option<Option<String>>,
    #[serde(
        rename = "settings",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    #[validate(nested)]
    pub settings: Option<models::V1SettingsUpdate>,
}

object!(V1OrganizationUpdate);

/// The permissions of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum V1Role {
    #[serde(rename = "owner")]
    Owner,
    #[serde(rename = "admin")]
    Admin,
    #[serde(rename = "member")]
    Member,
    #[serde(rename = "viewer")]
    Viewer,
}

/// The organization's settings. Settings that were never set are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct V1Settings {
    #[serde(
        rename = "branding",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub branding: Option<models::V1Branding>,
    #[serde(
        rename = "features",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub features: Option<models::V1Features>,
    #[serde(
        rename = "billing",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::unwrap_or_skip"
    )]
    pub billing: Option<models::V1Billing>,
}

/// Settings to merge with the existing settings at every depth (RFC 7396).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct V1SettingsUpdate {
    #[serde(
        rename = "branding",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(nested)]
    pub branding: Option<Option<models::V1BrandingUpdate>>,
    #[serde(
        rename = "features",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(nested)]
    pub features: Option<Option<models::V1FeaturesUpdate>>,
    #[serde(
        rename = "billing",
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    #[validate(nested)]
    pub billing: Option<Option<models::V1BillingUpdate>>,
}

object!(V1SettingsUpdate);

/// One violation of the contract by a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Violation {
    /// The part of the request that has the violation.
    #[serde(rename = "part")]
    pub part: String,
    /// The place in that part, as a JSON pointer (RFC 6901).
    #[serde(rename = "pointer")]
    pub pointer: String,
    /// The rule that the request violates.
    #[serde(rename = "code")]
    pub code: String,
    /// A description of the rule, for people.
    #[serde(rename = "message")]
    pub message: String,
}
