//! The domain: what there is, and how it may change. No HTTP, no database.

pub mod id;
pub mod organization;
pub mod role;

pub use role::Role;
