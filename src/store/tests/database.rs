//! A database for each test, and common test data.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use serde_json::json;
use tempfile::TempDir;

use crate::domain::organization::{Organization, OrganizationPatch};
use crate::domain::{Action, User};
use crate::store::{Author, Change, Credential, Lookup, Reader, Seen, Store, StoreError};

pub struct TestDatabase {
    pub url: String,
    place: Place,
}

enum Place {
    File(#[expect(dead_code, reason = "removes the folder when dropped")] TempDir),
    Server { admin: String, name: String },
}

impl TestDatabase {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("orgd.db").display());
        Self {
            url,
            place: Place::File(folder),
        }
    }

    pub async fn postgres() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let admin = std::env::var("ORGD_TEST_POSTGRES_URL").expect("ORGD_TEST_POSTGRES_URL");
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("orgd_store_{}_{count}", std::process::id());
        execute(&admin, &format!("CREATE DATABASE {name}")).await;
        let mut url = url::Url::parse(&admin).unwrap();
        url.set_path(&name);
        Self {
            url: url.into(),
            place: Place::Server { admin, name },
        }
    }

    /// Another handle to the same database, like that of another process.
    pub fn open(&self) -> Store {
        Store::open(&self.url).unwrap()
    }

    /// A handle to the migrated database.
    pub async fn migrated(&self) -> Store {
        let store = self.open();
        store.migrate().await.unwrap();
        store
    }

    /// A handle to a database in which `user_1` owns the organization `org_1`.
    pub async fn with_organization(&self) -> Store {
        let store = self.migrated().await;
        assert!(store.create_user(user("user_1")).await.unwrap());
        create(&store, &organization("org_1", "user_1")).await;
        store
    }

    /// Runs SQL without the store, if there is a database server.
    pub async fn execute(&self, sql: &str) {
        execute(&self.url, sql).await;
    }

    pub async fn remove(self) {
        if let Place::Server { admin, name } = &self.place {
            execute(admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn execute(url: &str, sql: &str) {
    let mut connection = AsyncPgConnection::establish(url).await.unwrap();
    connection.batch_execute(sql).await.unwrap();
}

/// The time `seconds` after the time of the tests.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_767_225_600_123 + seconds * 1000).unwrap()
}

pub fn user(id: &str) -> User {
    User {
        id: id.to_owned(),
        email: format!("{id}@example.com"),
        name: None,
        created_at: at(0),
        deactivated_at: None,
    }
}

/// The credential of the user.
pub fn caller(user_id: &str) -> Credential {
    Credential::User(user_id.to_owned())
}

/// A lookup of the ID by the user.
pub fn lookup(id: &str, user_id: &str) -> Lookup {
    Lookup {
        id: id.to_owned(),
        credential: caller(user_id),
        now: at(0),
    }
}

/// The refusal by a test's decision, or an error of the store.
#[derive(Debug)]
pub enum Refused {
    Store(StoreError),
    Because(&'static str),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The user as a reader.
pub fn reader(user_id: &str) -> Reader {
    Reader {
        user_id: user_id.to_owned(),
        writes: None,
    }
}

/// An organization whose slug is its id.
pub fn organization(id: &str, created_by: &str) -> Organization {
    let new = Organization::new(
        id.to_owned(),
        "Ünïcode & <table> 'names'".to_owned(),
        id.to_owned(),
        created_by.to_owned(),
        OrganizationPatch::default(),
        at(0),
    );
    Organization {
        logo_url: Some("https://example.com/logo.png".to_owned()),
        settings: json!({"branding": {"primaryColor": "#fff"}, "features": {"webhooks": true}}),
        custom_ai_context: Some(String::new()),
        embed_allowed_origins: vec!["https://*.example.com".to_owned()],
        insights_enabled: false,
        trial_ends_at: Some(at(14)),
        updated_at: at(1),
        ..new
    }
}

/// Creates the organization. The ID of its creator's membership is derived from its ID.
pub async fn create(store: &Store, organization: &Organization) {
    let membership_id = format!("mem_{}", organization.id);
    let created = try_create(store, organization.clone(), membership_id).await;
    assert!(created, "the slug is taken");
}

/// Creates the organization. Returns `false` if its slug is taken.
pub async fn try_create(store: &Store, organization: Organization, membership_id: String) -> bool {
    let change = Change::new(Action::OrganizationCreate, None, organization, None);
    let secret = b"secret".to_vec();
    let created = store.create_organization(change, secret, membership_id, Author::CommandLine);
    created.await.unwrap()
}

/// The change to that state.
pub fn change(seen: &Seen, next: Organization) -> Change {
    let before = Some(&seen.organization);
    Change::new(Action::OrganizationUpdate, before, next, None)
}

/// Deletes the organization on behalf of `user_1`.
pub async fn delete(store: &Store, id: &str) {
    store
        .delete_organization(lookup(id, "user_1"), |seen| {
            let current = seen.organization.clone();
            let next = Organization {
                deleted_at: Some(at(5)),
                version: current.version + 1,
                ..current
            };
            Ok::<_, Refused>(Some(change(seen, next)))
        })
        .await
        .unwrap();
}
