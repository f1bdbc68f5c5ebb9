use futures::future::join_all;
use rstest_reuse::apply;
use serde_json::json;

use super::{entries, path_of, roles, transfer};
use crate::support::{self, Organization, Server, User, each_database};

/// An organization with these many members beside the owner.
async fn crowd(server: &Server, count: usize) -> (Organization, Vec<User>) {
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let mut users = Vec::new();
    for number in 0..count {
        let user = server.user(&format!("user-{number}")).await;
        server.set_role(&acme.id, &user, "admin").await;
        users.push(user);
    }
    (acme, users)
}

async fn owners(reader: &User, acme: &Organization) -> Vec<String> {
    let roles = roles(reader, acme).await.into_iter();
    let owners = roles.filter(|(_, role)| role == "owner");
    owners.map(|(user, _)| user).collect()
}

#[apply(each_database)]
async fn of_many_transfers_at_once_one_succeeds(database: support::Database) {
    let server = Server::start(database).await;
    let second = Server::on(server.storage.clone(), &[]).await;
    let (acme, users) = crowd(&server, 6).await;
    let ids = join_all(users.iter().map(|user| user.membership(&acme.id))).await;
    let elsewhere = acme.owner.at(&second);
    let transfers = ids.iter().enumerate().map(|(number, id)| {
        let caller = [&acme.owner, &elsewhere][number % 2];
        transfer(caller, &acme, id)
    });
    let statuses: Vec<_> = join_all(transfers)
        .await
        .into_iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    let won = statuses.iter().position(|status| *status == 200).unwrap();
    let lost = statuses.iter().filter(|status| **status == 403).count();
    assert_eq!(lost, ids.len() - 1, "{statuses:?}");
    assert_eq!(owners(&users[0], &acme).await, [users[won].id.clone()]);
    // Each membership, the new owner, and the previous one.
    assert_eq!(entries(&server, &acme).await.len(), ids.len() + 2);
}

/// Either the member becomes the owner and cannot be removed, or is removed and cannot become the owner.
#[apply(each_database)]
async fn a_removal_during_a_transfer_leaves_one_owner(database: support::Database) {
    let server = Server::start(database).await;
    let (acme, users) = crowd(&server, 6).await;
    let remover = &users[0];
    let mut owner = acme.owner.clone();
    for user in &users[1..] {
        let (id, path) = (user.membership(&acme.id).await, path_of(user, &acme).await);
        let (removed, transferred) =
            futures::join!(remover.delete(&path), transfer(&owner, &acme, &id));
        let statuses = (removed.status.as_u16(), transferred.status.as_u16());
        match statuses {
            (200, 404) => {}
            (400, 200) => owner = user.clone(),
            _ => panic!("{statuses:?}"),
        }
        assert_eq!(owners(remover, &acme).await, [owner.id.clone()]);
    }
}

/// Who loses the role while using it is either in time or refused.
#[apply(each_database)]
async fn admins_who_demote_each_other_do_not_both_succeed(database: support::Database) {
    let server = Server::start(database).await;
    let (acme, users) = crowd(&server, 2).await;
    let paths = join_all(users.iter().map(|user| path_of(user, &acme))).await;
    for _ in 0..8 {
        let role = json!({ "role": "viewer" });
        let (first, second) = futures::join!(
            users[0].patch(&paths[1], role.clone()),
            users[1].patch(&paths[0], role.clone())
        );
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403]);
        for path in &paths {
            acme.owner.patch(path, json!({ "role": "admin" })).await;
        }
    }
}
