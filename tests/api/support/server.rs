//! A running server, and its command line.

use std::process::{ExitStatus, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

use super::{Database, Storage, User};

pub const JWT_SECRET: &str = "a shared secret for tests, of 32 characters and more";
pub const SECRET_KEY: &str = "a master key for tests, which is no secret at all";

/// How long to wait for an expected event before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// `orgd` with only its own settings in the environment.
pub fn orgd(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orgd"));
    command
        .args(arguments)
        .env_clear()
        .env("ORGD_JWT_SECRET", JWT_SECRET)
        .env("ORGD_SECRET_KEY", SECRET_KEY)
        .env("ORGD_LOG_FORMAT", "json")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// `orgd` with a limit on open files.
pub fn orgd_with_files(limit: u32, arguments: &[&str]) -> Command {
    let script = format!("ulimit -n {limit} && exec \"$0\" \"$@\"");
    let plain = orgd(arguments);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &script])
        .arg(plain.as_std().get_program());
    command.args(plain.as_std().get_args()).env_clear();
    for (name, value) in plain.as_std().get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// Sends a signal to the process.
pub fn signal(process: &Child, name: &str) {
    let id = process.id().unwrap().to_string();
    let kill = std::process::Command::new("kill")
        .args(["-s", name, &id])
        .status();
    assert!(kill.unwrap().success());
}

/// The failed requests of which a log tells, each with its error and cause. Those that are only counted are repeated.
pub fn failures(log: &str) -> Vec<String> {
    const FAILED: &str = "the request failed";
    let failures = log.lines().filter_map(|line| {
        let entry: Value = serde_json::from_str(line).unwrap();
        let told = entry["line"].as_str().or(entry["message"].as_str())?;
        let times = entry["times"].as_u64().unwrap_or(1);
        let is_failure = told.starts_with(FAILED);
        is_failure.then(|| vec![entry.to_string(); usize::try_from(times).unwrap()])
    });
    failures.flatten().collect()
}

/// A server with its own database.
pub struct Server {
    pub url: String,
    pub storage: Arc<Storage>,
    log: watch::Receiver<String>,
    child: Child,
}

impl Server {
    /// Starts a server on a new database and waits until it listens.
    pub async fn start(database: Database) -> Self {
        Self::on(Arc::new(database.create().await), &[]).await
    }

    /// Starts a server on a database, with more flags.
    pub async fn on(storage: Arc<Storage>, flags: &[&str]) -> Self {
        let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(flags).env("DATABASE_URL", &storage.url);
        Self::spawn(storage, command).await
    }

    /// Starts a server with the given command.
    pub async fn spawn(storage: Arc<Storage>, mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (written, log) = watch::channel(String::new());
        let (listening, address) = tokio::sync::oneshot::channel();
        tokio::spawn(async move {
            let mut listening = Some(listening);
            while let Ok(Some(line)) = lines.next_line().await {
                let entry: Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(address) = entry["address"].as_str()
                    && let Some(listening) = listening.take()
                {
                    let _ = listening.send(address.to_owned());
                }
                written.send_modify(|log| *log += &(line + "\n"));
            }
        });
        let Ok(address) = address.await else {
            panic!("the server did not start: {}", *log.borrow());
        };
        Self {
            url: format!("http://{address}"),
            storage,
            log,
            child,
        }
    }

    /// Everything that the server has written to its log.
    pub fn log(&self) -> String {
        self.log.borrow().clone()
    }

    /// Waits until the log satisfies the condition, and returns it.
    pub async fn log_until(&self, is_complete: impl Fn(&str) -> bool) -> String {
        let mut log = self.log.clone();
        let complete = timeout(PATIENCE, log.wait_for(|log| is_complete(log))).await;
        match complete {
            Ok(Ok(log)) => log.clone(),
            _ => panic!("the log does not satisfy the condition:\n{}", self.log()),
        }
    }

    /// Runs a command on the server's database and returns its output as JSON.
    pub async fn cli(&self, arguments: &[&str]) -> Value {
        let output = self.try_cli(arguments).await;
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        let shown = serde_json::from_slice(&output.stdout).unwrap();
        self.storage.secrets.add_from(&shown);
        shown
    }

    /// Runs a command on the server's database.
    pub async fn try_cli(&self, arguments: &[&str]) -> Output {
        let mut command = orgd(arguments);
        command.arg("--json").env("DATABASE_URL", &self.storage.url);
        command.output().await.unwrap()
    }

    /// Creates a user who calls this server with an API key.
    pub async fn user(&self, name: &str) -> User {
        let email = format!("{name}@example.com");
        let user = self.cli(&["user", "create", "--email", &email]).await;
        let id = user["id"].as_str().unwrap().to_owned();
        let key = self.cli(&["key", "create", "--user", &id]).await;
        User::new(self, id, key["key"].as_str().unwrap().to_owned())
    }

    /// Creates a user with that role in the organization.
    pub async fn member(&self, organization: &str, role: &str) -> User {
        let user = self.user(&format!("{role}-of-{organization}")).await;
        self.set_role(organization, &user, role).await;
        user
    }

    /// Gives a user a role in the organization.
    pub async fn set_role(&self, organization: &str, user: &User, role: &str) {
        let arguments = ["member", "set", "--organization", organization];
        let arguments = [&arguments[..], &["--user", &user.id, "--role", role]].concat();
        self.cli(&arguments).await;
    }

    /// A caller without a credential.
    pub fn stranger(&self) -> User {
        User::new(self, String::new(), String::new())
    }

    /// The memory that the server uses, in MiB.
    pub fn memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.unwrap().trim().trim_end_matches(" kB");
        kib.parse::<u64>().unwrap() / 1024
    }

    /// Kills the server as `kill -9` does.
    pub async fn kill(mut self) -> Arc<Storage> {
        self.child.kill().await.unwrap();
        Arc::clone(&self.storage)
    }

    /// Asks the server to stop, as a service manager does.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends a signal to the server.
    pub fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Waits until the server has ended.
    pub async fn wait(&mut self) -> ExitStatus {
        self.child.wait().await.unwrap()
    }
}

/// Checks the log of every server of every test.
impl Drop for Server {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.storage.secrets.assert_not_in(&self.log());
        }
    }
}
