//! Behaviour that only SQLite has: reads and commits in groups, and files.

use std::path::Path;
use std::sync::mpsc;

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use futures::future::join_all;
use futures::{FutureExt, join};

use super::database::{TestDatabase, at, caller, user};
use crate::store::sqlite::{Connection, Sqlite, Transactions, queries};
use crate::store::{Store, StoreError};

async fn open(database: &TestDatabase) -> Sqlite {
    let path = database.url.strip_prefix("sqlite://").unwrap();
    let sqlite = Sqlite::open(Path::new(path)).unwrap();
    sqlite.migrate().await.unwrap();
    sqlite
}

async fn create_user(sqlite: &Sqlite, id: &'static str) -> Result<bool, StoreError> {
    sqlite
        .write(async move |connection: &mut Connection| {
            queries::create_user(connection, &user(id)).await
        })
        .await
}

async fn is_user(sqlite: &Sqlite, id: &'static str) -> bool {
    sqlite
        .read(async move |connection: &mut Connection| {
            queries::find_caller(connection, &caller(id), at(0)).await
        })
        .await
        .unwrap()
        .is_some()
}

/// Keeps the writer at work on a group of one while `others` are sent: they are the next group.
async fn as_one_group<T>(sqlite: &Sqlite, others: impl Future<Output = T>) -> T {
    let (begun, begins) = mpsc::channel();
    let (finish, finishes) = mpsc::channel();
    let held = sqlite.write(async move |_: &mut Connection| {
        begun.send(()).unwrap();
        finishes.recv().unwrap();
        QueryResult::Ok(())
    });
    // Polled in this order.
    let (held, (), outcome, ()) = join!(held, async { begins.recv().unwrap() }, others, async {
        finish.send(()).unwrap();
    },);
    held.unwrap();
    outcome
}

#[tokio::test]
async fn job_that_fails_takes_back_only_its_own_work() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    let fails = sqlite.transact(async |connection: &mut Connection| {
        connection
            .transaction(async |connection| {
                queries::create_user(connection, &user("user_2")).await?;
                connection.batch_execute("INSERT INTO nowhere VALUES (1)")
            })
            .await
    });
    let group = async {
        join!(
            create_user(&sqlite, "user_1"),
            fails,
            create_user(&sqlite, "user_3"),
        )
    };
    let (first, second, third) = as_one_group(&sqlite, group).await;
    assert!(first.unwrap());
    assert!(matches!(second, Err(StoreError::Internal(_))));
    assert!(third.unwrap());
    assert!(is_user(&sqlite, "user_1").await);
    assert!(!is_user(&sqlite, "user_2").await);
    assert!(is_user(&sqlite, "user_3").await);
}

#[tokio::test]
async fn job_that_ends_the_transaction_fails_the_whole_group() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    // As SQLite does when the disk is full.
    let ends = sqlite.write(async |connection: &mut Connection| {
        connection.batch_execute("ROLLBACK; INSERT INTO nowhere VALUES (1)")
    });
    let group = async {
        join!(
            create_user(&sqlite, "user_1"),
            ends,
            create_user(&sqlite, "user_3"),
        )
    };
    let (first, second, third) = as_one_group(&sqlite, group).await;
    assert!(first.is_err());
    assert!(second.is_err());
    assert!(third.is_err());
    assert!(!is_user(&sqlite, "user_1").await);
    assert!(!is_user(&sqlite, "user_3").await);
}

#[tokio::test]
async fn commit_that_fails_fails_the_whole_group() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    let breaks_commit = sqlite.write(async |connection: &mut Connection| {
        connection.batch_execute(
            "PRAGMA defer_foreign_keys = ON;
             INSERT INTO api_keys VALUES ('key_1', 'nobody', NULL, zeroblob(32), '', NULL, NULL);",
        )
    });
    let group = async { join!(create_user(&sqlite, "user_1"), breaks_commit) };
    let (innocent, culprit) = as_one_group(&sqlite, group).await;
    assert!(innocent.is_err());
    assert!(culprit.is_err());
    assert!(!is_user(&sqlite, "user_1").await);
    assert!(create_user(&sqlite, "user_1").await.unwrap());
}

