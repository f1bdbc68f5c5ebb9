//! Connecting to a server, and keeping its connections for the next request.

use std::error::Error;
use std::thread;
use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use futures::future::BoxFuture;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Config, NoTls, Socket};

use crate::store::error::StoreError;

/// What the queries are compiled for.
pub type Connection = AsyncPgConnection;

/// How long a request waits for a connection, connecting included, and for a statement.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How long an answer is waited for: the server itself ends a statement a moment earlier.
pub(super) const SILENT: Duration = Duration::from_secs(6);

/// After this long without an acknowledgement the other end counts as gone.
const SILENCE: Duration = Duration::from_secs(30);

/// Connections, opened by `connect` as they are needed.
pub(super) fn pool(
    connect: impl Fn() -> BoxFuture<'static, ConnectionResult<Connection>> + Send + Sync + 'static,
) -> Result<Pool<Connection>, StoreError> {
    let mut manager = ManagerConfig::default();
    // Closed connections are recognised without asking the server, which would cost each
    // request another round trip.
    manager.recycling_method = RecyclingMethod::Fast;
    manager.custom_setup = Box::new(move |_| connect());
    Pool::builder(AsyncDieselConnectionManager::new_with_config("", manager))
        .max_size(cores() * 2)
        .build()
        .map_err(StoreError::internal)
}

pub(super) fn read_url(url: &str) -> Result<Config, StoreError> {
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
    // Every statement goes by keys, however small the tables are, and its plan does not depend on their
    // values: made anew for each execution, as PostgreSQL chooses to for some, it costs more than the
    // execution. None is shared out to processes or compiled, which such a plan seems to be worth in a large
    // database, because it does not know how few rows are asked for. A node that is gone must not hold locks for
    // long.
    let options = format!(
        "-c statement_timeout={millis} -c lock_timeout={millis} \
         -c idle_in_transaction_session_timeout={millis} \
         -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off \
         -c max_parallel_workers_per_gather=0 -c jit=off {options}"
    );
    config.options(options);
    Ok(config)
}

pub(super) async fn connect(config: Config) -> ConnectionResult<Connection> {
    let (client, connection) = start(config).await?;
    Connection::try_from_client_and_connection(client, connection).await
}

/// Connects; the second half has to be polled for the first to work.
pub(super) async fn start(
    config: Config,
) -> ConnectionResult<(Client, tokio_postgres::Connection<Socket, NoTlsStream>)> {
    let connected = config.connect(NoTls).await;
    connected.map_err(|error| ConnectionError::BadConnection(in_full(&error)))
}

/// With its cause, which is what tells a refused connection from a refused password.
fn in_full(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// As many statements at a time as this machine has cores keep it busy, and a server of its size.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8))
}
