//! Updating organizations. Each surface has its own update table.

mod public;
mod v1;
