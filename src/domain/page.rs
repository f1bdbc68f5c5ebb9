//! Lists that are read page by page.

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// Newest first.
    pub items: Vec<T>,
    /// Older items follow.
    pub has_more: bool,
}
