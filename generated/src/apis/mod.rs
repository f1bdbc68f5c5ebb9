//! A trait a tag, with a method an operation.

#![allow(
    clippy::large_enum_variant,
    reason = "a response is moved once, into its bytes"
)]

pub mod public_organizations;

pub mod v1_audit_log;

pub mod v1_members;

pub mod v1_organizations;
pub use public_organizations::PublicOrganizations;
pub use v1_audit_log::V1AuditLog;
pub use v1_members::V1Members;
pub use v1_organizations::V1Organizations;
