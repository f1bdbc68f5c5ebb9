//! The store, on each database.

#![allow(clippy::unwrap_used, reason = "all of this is tests")]

mod support;

#[tokio::test]
async fn notes_are_listed_newest_first() {
    for database in support::databases().await {
        let store = database.store.clone();
        let first = store.add_note("ada", "Buy milk").await.unwrap();
        let second = store.add_note("ada", "Buy bread").await.unwrap();
        store.add_note("bob", "Sleep").await.unwrap();
        let notes = store.notes("ada", 10).await.unwrap();
        assert_eq!(notes, [second.clone(), first]);
        assert_eq!(store.notes("ada", 1).await.unwrap(), [second]);
    }
}

#[tokio::test]
async fn migrations_run_once() {
    for database in support::databases().await {
        let store = database.store.clone();
        let note = store.add_note("ada", "Buy milk").await.unwrap();
        store.migrate().await.unwrap();
        assert_eq!(store.notes("ada", 10).await.unwrap(), [note]);
    }
}
