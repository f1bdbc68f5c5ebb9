//! The e-mail addresses of users.

use rstest_reuse::apply;

use super::{failure, status, string, text, told};
use crate::support::{self, Database, Server, User, each_database};

/// The same rule as for e-mail addresses in the contract.
#[apply(each_database)]
async fn user_create_takes_the_addresses_that_the_contract_takes(database: support::Database) {
    let server = Server::start(database).await;
    for address in [
        ".ada@example.com",
        "ada.@example.com",
        "a..b@example.com",
        "ada@müller.de",
        "ada@[127.0.0.1]",
        &format!("ada@{}example.com", "a.".repeat(121)),
    ] {
        let refused = failure(&server, &format!("user create --email {address}")).await;
        assert!(refused.contains("is not an e-mail address"), "{refused}");
    }
    told(&server, "user create --email a.d.a+x@localhost").await;
}

#[apply(each_database)]
async fn an_address_is_one_users_in_whatever_case(database: support::Database) {
    let server = Server::start(database).await;
    let eve = told(&server, "user create --email Eve@Example.com").await;
    assert_eq!(string(&eve, "email"), "Eve@Example.com", "as given");
    for email in ["Eve@Example.com", "eve@example.com", "EVE@EXAMPLE.COM"] {
        let taken = failure(&server, &format!("user create --email {email}")).await;
        assert!(taken.contains("already"), "{taken}");
        let key = told(&server, &format!("key create --user {email}")).await;
        let caller = User::new(&server, String::new(), string(&key, "key").to_owned());
        assert_eq!(status(&caller, &caller.credential).await, 200, "{email}");
    }
    let done = text(&server, "user deactivate eVE@example.com").await;
    assert!(done.contains(string(&eve, "id")), "{done}");
    let taken = failure(&server, "user create --email EVE@example.com").await;
    assert!(taken.contains("already"), "{taken}");
}

/// Users from before the rule keep everything. The address identifies one of them.
#[apply(each_database)]
async fn users_who_share_an_address_already_are_kept(database: support::Database) {
    let server = Server::start(database).await;
    let down = match database {
        Database::Sqlite => include_str!(
            "../../../migrations/sqlite/2026-11-25-000000_one_user_for_an_address/down.sql"
        ),
        Database::Postgres => include_str!(
            "../../../migrations/postgres/2026-11-25-000000_one_user_for_an_address/down.sql"
        ),
    };
    let mut users = Vec::new();
    for name in ["late", "old", "gone", "other"] {
        users.push(server.user(name).await);
    }
    let undone = format!(
        "{down} DELETE FROM __diesel_schema_migrations WHERE version = '20261125000000';
        UPDATE users SET email = 'EVE@example.com', created_at = '2024-01-02 00:00:00.000' WHERE id = '{}';
        UPDATE users SET email = 'Eve@example.com', created_at = '2024-01-01 00:00:00.000' WHERE id = '{}';
        UPDATE users SET email = 'eve@example.com', created_at = '2023-01-01 00:00:00.000',
            deactivated_at = '2023-01-02 00:00:00.000' WHERE id = '{}';",
        users[0].id, users[1].id, users[2].id
    );
    let storage = server.kill().await;
    storage.execute(&undone).await;
    let server = Server::on(storage, &[]).await;
    for (user, expected) in users.iter().zip([200, 200, 401, 200]) {
        let user = user.at(&server);
        assert_eq!(status(&user, &user.credential).await, expected);
    }
    for (who, user) in [
        ("EVE@example.com", &users[0]),
        ("Eve@example.com", &users[1]),
        // The oldest active user, because no user has this spelling.
        ("eVe@example.com", &users[1]),
        ("OTHER@example.com", &users[3]),
        (users[0].id.as_str(), &users[0]),
    ] {
        let set = text(&server, &format!("user deactivate {who}")).await;
        assert!(set.contains(&user.id), "{who}: {set}");
    }
    let taken = failure(&server, "user create --email evE@example.com").await;
    assert!(taken.contains("already"), "{taken}");
}
