//! Every query, written once.
//!
//! This folder is compiled twice, as `sqlite::queries` and as `postgres::queries`, with the `Connection` of the parent
//! module. Each function implements the method of [`Store`](crate::store::Store) with the same name, which has the
//! documentation.
//!
//! Unlike other modules, this is a `mod.rs`, because a file that is included by its path finds its submodules next to
//! itself.

#![expect(
    clippy::duplicate_mod,
    reason = "Diesel's queries name one backend: one text, compiled for each, instead of two texts"
)]

#[macro_use]
mod callers;
mod api_keys;
mod audit_log;
mod embed_secrets;
mod instance;
mod members;
mod memberships;
mod organization_records;
mod organizations;
mod users;

use super::{Backend, Connection, RunQueryDsl, Shared, Transactions, execute_with_entry, shared};

pub use api_keys::*;
pub use audit_log::*;
pub use callers::*;
pub use embed_secrets::*;
pub use instance::*;
pub use members::*;
pub use memberships::*;
pub use organization_records::*;
pub use organizations::*;
pub use users::*;
