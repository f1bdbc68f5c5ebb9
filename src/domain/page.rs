//! Pages of lists.

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// `true` if there are more items after these.
    pub has_more: bool,
}

impl<T> Page<T> {
    /// The page of at most `limit` items, of which `items` has one more if there are older ones.
    pub fn of(mut items: Vec<T>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let has_more = items.len() > limit;
        items.truncate(limit);
        Self { items, has_more }
    }

    /// The cursor of the page that follows, if there is one: what `cursor` takes from the last item.
    pub fn next_cursor<'a, C>(&'a self, cursor: impl FnOnce(&'a T) -> C) -> Option<C> {
        self.items.last().filter(|_| self.has_more).map(cursor)
    }
}
