//! Only `orgd migrate` and `orgd serve` create a database.

use rstest::rstest;
use rstest_reuse::apply;

use super::{error, json_error};
use crate::support::{self, Database, each_database, orgd};

#[rstest]
#[case("user list")]
#[case("user create --email ada@example.com")]
#[case("key list")]
#[case("token create --user ada")]
#[case("organization list")]
#[case("member set --organization org_1 --user ada --role admin")]
#[case("audit list --organization org_1")]
#[case("backup copy.db")]
#[tokio::test]
async fn a_database_that_does_not_exist_is_not_created(#[case] line: &str) {
    let storage = Database::Sqlite.create().await;
    let run = async |json: &[&str]| {
        let words = line.split_whitespace().chain(json.iter().copied());
        let mut command = orgd(&words.collect::<Vec<_>>());
        command
            .env("DATABASE_URL", &storage.url)
            .current_dir(storage.folder.path());
        command.output().await.unwrap()
    };
    let told = error(run(&[]).await);
    assert!(told.contains("does not exist"), "{told}");
    let told = json_error(run(&["--json"]).await);
    assert!(told.contains("does not exist"), "{told}");
    assert_eq!(storage.folder.path().read_dir().unwrap().count(), 0);
}

#[apply(each_database)]
async fn an_empty_database_is_used_once_it_was_migrated(database: support::Database) {
    let storage = database.create().await;
    let run = async |line: &str| {
        let mut command = orgd(&line.split_whitespace().collect::<Vec<_>>());
        command.args(["--database-url", &storage.url]);
        command.output().await.unwrap()
    };
    let create = "user create --email ada@example.com";
    error(run(create).await);
    assert_eq!(run("migrate").await.status.code(), Some(0));
    assert_eq!(run(create).await.status.code(), Some(0));
}
