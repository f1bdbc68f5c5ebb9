//! Organizations, on both surfaces.

mod concurrency;
mod conditional;
mod create;
mod delete;
mod list;
mod update;
