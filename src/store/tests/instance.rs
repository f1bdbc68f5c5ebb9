use futures::future::join_all;

use super::database::TestDatabase;

pub async fn migrations_can_run_at_the_same_time(database: &TestDatabase) {
    let migrations = (0..4).map(|_| {
        let url = database.url.clone();
        tokio::spawn(async move {
            let store =
                tokio::task::spawn_blocking(move || crate::store::Store::open(&url)).await??;
            store.migrate().await?;
            store.ping().await?;
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        })
    });
    for outcome in join_all(migrations).await {
        outcome.unwrap().unwrap();
    }
    database.open().migrate().await.unwrap();
}

pub async fn ping_needs_the_schema(database: &TestDatabase) {
    let store = database.open();
    assert!(store.ping().await.is_err());
    store.migrate().await.unwrap();
    store.ping().await.unwrap();
}

pub async fn first_key_check_stays(database: &TestDatabase) {
    let store = database.migrated().await;
    assert_eq!(store.key_check().await.unwrap(), None);
    assert!(
        store
            .set_key_check_if_absent(b"first".to_vec())
            .await
            .unwrap()
    );
    assert!(
        !store
            .set_key_check_if_absent(b"second".to_vec())
            .await
            .unwrap()
    );
    assert_eq!(store.key_check().await.unwrap(), Some(b"first".to_vec()));
}
