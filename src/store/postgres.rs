//! PostgreSQL: a pool of connections, opened as they are needed.

#[path = "queries/mod.rs"]
pub mod queries;

use std::error::Error;
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures::FutureExt;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};

use super::error::StoreError;

/// What the queries are compiled for.
pub type Connection = AsyncPgConnection;
pub type Backend = diesel::pg::Pg;

pub use diesel_async::{AsyncConnection as Transactions, RunQueryDsl};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How long a request waits for a connection, connecting included, and for a statement.
const PATIENCE: Duration = Duration::from_secs(5);

/// After this long without an acknowledgement the other end counts as gone.
const SILENCE: Duration = Duration::from_secs(30);

/// A PostgreSQL database.
pub struct Postgres {
    pool: Pool<Connection>,
}

impl Postgres {
    /// Reads the URL; connects when the first request comes.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let config = read_url(url)?;
        let mut manager = ManagerConfig::default();
        // Closed connections are recognised without asking the server, which would cost each
        // request another round trip.
        manager.recycling_method = RecyclingMethod::Fast;
        manager.custom_setup = Box::new(move |_| connect(config.clone()).boxed());
        let pool = Pool::builder(AsyncDieselConnectionManager::new_with_config("", manager))
            .max_size(connections())
            .build()
            .map_err(StoreError::internal)?;
        Ok(Self { pool })
    }

    /// A connection from the pool.
    pub async fn connection(&self) -> Result<Object<Connection>, StoreError> {
        timeout(PATIENCE, self.pool.get())
            .await
            .map_err(StoreError::unavailable)?
            .map_err(StoreError::unavailable)
    }

    /// Brings the schema up to date. Safe beside other processes that do the same: the second
    /// waits for the first before it looks which migrations are missing.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let connection = Object::take(self.connection().await?);
        tokio::task::spawn_blocking(move || run_migrations(connection))
            .await
            .map_err(StoreError::internal)?
    }
}

fn read_url(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url
        .parse()
        .map_err(|error| StoreError::Config(format!("the PostgreSQL URL is of no use: {error}")))?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(StoreError::Config(
            "the PostgreSQL URL asks for sslmode=require, but TLS is not supported".to_owned(),
        ));
    }
    if config.get_application_name().is_none() {
        config.application_name("orgd");
    }
    config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
    // A statement that waits for long holds a connection that others wait for.
    let options = config.get_options().unwrap_or_default();
    let millis = PATIENCE.as_millis();
    let options = format!("-c statement_timeout={millis} -c lock_timeout={millis} {options}");
    config.options(options);
    Ok(config)
}

async fn connect(config: Config) -> ConnectionResult<Connection> {
    let (client, connection) = config
        .connect(NoTls)
        .await
        .map_err(|error| ConnectionError::BadConnection(in_full(&error)))?;
    Connection::try_from_client_and_connection(client, connection).await
}

/// With its cause, which is what tells a refused connection from a refused password.
fn in_full(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn connections() -> usize {
    thread::available_parallelism().map_or(4, |cores| cores.get().saturating_mul(2).max(4))
}

/// One transaction round all of them, so that the lock is released whatever happens.
fn run_migrations(connection: Connection) -> Result<(), StoreError> {
    let mut connection = AsyncConnectionWrapper::<Connection>::from(connection);
    diesel::Connection::transaction(&mut connection, |connection| {
        // Migrations take the time they need, and wait for those of another process.
        connection.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")?;
        // Any number will do, as long as it stays the same: "orgd" in ASCII.
        connection.batch_execute("SELECT pg_advisory_xact_lock(1869768548)")?;
        connection
            .run_pending_migrations(MIGRATIONS)
            .map(drop)
            .map_err(StoreError::internal)
    })
}
