//! The contract in Rust, generated from `openapi.yaml`: change that and run `codegen/generate`.
//!
//! - [`apis`]: a trait for each tag with a method for each operation, and their requests and responses;
//! - [`models`]: what requests and responses are made of, with the contract's bounds;
//! - [`router`]: every operation under its path and method.

#![allow(
    missing_docs,
    rustdoc::broken_intra_doc_links,
    rustdoc::bare_urls,
    rustdoc::invalid_html_tags,
    reason = "descriptions are the document's, which need not be complete, nor rustdoc"
)]

pub mod apis;
pub mod models;

use axum::Router;

/// The JSON Schemas of requests, for the operations that types and rules cannot check, and to explain refusals.
pub const SCHEMAS: &str = include_str!("schemas.json");

/// Every operation of the contract, answered by `service`.
pub fn router<
    S: apis::PublicOrganizations + apis::V1AuditLog + apis::V1Members + apis::V1Organizations,
>(
    service: S,
) -> Router {
    orgd_runtime::Routes::new()
        .merge(apis::public_organizations::routes())
        .merge(apis::v1_audit_log::routes())
        .merge(apis::v1_members::routes())
        .merge(apis::v1_organizations::routes())
        .router(service, SCHEMAS)
}
