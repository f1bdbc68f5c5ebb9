use rstest_reuse::apply;

use super::roles;
use crate::support::{self, Database, Organization, Server, each_database};

/// Reverts the migration, so that an organization can have several owners as before.
const DOWN: [&str; 2] = [
    include_str!("../../../migrations/sqlite/2026-11-25-020000_members/down.sql"),
    include_str!("../../../migrations/postgres/2026-11-25-020000_members/down.sql"),
];

#[apply(each_database)]
async fn of_several_owners_the_first_stays(database: support::Database) {
    let server = Server::start(database).await;
    let acme = Organization::bare(&server.user("owner").await, "acme-corp").await;
    let second = server.member(&acme.id, "admin").await;
    let storage = server.kill().await;
    let down = match database {
        Database::Sqlite => DOWN[0],
        Database::Postgres => DOWN[1],
    };
    storage.execute(down).await;
    for sql in [
        "UPDATE memberships SET role = 'owner'",
        "DELETE FROM __diesel_schema_migrations WHERE version = '20261125020000'",
    ] {
        storage.execute(sql).await;
    }
    let server = Server::on(storage, &[]).await;
    let after = roles(&second.at(&server), &acme).await;
    let expected = [(&acme.owner.id, "owner"), (&second.id, "admin")];
    assert_eq!(
        after,
        expected.map(|(id, role)| (id.clone(), role.to_owned()))
    );
}
