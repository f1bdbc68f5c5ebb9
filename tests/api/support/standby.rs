//! The hot standby of the PostgreSQL server, and ways to cut it off.

use std::time::Duration;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep};
use tokio_postgres::{Client, NoTls};

use super::{PATIENCE, Storage};

/// The environment variable that names the standby.
const STANDBY: &str = "ORGD_TEST_POSTGRES_STANDBY_URL";

/// Exclusive access to the standby: pausing it affects all tests.
pub struct Standby {
    standby: Client,
    primary: Client,
    _alone: MutexGuard<'static, ()>,
}

impl Standby {
    /// Waits for the other tests that use the standby.
    pub async fn take() -> Self {
        static ALONE: Mutex<()> = Mutex::const_new(());
        let alone = ALONE.lock().await;
        let standby = Self {
            standby: connect(&standby_url()).await,
            primary: connect(&super::database::admin_url()).await,
            _alone: alone,
        };
        // The previous test may have failed.
        standby.resume().await;
        standby
    }

    /// Pauses the replication.
    pub async fn pause(&self) {
        self.catch_up().await;
        self.execute("SELECT pg_wal_replay_pause()").await;
        self.until("SELECT pg_get_wal_replay_pause_state() = 'paused'")
            .await;
    }

    /// Resumes the replication, and waits until the standby has everything.
    pub async fn resume(&self) {
        self.execute("SELECT pg_wal_replay_resume()").await;
        self.catch_up().await;
    }

    /// Waits until the standby has everything that was committed before the call.
    pub async fn catch_up(&self) {
        let query = "SELECT pg_current_wal_lsn()::text";
        let row = self.primary.query_one(query, &[]).await.unwrap();
        let position: String = row.get(0);
        self.until(&format!("SELECT pg_last_wal_replay_lsn() >= '{position}'"))
            .await;
    }

    async fn execute(&self, sql: &str) {
        self.standby.batch_execute(sql).await.unwrap();
    }

    async fn until(&self, query: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let row = self.standby.query_one(query, &[]).await.unwrap();
            if row.get(0) {
                return;
            }
            assert!(Instant::now() < deadline, "never: {query}");
            sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Storage {
    /// The copy of this database on the standby.
    pub fn standby_url(&self) -> String {
        let (_, name) = self.url.rsplit_once('/').unwrap();
        let url = standby_url();
        let (server, _) = url.rsplit_once('/').unwrap();
        format!("{server}/{name}")
    }
}

/// A proxy to the standby that can be closed.
pub struct Way {
    pub url: String,
    address: String,
    task: Option<JoinHandle<()>>,
}

impl Way {
    /// Creates a proxy to the copy of that database.
    pub async fn to(storage: &Storage) -> Self {
        let target = host(&storage.standby_url());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        Self {
            url: storage.standby_url().replace(&target, &address),
            address,
            task: Some(tokio::spawn(forward(listener, target))),
        }
    }

    /// Closes every connection and refuses new ones, like a stopped server.
    pub async fn close(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            // The task owns the connections, which end with it.
            let _ = task.await;
        }
    }

    /// Accepts connections and never sends anything, like a machine that hangs.
    pub async fn go_silent(&mut self) {
        self.close().await;
        let listener = TcpListener::bind(&self.address).await.unwrap();
        self.task = Some(tokio::spawn(async move {
            let mut taken = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                taken.push(stream);
            }
        }));
    }

    /// Forwards to the standby again.
    pub async fn reopen(&mut self, storage: &Storage) {
        self.close().await;
        let listener = TcpListener::bind(&self.address).await.unwrap();
        let target = host(&storage.standby_url());
        self.task = Some(tokio::spawn(forward(listener, target)));
    }
}

async fn forward(listener: TcpListener, target: String) {
    let mut connections = JoinSet::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        let target = target.clone();
        connections.spawn(async move {
            let mut server = TcpStream::connect(target).await?;
            copy_bidirectional(&mut stream, &mut server).await
        });
    }
}

fn host(url: &str) -> String {
    let (_, rest) = url.rsplit_once('@').unwrap();
    rest.split('/').next().unwrap().to_owned()
}

fn standby_url() -> String {
    std::env::var(STANDBY)
        .unwrap_or_else(|_| panic!("{STANDBY} names no server: tests/tools/postgres --standby"))
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
