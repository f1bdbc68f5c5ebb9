//! A database for one test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use tokio_postgres::NoTls;

use super::Secrets;

/// The database systems that orgd runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// An empty database, which is removed when the value is dropped.
pub struct Storage {
    pub url: String,
    /// Contains the SQLite file and its key file; empty for PostgreSQL.
    pub folder: TempDir,
    /// What the logs of its servers must not contain.
    pub secrets: Arc<Secrets>,
    /// The name of the PostgreSQL database.
    name: Option<String>,
}

/// The environment variable that names a PostgreSQL server to create databases on.
const POSTGRES: &str = "ORGD_TEST_POSTGRES_URL";

impl Database {
    /// Creates an empty database.
    pub async fn create(self) -> Storage {
        let folder = tempfile::tempdir().unwrap();
        match self {
            Self::Sqlite => Storage {
                url: format!("sqlite://{}/orgd.db", folder.path().display()),
                folder,
                secrets: Arc::default(),
                name: None,
            },
            Self::Postgres => {
                static NEXT: AtomicU32 = AtomicU32::new(0);
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                let name = format!("orgd_test_{}_{number}", std::process::id());
                execute(&format!("CREATE DATABASE {name}")).await;
                Storage {
                    url: postgres_url(&name),
                    folder,
                    secrets: Arc::default(),
                    name: Some(name),
                }
            }
        }
    }
}

impl Storage {
    /// The system of the database.
    pub fn database(&self) -> Database {
        match self.name {
            Some(_) => Database::Postgres,
            None => Database::Sqlite,
        }
    }

    /// Executes SQL on the database, without the server.
    pub async fn execute(&self, sql: &str) {
        match &self.name {
            Some(name) => execute_on(&postgres_url(name), sql).await,
            None => {
                let file = self.url.strip_prefix("sqlite://").unwrap();
                let mut connection = diesel::SqliteConnection::establish(file).unwrap();
                connection.batch_execute(sql).unwrap();
            }
        }
    }

    /// How the database reads the rows of a query, if an index allows it to avoid a scan and a sort.
    pub async fn plan(&self, query: &str) -> String {
        let Some(name) = &self.name else {
            return self.sqlite_plan(query);
        };
        let connected = tokio_postgres::connect(&postgres_url(name), NoTls).await;
        let (client, connection) = connected.unwrap();
        tokio::spawn(connection);
        let settings =
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off";
        client.batch_execute(settings).await.unwrap();
        let rows = client.query(&format!("EXPLAIN {query}"), &[]).await;
        let rows = rows.unwrap();
        let lines = rows.iter().map(|row| row.get::<_, &str>(0));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn sqlite_plan(&self, query: &str) -> String {
        diesel::table! { plan (detail) { detail -> Text, } }
        #[derive(diesel::QueryableByName)]
        #[diesel(table_name = plan)]
        struct Step {
            detail: String,
        }
        let file = self.url.strip_prefix("sqlite://").unwrap();
        let mut connection = diesel::SqliteConnection::establish(file).unwrap();
        let steps = diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}"));
        let steps: Vec<Step> = diesel::RunQueryDsl::load(steps, &mut connection).unwrap();
        let lines = steps.into_iter().map(|step| step.detail);
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The single text that a query selects from PostgreSQL.
    pub async fn value(&self, query: &str) -> String {
        let name = self.name.as_ref().expect("only PostgreSQL is asked");
        let connected = tokio_postgres::connect(&postgres_url(name), NoTls).await;
        let (client, connection) = connected.unwrap();
        tokio::spawn(connection);
        client.query_one(query, &[]).await.unwrap().get(0)
    }

    /// All rows of all tables as PostgreSQL writes them.
    pub async fn tables_as_text(&self) -> String {
        let name = self.name.as_ref().expect("only PostgreSQL is asked");
        let connected = tokio_postgres::connect(&postgres_url(name), NoTls).await;
        let (client, connection) = connected.unwrap();
        tokio::spawn(connection);
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        let mut text = String::new();
        for table in client.query(tables, &[]).await.unwrap() {
            let rows = format!("SELECT t::text FROM {} t", table.get::<_, String>(0));
            for row in client.query(&rows, &[]).await.unwrap() {
                text += row.get(0);
            }
        }
        text
    }

    /// Makes the database unreachable, as far as a different user of the PostgreSQL server can.
    pub async fn cut_off(&self) {
        let name = self.name.as_ref().expect("only PostgreSQL can be cut off");
        execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        self.disconnect().await;
    }

    /// Closes all connections to the database.
    pub async fn disconnect(&self) {
        let name = self.name.as_ref().expect("only PostgreSQL can be cut off");
        execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await;
    }

    /// Sets whether new connections may only read.
    pub async fn set_read_only(&self, is_read_only: bool) {
        let name = self
            .name
            .as_ref()
            .expect("only PostgreSQL can be read-only");
        let setting = format!("default_transaction_read_only = {is_read_only}");
        execute(&format!("ALTER DATABASE {name} SET {setting}")).await;
    }

    /// Makes the database reachable again.
    pub async fn let_in(&self) {
        let name = self.name.as_ref().expect("only PostgreSQL can be cut off");
        execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    }
}

use diesel::Connection;
use diesel::connection::SimpleConnection;

fn postgres_url(database: &str) -> String {
    let url = admin_url();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{database}")
}

pub(super) fn admin_url() -> String {
    std::env::var(POSTGRES)
        .unwrap_or_else(|_| panic!("{POSTGRES} names no server: tests/run starts one"))
}

async fn execute(sql: &str) {
    execute_on(&admin_url(), sql).await;
}

async fn execute_on(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}
