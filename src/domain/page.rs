//! Lists that are read page by page.

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// Newest first.
    pub items: Vec<T>,
    /// Whether older ones follow.
    pub has_more: bool,
}
