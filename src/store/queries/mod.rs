//! Every query, written once.
//!
//! This folder is compiled twice, as `sqlite::queries` and as `postgres::queries`: the parent
//! module says which `Connection` it is for. Each function is a method of the same name of
//! [`Store`](crate::store::Store), where it is documented for its callers.
//!
//! Unlike other modules this one is a `mod.rs`: a file that is included by its path finds its own modules beside
//! itself.

#![expect(
    clippy::duplicate_mod,
    reason = "Diesel's queries name one backend: one text, compiled for each, instead of two texts"
)]

#[macro_use]
mod callers;
mod api_keys;
mod instance;
mod memberships;
mod organizations;
mod users;

use super::{Backend, Connection, RunQueryDsl, Shared, Transactions, shared};

pub use api_keys::*;
pub use callers::*;
pub use instance::*;
pub use memberships::*;
pub use organizations::*;
pub use users::*;
