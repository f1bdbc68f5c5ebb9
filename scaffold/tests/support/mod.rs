//! What the tests share: databases of their own, and a server.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each file of tests uses a part of this, and a test that cannot begin has failed"
)]

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use tempfile::TempDir;
use tokio::net::TcpListener;

use __CRATE__::app::App;
use __CRATE__::auth::Access;
use __CRATE__::http;
use __CRATE__::store::Store;

/// The credential that the server accepts, from `tester`.
pub const TOKEN: &str = "a-token-for-tests";

const POSTGRES_NEEDED: &str = "TEST_POSTGRES_URL must name a PostgreSQL server whose user may create databases, such as \
    postgres://postgres:PASSWORD@localhost/postgres; without it, the tests run on SQLite alone";

/// A database of its own for a test.
pub struct Database {
    pub store: Store,
    /// Removes the file of a SQLite database.
    _folder: Option<TempDir>,
}

/// A fresh SQLite database, and a fresh PostgreSQL database on the server that `TEST_POSTGRES_URL` names, if it is
/// set. A test runs on each of them.
pub async fn databases() -> Vec<Database> {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let mut databases = vec![open(&url, Some(folder)).await];
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        let connection = AsyncPgConnection::establish(&server).await;
        let mut connection = connection.unwrap_or_else(|error| panic!("{POSTGRES_NEEDED}: {error}"));
        let create = format!("CREATE DATABASE {name}");
        let created = connection.batch_execute(&create).await;
        created.unwrap_or_else(|error| panic!("{POSTGRES_NEEDED}: {error}"));
        let (server, _) = server.rsplit_once('/').unwrap();
        databases.push(open(&format!("{server}/{name}"), None).await);
    }
    databases
}

async fn open(url: &str, folder: Option<TempDir>) -> Database {
    let store = Store::open(url).unwrap();
    store.migrate().await.unwrap();
    Database {
        store,
        _folder: folder,
    }
}

/// Serves the API on a database, with [`TOKEN`] as the only credential, and returns its URL.
pub async fn serve(database: &Database) -> String {
    let access = Access::from_list(&format!("tester={TOKEN}")).unwrap();
    serve_with(database, access).await
}

/// As [`serve`], with other credentials.
pub async fn serve_with(database: &Database, access: Access) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = http::router(App::new(database.store.clone(), access));
    tokio::spawn(http::serve(listener, router));
    url
}
