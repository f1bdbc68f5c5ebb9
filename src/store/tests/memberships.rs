use super::database::{TestDatabase, at, create, delete, lookup, organization, reader, user};
use crate::domain::{Membership, Organization, Role};
use crate::store::{Absent, Author, Store, StoreError};

async fn set_membership(
    store: &Store,
    organization: &str,
    user: &str,
    role: Role,
) -> Result<bool, Absent> {
    let membership = Membership {
        id: format!("mem_{user}_{}", role.as_str()),
        organization_id: organization.to_owned(),
        user_id: user.to_owned(),
        role,
        joined_at: at(3),
    };
    match store.set_membership(membership, Author::CommandLine).await {
        Ok(set) => Ok(set),
        Err(StoreError::Absent(absent)) => Err(absent),
        Err(error) => panic!("{error:?}"),
    }
}

async fn role(store: &Store, user: &str) -> Option<Role> {
    let seen = store.find_organization(lookup("org_1", user)).await;
    seen.unwrap().role
}

pub async fn membership_is_set_and_changed(database: &TestDatabase) {
    let store = database.with_organization().await;
    assert!(store.create_user(user("user_2")).await.unwrap());
    assert_eq!(role(&store, "user_1").await, Some(Role::Owner));
    assert_eq!(role(&store, "user_2").await, None);

    for new in [Role::Viewer, Role::Admin] {
        let outcome = set_membership(&store, "org_1", "user_2", new).await;
        assert_eq!(outcome, Ok(true));
        assert_eq!(role(&store, "user_2").await, Some(new));
    }

    let page = store
        .list_organizations(reader("user_2"), 10, None)
        .await
        .unwrap();
    let listed = page.unwrap().items.remove(0);
    assert_eq!(listed.organization, organization("org_1", "user_1"));
    assert_eq!(listed.role, Role::Admin);
    assert_eq!(listed.membership_id, "mem_user_2_viewer");
    assert_eq!(listed.joined_at, at(3));
}

pub async fn members_need_an_organization_and_a_user(database: &TestDatabase) {
    let store = database.with_organization().await;
    let outcome = set_membership(&store, "org_2", "user_1", Role::Member).await;
    assert_eq!(outcome, Err(Absent::Organization));
    let outcome = set_membership(&store, "org_1", "user_2", Role::Member).await;
    assert_eq!(outcome, Err(Absent::User));
    delete(&store, "org_1").await;
    let outcome = set_membership(&store, "org_1", "user_1", Role::Member).await;
    assert_eq!(outcome, Err(Absent::Organization));
}

/// A store in which `user_1` owns `org_1` to `org_6`, two of them created in each second.
async fn with_six(database: &TestDatabase) -> Store {
    let store = database.migrated().await;
    assert!(store.create_user(user("user_1")).await.unwrap());
    for (id, second) in (1..=6).zip([0, 0, 1, 1, 2, 2]) {
        let organization = Organization {
            created_at: at(second),
            ..organization(&format!("org_{id}"), "user_1")
        };
        create(&store, &organization).await;
    }
    store
}

/// The IDs on the page, and `true` if there are more.
async fn page(store: &Store, limit: i64, after: Option<&str>) -> (Vec<String>, bool) {
    let page = store
        .list_organizations(reader("user_1"), limit, after.map(str::to_owned))
        .await
        .unwrap()
        .expect("the cursor is known");
    let ids = page.items.into_iter().map(|item| item.organization.id);
    (ids.collect(), page.has_more)
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

pub async fn pages_follow_each_other(database: &TestDatabase) {
    let store = with_six(database).await;
    let first = page(&store, 3, None).await;
    assert_eq!(first, (ids(&["org_6", "org_5", "org_4"]), true));
    let second = page(&store, 2, Some("org_4")).await;
    assert_eq!(second, (ids(&["org_3", "org_2"]), true));
    let last = page(&store, 2, Some("org_2")).await;
    assert_eq!(last, (ids(&["org_1"]), false));
    let beyond = page(&store, 2, Some("org_1")).await;
    assert_eq!(beyond, (ids(&[]), false));
    let exactly = page(&store, 6, None).await;
    assert!(!exactly.1);
}

pub async fn deleted_organization_is_still_a_cursor(database: &TestDatabase) {
    let store = with_six(database).await;
    delete(&store, "org_4").await;
    let around = page(&store, 3, None).await;
    assert_eq!(around, (ids(&["org_6", "org_5", "org_3"]), true));
    let after = page(&store, 1, Some("org_4")).await;
    assert_eq!(after, (ids(&["org_3"]), true));
    assert_eq!(
        store.count_organizations(reader("user_1")).await.unwrap(),
        5
    );
}

pub async fn foreign_organization_is_no_cursor(database: &TestDatabase) {
    let store = with_six(database).await;
    assert!(store.create_user(user("user_2")).await.unwrap());
    for cursor in ["org_1", "org_7", ""] {
        let page = store
            .list_organizations(reader("user_2"), 5, Some(cursor.to_owned()))
            .await;
        assert_eq!(page.unwrap(), None);
    }
    let page = store
        .list_organizations(reader("user_2"), 5, None)
        .await
        .unwrap();
    assert!(page.unwrap().items.is_empty());
    assert_eq!(
        store.count_organizations(reader("user_2")).await.unwrap(),
        0
    );
}
