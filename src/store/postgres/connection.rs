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
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::password;
use super::tls::TlsParameters;
use crate::causes::with_causes;
use crate::store::error::StoreError;

/// The connection type for which the queries are compiled.
pub type Connection = AsyncPgConnection;

/// A connection with TLS.
type Stream = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;

/// The time limit for getting a connection, including connecting.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The time limit for connecting to a host, so that a silent host leaves time for the next one in the URL.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The time limit for a statement, enforced by the server.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);

/// The time limit for a result, slightly longer than the server's limit.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(6);

/// The time without an acknowledgement after which a connection is considered lost.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);

/// A pool of connections, which `connect` opens on demand.
pub(super) fn pool(
    connect: impl Fn() -> BoxFuture<'static, ConnectionResult<Connection>> + Send + Sync + 'static,
) -> Result<Pool<Connection>, StoreError> {
    let mut manager = ManagerConfig::default();
    // Fast recycling detects closed connections without a query, which would cost each request a round trip.
    manager.recycling_method = RecyclingMethod::Fast;
    manager.custom_setup = Box::new(move |_| connect());
    Pool::builder(AsyncDieselConnectionManager::new_with_config("", manager))
        .max_size(cores() * 2)
        .build()
        .map_err(StoreError::internal)
}

/// What a URL names, and how to connect to it.
#[derive(Clone)]
pub(super) struct Target {
    config: Config,
    tls: MakeRustlsConnect,
}

pub(super) fn parse_url(url: &str) -> Result<Target, StoreError> {
    let (url, tls) = TlsParameters::take_from(url)?;
    let mut config: Config = url
        .parse()
        .map_err(|error| StoreError::Config(format!("the PostgreSQL URL is not valid: {error}")))?;
    config.ssl_mode(tls.ssl_mode());
    if config.get_password().is_none()
        && let Some(password) = password::find(&config)
    {
        config.password(password);
    }
    if config.get_application_name().is_none() {
        config.application_name("orgd");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    config
        .keepalives_idle(TCP_USER_TIMEOUT)
        .tcp_user_timeout(TCP_USER_TIMEOUT);
    // A statement that waits for a long time blocks a connection that other requests need.
    let options = config.get_options().unwrap_or_default();
    let millis = STATEMENT_TIMEOUT.as_millis();
    // Every statement finds rows by keys, so one generic plan fits all values and table sizes. PostgreSQL would plan
    // some statements for each execution, which costs more than the execution. Parallel workers and JIT compilation
    // are off: in a large database, the planner overestimates the number of rows and would choose them. The last
    // timeout releases the locks of a node that is gone.
    let options = format!(
        "-c statement_timeout={millis} -c lock_timeout={millis} \
         -c idle_in_transaction_session_timeout={millis} \
         -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off \
         -c max_parallel_workers_per_gather=0 -c jit=off {options}"
    );
    config.options(options);
    let tls = tls.connector()?;
    Ok(Target { config, tls })
}

pub(super) async fn connect(target: Target) -> ConnectionResult<Connection> {
    let (client, connection) = start(&target).await.map_err(refused)?;
    Connection::try_from_client_and_connection(client, connection).await
}

/// Connects. The second value must be polled for the first to make progress.
pub(super) async fn start(
    target: &Target,
) -> Result<(Client, tokio_postgres::Connection<Socket, Stream>), tokio_postgres::Error> {
    target.config.connect(target.tls.clone()).await
}

/// The error of Diesel for a connection that cannot be opened.
pub(super) fn refused(error: tokio_postgres::Error) -> ConnectionError {
    ConnectionError::BadConnection(with_causes(&error))
}

/// Returns `true` if the server may accept a connection later: it cannot be reached, starts, or has too many
/// connections. A wrong password or the name of a database that does not exist stays wrong.
pub(super) fn may_accept_later(error: &tokio_postgres::Error) -> bool {
    let later = [
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::TOO_MANY_CONNECTIONS,
    ];
    match error.code() {
        Some(code) => later.contains(code),
        // The client library has no public kind. Others are errors of TLS, of a password or of the URL.
        None => error.is_closed() || error.to_string().starts_with("error connecting to server"),
    }
}

/// One statement per core keeps this machine busy, and also a database server of the same size.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8))
}