#[tokio::test]
async fn read_that_fails_leaves_those_that_are_read_with_it_alone() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    create_user(&sqlite, "user_1").await.unwrap();
    // More than there are readers, so that some are read in one transaction.
    let reads = (0..100).map(async |number| {
        let outcome = sqlite
            .read(async move |connection: &mut Connection| {
                if number % 3 == 0 {
                    connection.batch_execute("SELECT * FROM nowhere")?;
                }
                queries::find_caller(connection, &caller("user_1"), at(0)).await
            })
            .await;
        (number, outcome)
    });
    for (number, outcome) in join_all(reads).await {
        assert_eq!(outcome.is_err(), number % 3 == 0, "{number}: {outcome:?}");
        if let Ok(found) = outcome {
            assert_eq!(found.as_deref(), Some("user_1"));
        }
    }
}

#[tokio::test]
async fn panic_fails_its_group_but_not_the_store() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    let panicked = sqlite
        .write(async |_: &mut Connection| -> QueryResult<()> { panic!("on purpose") })
        .await;
    assert!(matches!(panicked, Err(StoreError::Internal(_))));
    assert!(create_user(&sqlite, "user_1").await.unwrap());

    let panicked = sqlite
        .read(async |_: &mut Connection| -> QueryResult<()> { panic!("on purpose") })
        .await;
    assert!(matches!(panicked, Err(StoreError::Internal(_))));
    assert!(is_user(&sqlite, "user_1").await);
}

#[tokio::test]
async fn abandoned_job_is_not_begun() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    as_one_group(&sqlite, async {
        // Sends the job and goes away.
        assert!(create_user(&sqlite, "user_1").now_or_never().is_none());
    })
    .await;
    assert!(create_user(&sqlite, "user_2").await.unwrap());
    assert!(!is_user(&sqlite, "user_1").await);
}

#[tokio::test]
async fn readers_cannot_write() {
    let database = TestDatabase::sqlite();
    let sqlite = open(&database).await;
    let written = sqlite
        .read(async |connection: &mut Connection| {
            queries::create_user(connection, &user("user_1")).await
        })
        .await;
    assert!(written.is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn file_belongs_to_its_owner_alone_and_the_log_is_tidied_up() {
    use std::os::unix::fs::PermissionsExt;

    let database = TestDatabase::sqlite();
    drop(database.migrated().await);
    let path = Path::new(database.url.strip_prefix("sqlite://").unwrap());
    let mode = path.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let files = path.parent().unwrap().read_dir().unwrap();
    assert_eq!(files.count(), 1, "only the database itself is left");
}

#[test]
fn url_that_names_no_supported_database_is_refused() {
    for (url, reason) in [
        (
            "mysql://root:hunter2@localhost/orgd",
            "the database URL starts with mysql://; \
             it must start with sqlite://, postgres:// or postgresql://",
        ),
        (
            "orgd.db",
            "the database URL has no scheme; \
             it must start with sqlite://, postgres:// or postgresql://",
        ),
        (
            "sqlite://",
            "the SQLite URL must name a file, as in sqlite://orgd.db or sqlite:///var/lib/orgd.db",
        ),
        (
            "sqlite://:memory:",
            "the SQLite URL must name a file: a database in memory is not supported",
        ),
        (
            "sqlite://orgd.db?mode=ro",
            "the SQLite URL must not have options after the path",
        ),
        (
            "sqlite:///nowhere/orgd.db",
            "cannot open the database /nowhere/orgd.db: No such file or directory (os error 2)",
        ),
    ] {
        match Store::open(url) {
            Err(StoreError::Config(message)) => assert_eq!(message, reason),
            Err(error) => panic!("{url}: {error:?}"),
            Ok(_) => panic!("{url} was opened"),
        }
    }
}
