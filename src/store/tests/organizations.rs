use futures::future::join_all;
use serde_json::{Value, json};

use super::database::{
    Refused, TestDatabase, at, caller, change, create, delete, lookup, organization, reader,
    try_create, user,
};
use crate::domain::Role;
use crate::domain::organization::{OnboardingStatus, Organization};
use crate::store::{Absent, Credential, Lookup, Seen, Store, StoreError};

/// The result of a lookup of `org_1` by `user_1`, or `None` if it does not exist.
async fn find(store: &Store) -> Option<Organization> {
    match store.find_organization(lookup("org_1", "user_1")).await {
        Ok(seen) => Some(seen.organization),
        Err(StoreError::Absent(Absent::Organization)) => None,
        Err(error) => panic!("{error:?}"),
    }
}

fn embed_secret(store: &Store, id: &str) -> impl Future<Output = Option<Vec<u8>>> {
    let secret = store.find_embed_secret(id.to_owned());
    async { secret.await.unwrap() }
}

pub async fn every_field_comes_back(database: &TestDatabase) {
    let store = database.with_organization().await;
    let seen = store.find_organization(lookup("org_1", "user_1")).await;
    let expected = Seen {
        user_id: "user_1".to_owned(),
        organization: organization("org_1", "user_1"),
        role: Some(Role::Owner),
        members_version: 0,
    };
    assert_eq!(seen.unwrap(), expected);
    let secret = embed_secret(&store, "org_1").await;
    assert_eq!(secret.as_deref(), Some(b"secret".as_slice()));

    let absent = store.find_organization(lookup("org_2", "user_1")).await;
    assert!(matches!(
        absent,
        Err(StoreError::Absent(Absent::Organization))
    ));
    assert_eq!(embed_secret(&store, "org_2").await, None);
}

pub async fn slug_is_taken_only_once(database: &TestDatabase) {
    let store = database.with_organization().await;
    let same_slug = Organization {
        slug: "org_1".to_owned(),
        ..organization("org_2", "user_1")
    };
    let created = try_create(&store, same_slug.clone(), "mem_2".to_owned());
    assert!(!created.await);
    assert_eq!(
        store.count_organizations(reader("user_1")).await.unwrap(),
        1
    );

    delete(&store, "org_1").await;
    let created = try_create(&store, same_slug, "mem_2".to_owned());
    assert!(!created.await, "a deleted one keeps its slug");
}

pub async fn slug_is_given_to_one_of_many(database: &TestDatabase) {
    let store = database.migrated().await;
    assert!(store.create_user(user("user_1")).await.unwrap());
    let attempts = (0..10).map(|attempt| {
        let store = store.clone();
        tokio::spawn(async move {
            // All tasks compete for one slug, which must not affect the other organizations.
            let contested = Organization {
                slug: "contested".to_owned(),
                ..organization(&format!("org_{attempt}"), "user_1")
            };
            let free = organization(&format!("org_free_{attempt}"), "user_1");
            create(&store, &free).await;
            let membership_id = format!("mem_{attempt}");
            try_create(&store, contested, membership_id).await
        })
    });
    let outcomes = join_all(attempts).await;
    let created = outcomes
        .into_iter()
        .filter(|outcome| matches!(outcome, Ok(true)));
    assert_eq!(created.count(), 1);
    assert_eq!(
        store.count_organizations(reader("user_1")).await.unwrap(),
        11
    );
}

pub async fn update_writes_what_was_decided(database: &TestDatabase) {
    let store = database.with_organization().await;
    let next = Organization {
        name: "New".to_owned(),
        description: Some("What it is".to_owned()),
        logo_url: None,
        settings: json!({"features": {}}),
        custom_ai_context: None,
        onboarding_status: OnboardingStatus::Completed,
        full_embed_enabled: true,
        embed_allowed_origins: vec![],
        is_billable: false,
        insights_enabled: true,
        trial_ends_at: None,
        updated_at: at(2),
        version: 2,
        ..organization("org_1", "user_1")
    };
    let decided = next.clone();
    let updated = store
        .update_organization(lookup("org_1", "user_1"), move |seen| {
            assert_eq!(seen.organization, organization("org_1", "user_1"));
            assert_eq!(seen.role, Some(Role::Owner));
            Ok::<_, Refused>(Some(change(seen, decided.clone())))
        })
        .await;
    assert_eq!(updated.unwrap(), next);
    assert_eq!(find(&store).await, Some(next.clone()));

    let unchanged = store
        .update_organization(lookup("org_1", "user_1"), |_| Ok::<_, Refused>(None))
        .await;
    assert_eq!(unchanged.unwrap(), next);
    assert_eq!(find(&store).await, Some(next));
}

