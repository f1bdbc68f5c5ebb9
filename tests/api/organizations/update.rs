//! Updating organizations: each surface has a table of its own.

mod public;
mod read_only;
mod v1;
