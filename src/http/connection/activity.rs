//! What happens on a connection, as far as its time limits depend on it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::Version;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Duration, Instant};

use crate::config::limits::LimitsConfig;

/// The progress of a connection.
#[derive(Debug)]
pub struct Activity(Mutex<State>);

#[derive(Debug)]
struct State {
    /// The version of the first request; `None` before it.
    version: Option<Version>,
    /// The requests that are not completely answered.
    in_flight: usize,
    /// When the client connected, or when a request or a response last made progress.
    progress: Instant,
    /// When the first bytes of the next request arrived, if they did.
    header_began: Option<Instant>,
}

impl Activity {
    /// The activity of a client that has just connected.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            version: None,
            in_flight: 0,
            progress: Instant::now(),
            header_began: None,
        })))
    }

    /// The header of a request has been read. The request is in flight until the result is dropped.
    pub fn begin(self: &Arc<Self>, version: Version) -> InFlight {
        let mut state = self.state();
        state.version = Some(version);
        state.in_flight += 1;
        state.progress = Instant::now();
        state.header_began = None;
        InFlight(Arc::clone(self))
    }

    /// The client has sent bytes.
    pub fn read(&self) {
        let mut state = self.state();
        if state.in_flight == 0 && state.header_began.is_none() {
            state.header_began = Some(Instant::now());
        }
    }

    /// The client has taken bytes. With HTTP/2, they may be anything.
    pub fn written(&self) {
        let mut state = self.state();
        if !state.is_http2() {
            state.progress = Instant::now();
        }
    }

    /// When the connection must be closed unless something happens before.
    pub fn deadline(&self, limits: &LimitsConfig) -> Instant {
        let state = self.state();
        match state.header_began {
            _ if state.in_flight > 0 => {
                state.progress + limits.request_timeout + limits.write_timeout
            }
            _ if state.version.is_none() => state.progress + limits.header_timeout,
            Some(began) if !state.is_http2() => began + limits.header_timeout,
            _ => state.progress + limits.idle_timeout,
        }
    }

    /// Whether no request has been in flight or on its way for so long.
    pub fn is_idle_for(&self, duration: Duration) -> bool {
        let state = self.state();
        let is_waiting = state.version.is_some() && state.in_flight == 0;
        let is_new = state.header_began.is_some() && !state.is_http2();
        is_waiting && !is_new && state.progress.elapsed() >= duration
    }

    /// Whether a response may still be on its way although no request is in flight. This is so with HTTP/2, whose
    /// responses wait in hyper until the client's window lets them out.
    pub fn may_be_writing(&self) -> bool {
        let state = self.state();
        state.is_http2() && state.in_flight == 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_http2(&self) -> bool {
        self.version == Some(Version::HTTP_2)
    }
}

/// A request that is not completely answered.
#[derive(Debug)]
pub struct InFlight(Arc<Activity>);

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.in_flight -= 1;
        state.progress = Instant::now();
    }
}

/// The body of a response. Its request is in flight until the body is dropped.
#[derive(Debug)]
pub struct Answering {
    pub body: Body,
    pub in_flight: InFlight,
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.in_flight.0.state().progress = Instant::now();
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