pub async fn refused_update_changes_nothing(database: &TestDatabase) {
    let store = database.with_organization().await;
    assert!(store.create_user(user("user_2")).await.unwrap());
    let update = |id, user| {
        store.update_organization(lookup(id, user), |seen| {
            let role = seen.role.ok_or(Refused::Because("not a member"))?;
            panic!("decides for {role:?}")
        })
    };
    let refused = update("org_1", "user_2").await;
    assert!(matches!(refused, Err(Refused::Because("not a member"))));
    for (id, user, expected) in [
        ("org_2", "user_1", Absent::Organization),
        ("org_1", "user_3", Absent::Caller),
    ] {
        let refused = update(id, user).await;
        assert!(
            matches!(refused, Err(Refused::Store(StoreError::Absent(absent))) if absent == expected)
        );
    }
    assert_eq!(find(&store).await, Some(organization("org_1", "user_1")));
}

pub async fn deleted_organization_is_gone_until_restored(database: &TestDatabase) {
    let store = database.with_organization().await;
    assert!(
        !store
            .restore_organization("org_1".to_owned())
            .await
            .unwrap()
    );
    delete(&store, "org_1").await;
    assert_eq!(find(&store).await, None);
    // For a caller who found the organization just before.
    assert!(embed_secret(&store, "org_1").await.is_some());

    assert!(
        store
            .restore_organization("org_1".to_owned())
            .await
            .unwrap()
    );
    let restored = find(&store).await.unwrap();
    assert_eq!((restored.deleted_at, restored.version), (None, 3));
}

/// PostgreSQL looks up several of them in one statement.
pub async fn simultaneous_lookups_find_each_their_own(database: &TestDatabase) {
    let store = database.migrated().await;
    for id in ["user_1", "user_2"] {
        assert!(store.create_user(user(id)).await.unwrap());
    }
    create(&store, &organization("org_1", "user_1")).await;
    create(&store, &organization("org_2", "user_2")).await;
    // The user whom each credential identifies, if any.
    let callers = [
        (caller("user_1"), Some("user_1")),
        (caller("user_2"), Some("user_2")),
        (caller("user_3"), None),
        (Credential::Key([7; 32]), None),
    ];
    let organizations = ["org_1", "org_2", "org_3"];
    let asked = (0..20).flat_map(|_| organizations).flat_map(|id| {
        let callers = callers.iter();
        callers.map(move |(credential, user_id)| (id, credential, *user_id))
    });
    let lookups = asked.map(async |(id, credential, user_id)| {
        let lookup = Lookup {
            credential: credential.clone(),
            ..lookup(id, "")
        };
        let found = match store.find_organization(lookup).await {
            Ok(seen) => Ok((seen.user_id, seen.organization.id, seen.role)),
            Err(StoreError::Absent(absent)) => Err(absent),
            Err(error) => panic!("{error:?}"),
        };
        let expected = match user_id {
            None => Err(Absent::Caller),
            Some(_) if id == "org_3" => Err(Absent::Organization),
            Some(user_id) => {
                let is_owner = id.replace("org", "user") == user_id;
                let role = is_owner.then_some(Role::Owner);
                Ok((user_id.to_owned(), id.to_owned(), role))
            }
        };
        assert_eq!(found, expected, "{id} by {credential:?}");
    });
    assert_eq!(join_all(lookups).await.len(), 240);
}

const TASKS: usize = 8;
const UPDATES: u64 = 25;

/// Increments a counter of the task and a counter that all tasks share.
async fn count_up(store: Store, task: usize) {
    for _ in 0..UPDATES {
        store
            .update_organization(lookup("org_1", "user_1"), move |seen| {
                let mut next = seen.organization.clone();
                for key in [format!("task_{task}"), "shared".to_owned()] {
                    let count = next.settings.get(&key).and_then(Value::as_u64);
                    next.settings[&key] = json!(count.unwrap_or(0) + 1);
                }
                next.version += 1;
                Ok::<_, Refused>(Some(change(seen, next)))
            })
            .await
            .unwrap();
    }
}

pub async fn concurrent_updates_all_survive(database: &TestDatabase) {
    // Two handles share only the database, like two processes.
    let handles = [database.with_organization().await, database.open()];
    let tasks = (0..TASKS).map(|task| tokio::spawn(count_up(handles[task % 2].clone(), task)));
    for outcome in join_all(tasks).await {
        outcome.unwrap();
    }
    let found = find(&handles[0]).await.unwrap();
    for task in 0..TASKS {
        assert_eq!(found.settings[format!("task_{task}")], json!(UPDATES));
    }
    let updates = UPDATES * TASKS as u64;
    assert_eq!(found.settings["shared"], json!(updates));
    assert_eq!(found.version, 1 + i64::try_from(updates).unwrap());
}
