//! Updating organizations. Each surface has its own update table.

mod public;
mod read_only;
mod v1;
