//! Startup: an invalid configuration is refused in one clear line, and existing data is kept.

use std::fs;
use std::sync::Arc;

use rstest::rstest;
use rstest_reuse::apply;
use tokio::process::Command;
use tokio::time::timeout;

use crate::support::{self, Database, PATIENCE, Server, Storage, each_database, orgd};

mod key_file;

const PASSWORD: &str = "hunter2";

/// `orgd serve` on a database, or on something that is not one.
fn serve(url: &str) -> Command {
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command
        .env("DATABASE_URL", url)
        .env("ORGD_DATABASE_WAIT", "0s");
    command
}

/// The single line with which a command refuses to start.
async fn refusal(mut command: Command) -> String {
    let ended = timeout(PATIENCE, command.output()).await;
    let output = ended.expect("it runs instead").unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(output.stdout, b"");
    let line = error.strip_suffix('\n').unwrap_or_default();
    assert!(!line.contains('\n'), "more than a line: {error}");
    assert!(line.starts_with("orgd: "), "{error}");
    assert!(!line.contains(PASSWORD), "{line}");
    line.to_owned()
}

#[rstest]
#[case::another_system("mysql://root:hunter2@localhost/orgd", "mysql://")]
#[case::no_scheme("orgd.db", "scheme")]
#[case::nothing("sqlite://", "must name a file")]
#[case::in_memory("sqlite://:memory:", "memory")]
#[case::options("sqlite://orgd.db?mode=ro", "options")]
#[case::no_folder("sqlite:///no/such/folder/orgd.db", "/no/such/folder/orgd.db")]
#[case::a_folder("sqlite:///tmp", "cannot open the database /tmp")]
#[case::no_certificate(
    "postgres://a@b/c?sslmode=verify-full&sslrootcert=/no/root.crt",
    "/no/root.crt"
)]
#[case::no_client_key("postgres://a@b/c?sslcert=/no/c.crt&sslkey=/no/c.key", "/no/c.crt")]
#[case::no_port("postgres://orgd:hunter2@localhost:port/orgd", "PostgreSQL")]
#[case::not_reachable("postgres://orgd:hunter2@127.0.0.1:1/orgd", "refused")]
#[tokio::test]
async fn an_unusable_database_url_is_refused(#[case] url: &str, #[case] names: &str) {
    for flags in [&["serve", "--listen", "127.0.0.1:0"][..], &["migrate"]] {
        let mut by_environment = orgd(flags);
        by_environment.env("DATABASE_URL", url);
        let mut by_flag = orgd(flags);
        by_flag.args(["--database-url", url]);
        by_environment.env("ORGD_DATABASE_WAIT", "0s");
        by_flag.env("ORGD_DATABASE_WAIT", "0s");
        for command in [by_environment, by_flag] {
            let line = refusal(command).await;
            assert!(line.contains(names), "{line}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_kept() {
    let storage = Database::Sqlite.create().await;
    let file = storage.folder.path().join("orgd.db");
    let text = "Dear diary, ".repeat(1000);
    fs::write(&file, &text).unwrap();
    let line = refusal(serve(&storage.url)).await;
    assert!(line.contains("not a database"), "{line}");
    assert!(line.contains(file.to_str().unwrap()), "{line}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[rstest]
#[case::jwt_secret("ORGD_JWT_SECRET")]
#[case::secret_key("ORGD_SECRET_KEY")]
#[tokio::test]
async fn a_short_secret_is_refused_and_not_repeated(#[case] name: &str) {
    let storage = Database::Sqlite.create().await;
    let mut command = serve(&storage.url);
    command.env(name, "a".repeat(31).replace("aaa", "xyz"));
    let line = refusal(command).await;
    assert!(line.contains(name) && line.contains("32"), "{line}");
    assert!(!line.contains("xyz"), "{line}");
}

#[rstest]
#[case::filter("RUST_LOG", "orgd=lots", "RUST_LOG")]
#[case::address("ORGD_LISTEN", "nowhere", "nowhere")]
#[case::port("ORGD_LISTEN", "127.0.0.1:65536", "127.0.0.1:65536")]
#[case::no_url("ORGD_PUBLIC_URL", "example.com/orgs", "http:// or https://")]
#[case::no_host("ORGD_PUBLIC_URL", "https://", "is not a URL")]
#[case::query("ORGD_PUBLIC_URL", "https://example.com/?a=b", "a query")]
#[case::fragment("ORGD_PUBLIC_URL", "https://example.com/#a", "a fragment")]
#[case::password("ORGD_PUBLIC_URL", "https://ada:hunter2@example.com", "a password")]
#[tokio::test]
async fn an_invalid_setting_is_refused(
    #[case] name: &str,
    #[case] value: &str,
    #[case] names: &str,
) {
    let storage = Database::Sqlite.create().await;
    let mut command = orgd(&["serve"]);
    command.env("DATABASE_URL", &storage.url).env(name, value);
    let line = refusal(command).await;
    assert!(line.contains(names), "{line}");
}

#[rstest]
#[case::absent("/no/cert.pem")]
#[case::not_a_certificate(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))]
#[tokio::test]
async fn a_certificate_of_no_use_is_refused_by_its_name(#[case] file: &str) {
    let storage = Database::Sqlite.create().await;
    let mut command = serve(&storage.url);
    command.args(["--tls-cert", file, "--tls-key", file]);
    let line = refusal(command).await;
    assert!(line.contains(file), "{line}");
}

#[tokio::test]
async fn a_port_in_use_is_refused() {
    let storage = Database::Sqlite.create().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = orgd(&["serve", "--listen", &address]);
    command.env("DATABASE_URL", &storage.url);
    let line = refusal(command).await;
    assert!(line.contains(&address) && line.contains("in use"), "{line}");
}

#[rstest]
#[case::sqlite("sqlite://orgd.db", "postgres://localhost/orgd", "DATABASE_URL")]
#[case::another_system(
    "postgres://localhost/orgd",
    "mysql://root:hunter2@localhost",
    "postgres://"
)]
#[case::no_port(
    "postgres://localhost/orgd",
    "postgres://a:hunter2@localhost:port/b",
    "PostgreSQL"
)]
#[tokio::test]
async fn an_unusable_read_url_is_refused_before_anything_is_created(
    #[case] url: &str,
    #[case] read_url: &str,
    #[case] names: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    for by_flag in [true, false] {
        let mut command = serve(url);
        match by_flag {
            true => command.args(["--database-read-url", read_url]),
            false => command.env("DATABASE_READ_URL", read_url),
        };
        command.current_dir(&folder);
        let line = refusal(command).await;
        assert!(line.contains("DATABASE_READ_URL"), "{line}");
        assert!(line.contains(names), "{line}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}

#[apply(each_database)]
async fn another_master_key_than_the_databases_is_refused(database: support::Database) {
    let server = Server::start(database).await;
    let other = "another master key, which is long enough";
    // While the server runs, and after it.
    for _ in 0..2 {
        let mut command = serve(&server.storage.url);
        command.env("ORGD_SECRET_KEY", other);
        let line = refusal(command).await;
        assert!(line.contains("master key"), "{line}");
        assert!(!line.contains(other), "{line}");
    }
    let storage = server.kill().await;
    let mut command = serve(&storage.url);
    command.env("ORGD_SECRET_KEY", other);
    refusal(command).await;
    Server::on(storage, &[]).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn postgresql_needs_a_master_key_of_its_own() {
    let storage = Database::Postgres.create().await;
    let mut command = serve(&storage.url);
    command.env_remove("ORGD_SECRET_KEY");
    let line = refusal(command).await;
    assert!(line.contains("ORGD_SECRET_KEY"), "{line}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn the_password_of_postgresql_is_not_logged() {
    let storage = Database::Postgres.create().await;
    let with_password = format!("//postgres:{PASSWORD}@");
    let url = storage.url.replace("//postgres@", &with_password);
    assert!(url.contains(PASSWORD), "{url}");
    let mut command = serve(&url);
    command.env("RUST_LOG", "trace");
    let server = Server::spawn(Arc::new(storage), command).await;
    let user = server.user("ada").await;
    assert_eq!(user.get("/api/v1/users/me/organizations").await.status, 200);
    server.storage.cut_off().await;
    assert_eq!(user.get("/readyz").await.status, 503);
    assert!(!server.log().contains(PASSWORD));
}

#[apply(each_database)]
async fn a_server_goes_on_where_the_one_before_it_ended(database: support::Database) {
    let mut server = Server::start(database).await;
    let owner = server.user("owner").await;
    let id = owner.organization("acme-corp").await;
    let path = format!("/api/v1/organizations/{id}");
    let before = owner.get(&path).await;
    server.terminate();
    assert!(server.wait().await.success());
    let server = Server::on(Arc::clone(&server.storage), &[]).await;
    let after = owner.at(&server).get(&path).await;
    assert_eq!(after.body, before.body);
    assert_eq!(after.header("etag"), before.header("etag"));
}

/// A server without `ORGD_SECRET_KEY`, if it can start without.
async fn on_new_database(database: Database, storage: Arc<Storage>) -> Server {
    let mut command = serve(&storage.url);
    if database == Database::Sqlite {
        command.env_remove("ORGD_SECRET_KEY");
    }
    Server::spawn(storage, command).await
}

#[apply(each_database)]
async fn servers_that_start_at_once_share_a_new_database(database: support::Database) {
    for _ in 0..5 {
        let storage = Arc::new(database.create().await);
        let start = || on_new_database(database, Arc::clone(&storage));
        let (one, two, three) = tokio::join!(start(), start(), start());
        let owner = one.user("owner").await;
        let id = owner.organization("acme-corp").await;
        let path = format!("/api/public/organizations/{id}?include=jwtSecret");
        let here = owner.get(&path).await;
        assert!(here.body["data"]["jwtSecret"].is_string());
        for other in [two, three] {
            assert_eq!(owner.at(&other).get(&path).await.body, here.body);
        }
    }
}

#[apply(each_database)]
async fn a_server_is_healthy_and_ready(database: support::Database) {
    let server = Server::start(database).await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.stranger().get(path).await.status, 204, "{path}");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn a_server_without_its_database_is_healthy_and_not_ready_until_it_is_back() {
    let server = Server::start(Database::Postgres).await;
    let stranger = server.stranger();
    let user = server.user("ada").await;
    server.storage.cut_off().await;
    assert_eq!(stranger.get("/healthz").await.status, 204);
    let answer = stranger.get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.kind(), "SERVICE_UNAVAILABLE");
    server.storage.let_in().await;
    assert_eq!(stranger.get("/readyz").await.status, 204);
    assert_eq!(user.get("/api/v1/users/me/organizations").await.status, 200);
}
