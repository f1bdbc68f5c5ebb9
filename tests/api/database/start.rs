//! How a server starts on PostgreSQL: it waits for a server that is not up yet, and finds its password.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Output, Stdio};
use std::time::Instant;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::ChildStderr;
use tokio::time::timeout;

use crate::support::{Database, PATIENCE, Storage, orgd};

/// Reads the log until a line has this message.
async fn line_with(log: &mut tokio::io::Lines<BufReader<ChildStderr>>, message: &str) -> Value {
    loop {
        let line = timeout(PATIENCE, log.next_line()).await.expect(message);
        let line = line.unwrap().unwrap_or_else(|| panic!("no line {message}"));
        let entry: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
        if entry["message"] == message {
            return entry;
        }
    }
}

/// Passes connections on to PostgreSQL.
async fn forward(listener: TcpListener, to: String) {
    while let Ok((mut from, _)) = listener.accept().await {
        let mut to = TcpStream::connect(&to).await.unwrap();
        tokio::spawn(async move { copy_bidirectional(&mut from, &mut to).await });
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn a_server_that_is_not_up_yet_is_waited_for() {
    let storage = Database::Postgres.create().await;
    let (user, rest) = storage.url.split_once('@').unwrap();
    let (server, name) = rest.split_once('/').unwrap();
    // An address of the loopback network that nothing else uses: the port stays free until it is bound again.
    let listener = TcpListener::bind("127.8.17.29:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);

    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0", "--database-wait", "10m"]);
    command.env("DATABASE_URL", format!("{user}@{address}/{name}"));
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    line_with(&mut log, "waiting for PostgreSQL").await;
    let listener = TcpListener::bind(address).await.unwrap();
    let forwarding = tokio::spawn(forward(listener, server.to_owned()));
    let listening = line_with(&mut log, "listening").await;
    let ready = format!("http://{}/readyz", listening["address"].as_str().unwrap());
    assert_eq!(reqwest::get(ready).await.unwrap().status(), 204);
    child.kill().await.unwrap();
    forwarding.abort();
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn what_no_wait_can_change_is_refused_at_once() {
    let storage = Database::Postgres.create().await;
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0", "--database-wait", "10m"]);
    command.env(
        "DATABASE_URL",
        format!("{}_that_does_not_exist", storage.url),
    );
    let output = timeout(PATIENCE, command.output())
        .await
        .expect("it waits")
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(
        error.contains("does not exist") && error.lines().count() == 1,
        "{error}"
    );
}

/// The passwords, which no output may contain.
const RIGHT: &str = "the-right-one:\\";
const WRONG: &str = "the-wrong-one";

/// Creates a role that needs a password, as the owner of the database. Returns the URL with the role.
async fn with_password(storage: &Storage) -> String {
    let name = storage.value("SELECT current_database()::text").await;
    for sql in [
        format!("CREATE ROLE {name} LOGIN PASSWORD '{RIGHT}'"),
        format!("ALTER DATABASE {name} OWNER TO {name}"),
        format!(
            "COPY (SELECT 1) TO PROGRAM 'cd \"$PWD\" && sed -i \"1i host all {name} all scram-sha-256\" pg_hba.conf'"
        ),
        "SELECT pg_reload_conf()".to_owned(),
    ] {
        storage.execute(&sql).await;
    }
    let url = storage.url.replace("//postgres@", &format!("//{name}@"));
    assert_ne!(url, storage.url);
    // Until PostgreSQL has read the file.
    let deadline = Instant::now() + PATIENCE;
    while migrate(&url, &[]).await.status.success() {
        assert!(Instant::now() < deadline, "no password is needed");
    }
    url
}

async fn migrate(url: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = orgd(&["migrate"]);
    command.env("DATABASE_URL", url);
    command.envs(environment.iter().copied());
    command.output().await.unwrap()
}

/// Fails unless the command succeeds, or fails because of the password.
async fn check(url: &str, is_accepted: bool, environment: &[(&str, &str)]) {
    let output = migrate(url, environment).await;
    let error = String::from_utf8(output.stderr).unwrap();
    let place = format!("{environment:?}: {error}");
    assert_eq!(output.status.success(), is_accepted, "{place}");
    assert!(is_accepted || error.contains("password"), "{place}");
    assert!(!error.contains(RIGHT) && !error.contains(WRONG), "{place}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn the_password_is_found_where_libpq_looks_for_it() {
    let storage = Database::Postgres.create().await;
    let url = with_password(&storage).await;
    let home = storage.folder.path().to_str().unwrap();
    let write = |name: &str, password: &str, mode: u32| {
        let file = format!("{home}/{name}");
        let escaped = password.replace('\\', "\\\\");
        fs::write(&file, format!("*:*:*:*:{escaped}\n")).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        file
    };
    let right = write("right", RIGHT, 0o600);
    let wrong = write("wrong", WRONG, 0o600);
    let shared = write("shared", RIGHT, 0o644);
    write(".pgpass", RIGHT, 0o600);

    for (is_accepted, environment) in [
        (false, &[][..]),
        (true, &[("PGPASSWORD", RIGHT)]),
        (false, &[("PGPASSWORD", WRONG)]),
        (true, &[("PGPASSFILE", &right)]),
        (false, &[("PGPASSFILE", &wrong)]),
        (false, &[("PGPASSFILE", &shared)]),
        (true, &[("HOME", home)]),
        // The variable wins over the files, and the file that is named over the one in the home.
        (false, &[("PGPASSWORD", WRONG), ("PGPASSFILE", &right)]),
        (false, &[("PGPASSFILE", &wrong), ("HOME", home)]),
    ] {
        check(&url, is_accepted, environment).await;
    }
    // The password in the URL wins over all of them.
    let (role, rest) = url.split_once('@').unwrap();
    let url = format!("{role}:{WRONG}@{rest}");
    check(&url, false, &[("PGPASSWORD", RIGHT)]).await;
}
