//! A trait a tag, with a method an operation.

#![allow(
    clippy::large_enum_variant,
    reason = "a response is moved once, into its bytes"
)]

pub mod public;

pub mod v1;
pub use public::Public;
pub use v1::V1;
