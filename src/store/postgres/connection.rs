//! Connections to a server, and a pool that keeps them for the next request.

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

use crate::causes::with_causes;
use crate::store::error::StoreError;

/// The connection that the queries are compiled for.
pub type Connection = AsyncPgConnection;

/// The time limit for getting a connection, connecting included.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The time limit for a statement, enforced by the server.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);

/// The time limit for an answer, a little longer than that of the server.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(6);

/// The time without an acknowledgement after which a connection counts as lost.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);

/// Connections, opened by `connect` as they are needed.
pub(super) fn pool(
    connect: impl Fn() -> BoxFuture<'static, ConnectionResult<Connection>> + Send + Sync + 'static,
) -> Result<Pool<Connection>, StoreError> {
    let mut manager = ManagerConfig::default();
    // Fast recycling notices closed connections without a query, which would cost each request a round trip.
    manager.recycling_method = RecyclingMethod::Fast;
    manager.custom_setup = Box::new(move |_| connect());
    Pool::builder(AsyncDieselConnectionManager::new_with_config("", manager))
        .max_size(cores() * 2)
        .build()
        .map_err(StoreError::internal)
}

pub(super) fn parse_url(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url
        .parse()
        .map_err(|error| StoreError::Config(format!("the PostgreSQL URL is not valid: {error}")))?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(StoreError::Config(
            "the PostgreSQL URL asks for sslmode=require, but TLS is not supported".to_owned(),
        ));
    }
    if config.get_application_name().is_none() {
        config.application_name("orgd");
    }
    config
        .keepalives_idle(TCP_USER_TIMEOUT)
        .tcp_user_timeout(TCP_USER_TIMEOUT);
    // A statement that waits for long holds a connection that others wait for.
    let options = config.get_options().unwrap_or_default();
    let millis = STATEMENT_TIMEOUT.as_millis();
    // Every statement finds rows by keys, however small the tables are, so one generic plan fits all values; a plan
    // for each execution, which PostgreSQL prefers for some, would cost more than the execution. Parallel workers
    // and JIT compilation are off: in a large database, the planner does not know how few rows are asked for, and
    // would choose them. The last timeout keeps a node that is gone from holding locks.
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
    connected.map_err(|error| ConnectionError::BadConnection(with_causes(&error)))
}

/// As many statements at a time as this machine has cores keep it busy, and a server of its size.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8))
}
