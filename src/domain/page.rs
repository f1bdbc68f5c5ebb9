//! Pages of lists.

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items, newest first.
    pub items: Vec<T>,
    /// `true` if there are older items.
    pub has_more: bool,
}
