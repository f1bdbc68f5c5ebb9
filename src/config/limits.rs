//! Limits on connections and requests.

use std::time::Duration;

use clap::Args;
use tokio::sync::Semaphore;

/// The limits that keep slow and hostile clients from taking the server's memory and connections.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitsConfig {
    /// The maximum number of open connections; further clients wait until one is closed
    #[arg(long, env = "ORGD_MAX_CONNECTIONS", default_value = "10000", value_parser = permits)]
    pub max_connections: usize,
    /// The time limit for the header of a request; the first one's time begins when the client connects
    #[arg(long, env = "ORGD_HEADER_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub header_timeout: Duration,
    /// The time limit for the body of a request
    #[arg(long, env = "ORGD_BODY_TIMEOUT", default_value = "30s", value_parser = duration)]
    pub body_timeout: Duration,
    /// The time limit for answering a request, including the time for its body
    #[arg(long, env = "ORGD_REQUEST_TIMEOUT", default_value = "60s", value_parser = duration)]
    pub request_timeout: Duration,
    /// The maximum number of requests that are answered at the same time; further ones get 503 at once
    #[arg(long, env = "ORGD_MAX_CONCURRENT_REQUESTS", default_value = "2048", value_parser = permits)]
    pub max_concurrent_requests: usize,
    /// How long a client may refuse to take more of a response
    #[arg(long, env = "ORGD_WRITE_TIMEOUT", default_value = "30s", value_parser = duration)]
    pub write_timeout: Duration,
    /// How long a connection stays open between two requests
    #[arg(long, env = "ORGD_IDLE_TIMEOUT", default_value = "75s", value_parser = duration)]
    pub idle_timeout: Duration,
    /// The maximum size of the header of a request in bytes, at least 8192
    #[arg(long, env = "ORGD_MAX_HEADER_BYTES", default_value = "81920", value_parser = header_bytes)]
    pub max_header_bytes: u32,
    /// The maximum size of the body of a request in bytes; the contract's own limit of 1 MiB stays
    #[arg(long, env = "ORGD_MAX_BODY_BYTES", default_value = "1048576", value_parser = positive)]
    pub max_body_bytes: usize,
}

/// The smallest read buffer that hyper takes.
const MIN_HEADER_BYTES: u32 = 8192;

fn header_bytes(text: &str) -> Result<u32, String> {
    let bytes: u32 = text.parse().map_err(|_| "must be a number".to_owned())?;
    match bytes >= MIN_HEADER_BYTES {
        true => Ok(bytes),
        false => Err(format!("must be at least {MIN_HEADER_BYTES}")),
    }
}

/// Reads a number that a semaphore takes.
fn permits(text: &str) -> Result<usize, &'static str> {
    positive(text).map(|number| number.min(Semaphore::MAX_PERMITS))
}

/// Reads a number that is not zero.
fn positive(text: &str) -> Result<usize, &'static str> {
    match text.parse() {
        Ok(0) => Err("must not be 0"),
        Ok(number) => Ok(number),
        Err(_) => Err("must be a number"),
    }
}

/// Reads a duration that is not zero.
fn duration(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(Duration::ZERO) => Err("must not be 0".to_owned()),
        Ok(duration) => Ok(duration),
        Err(error) => Err(error.to_string()),
    }
}
