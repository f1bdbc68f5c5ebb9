//! Encryption of secrets in the database.

pub mod vault;
