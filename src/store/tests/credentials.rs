use super::database::{self, TestDatabase, at, lookup, user};
use crate::domain::{ApiKey, Page, User};
use crate::store::{Absent, Credential, Lookup, Store, StoreError};

fn key(id: &str) -> ApiKey {
    ApiKey {
        id: id.to_owned(),
        user_id: "user_1".to_owned(),
        name: Some("CI".to_owned()),
        created_at: at(0),
        expires_at: None,
        revoked_at: None,
    }
}

const HASH: [u8; 32] = [7; 32];

/// A store with `user_1`, who has the key of [`HASH`].
async fn with_key(database: &TestDatabase, key: ApiKey) -> Store {
    let store = database.migrated().await;
    assert!(store.create_user(user("user_1")).await.unwrap());
    assert!(store.create_api_key(key, HASH).await.unwrap());
    store
}

/// The user whom the key of [`HASH`] identifies. Checks that a lookup of `org_1` identifies the same user.
async fn caller(store: &Store, seconds: i64) -> Option<String> {
    let key = Credential::Key(HASH);
    let caller = store.find_caller(key.clone(), at(seconds)).await.unwrap();
    let found = store
        .find_organization(Lookup {
            credential: key,
            now: at(seconds),
            ..lookup("org_1", "")
        })
        .await;
    // The organization does not exist, but only a valid caller learns that.
    let expected = match caller {
        Some(_) => Absent::Organization,
        None => Absent::Caller,
    };
    assert!(matches!(found, Err(StoreError::Absent(absent)) if absent == expected));
    caller
}

async fn is_active(store: &Store, user: &str) -> bool {
    let caller = store.find_caller(database::caller(user), at(0)).await;
    caller.unwrap().is_some()
}

pub async fn ids_and_addresses_of_users_are_unique(database: &TestDatabase) {
    let store = database.migrated().await;
    let first = User {
        name: Some("Ada".to_owned()),
        ..user("user_1")
    };
    assert!(store.create_user(first.clone()).await.unwrap());
    assert!(!store.create_user(user("user_1")).await.unwrap());
    let same_address = User {
        id: "user_2".to_owned(),
        ..first.clone()
    };
    assert!(!store.create_user(same_address).await.unwrap());

    assert_eq!(
        store.find_user("user_1".to_owned()).await.unwrap(),
        Some(first.clone())
    );
    assert_eq!(
        store.find_user(first.email.clone()).await.unwrap(),
        Some(first)
    );
    assert_eq!(store.find_user("user_2".to_owned()).await.unwrap(), None);
}

pub async fn deactivation_happens_once(database: &TestDatabase) {
    let store = database.migrated().await;
    assert!(store.create_user(user("user_1")).await.unwrap());
    assert!(is_active(&store, "user_1").await);
    assert!(!is_active(&store, "user_2").await);

    assert!(
        store
            .deactivate_user("user_1".to_owned(), at(1))
            .await
            .unwrap()
    );
    assert!(
        store
            .deactivate_user("user_1".to_owned(), at(2))
            .await
            .unwrap()
    );
    assert!(
        !store
            .deactivate_user("user_2".to_owned(), at(2))
            .await
            .unwrap()
    );

    assert!(!is_active(&store, "user_1").await);
    let found = store.find_user("user_1".to_owned()).await.unwrap().unwrap();
    assert_eq!(found.deactivated_at, Some(at(1)));
}

pub async fn key_finds_its_user_while_it_is_valid(database: &TestDatabase) {
    let store = with_key(
        database,
        ApiKey {
            expires_at: Some(at(10)),
            ..key("key_1")
        },
    )
    .await;
    assert_eq!(caller(&store, 9).await.as_deref(), Some("user_1"));
    assert_eq!(caller(&store, 10).await, None);
    let other = Credential::Key([8; 32]);
    assert_eq!(store.find_caller(other, at(0)).await.unwrap(), None);

    assert!(
        store
            .revoke_api_key("key_1".to_owned(), at(1))
            .await
            .unwrap()
    );
    assert!(
        store
            .revoke_api_key("key_1".to_owned(), at(2))
            .await
            .unwrap()
    );
    assert!(
        !store
            .revoke_api_key("key_2".to_owned(), at(1))
            .await
            .unwrap()
    );
    assert_eq!(caller(&store, 2).await, None);
    let listed = listed(&store, 1, None).await;
    assert_eq!(listed.items[0].0.revoked_at, Some(at(1)));
}

pub async fn key_of_a_deactivated_user_finds_nobody(database: &TestDatabase) {
    let store = with_key(database, key("key_1")).await;
    assert_eq!(caller(&store, 1).await.as_deref(), Some("user_1"));
    assert!(
        store
            .deactivate_user("user_1".to_owned(), at(1))
            .await
            .unwrap()
    );
    assert_eq!(caller(&store, 1).await, None);
}

pub async fn key_needs_a_user(database: &TestDatabase) {
    let store = database.migrated().await;
    assert!(!store.create_api_key(key("key_1"), HASH).await.unwrap());
    assert_eq!(listed(&store, 1, None).await.items, []);
}

pub async fn keys_are_listed_newest_first(database: &TestDatabase) {
    let store = with_key(database, key("key_1")).await;
    assert!(store.create_api_key(key("key_2"), [8; 32]).await.unwrap());
    let with_address = |id| (key(id), user("user_1").email);
    let all = listed(&store, 2, None).await;
    assert_eq!(all.items, [with_address("key_2"), with_address("key_1")]);
    assert!(!all.has_more);
    let first = listed(&store, 1, None).await;
    assert_eq!(first.items, [with_address("key_2")]);
    assert!(first.has_more);
    let rest = listed(&store, 1, Some("key_2")).await;
    assert_eq!(rest.items, [with_address("key_1")]);
    assert!(!rest.has_more);
}

async fn listed(store: &Store, limit: i64, after: Option<&str>) -> Page<(ApiKey, String)> {
    let keys = store.list_api_keys(None, limit, after.map(str::to_owned));
    keys.await.unwrap()
}
