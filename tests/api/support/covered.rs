//! Checks that the tests' tables cover the document.

use std::collections::BTreeSet;
use std::fmt::Debug;

/// Fails unless the tests have exactly the entries of the document; names the differences.
pub fn assert_covered<T: Ord + Debug>(
    what: &str,
    document: impl IntoIterator<Item = T>,
    tests: impl IntoIterator<Item = T>,
) {
    let document: BTreeSet<T> = document.into_iter().collect();
    let tests: BTreeSet<T> = tests.into_iter().collect();
    let missing: Vec<_> = document.difference(&tests).collect();
    let stale: Vec<_> = tests.difference(&document).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "{what}\nin the document and not here: {missing:?}\nhere and not in the document: {stale:?}"
    );
}
