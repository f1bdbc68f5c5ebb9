//! Encryption of what the database must not show.

pub mod vault;
