//! Requests byte by byte, because an HTTP client would normalise them or refuse to send them.

use std::io;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Answer, Contract, User};

/// How long a request may stay unanswered before the test fails, so that it does not hang.
const PATIENCE: Duration = Duration::from_secs(60);

impl User {
    /// Sends a request with exactly this target, these header lines and this body.
    pub async fn send_raw(
        &self,
        method: Method,
        target: &str,
        lines: &[&str],
        body: &[u8],
    ) -> Answer {
        let request = self.raw(&method, target, lines, body);
        let answer = self.answer_to(&request).await;
        let path = target.split('?').next().unwrap();
        Contract::get().check(&method, path, &answer);
        answer
    }

    /// Sends a request with exactly these lines, including the request line, and without a body.
    pub async fn send_lines(&self, lines: &[&str]) -> Answer {
        let request = lines.join("\r\n") + "\r\nConnection: close\r\n\r\n";
        let answer = self.answer_to(request.as_bytes()).await;
        let (method, target) = lines[0].split_once(' ').unwrap();
        let path = target.split(' ').next().unwrap();
        Contract::get().check(&method.parse().unwrap(), path, &answer);
        answer
    }

    /// Sends lines that are not a valid request. The response has the envelope of v1.
    pub async fn send_unreadable(&self, lines: &[&str]) -> Answer {
        let request = lines.join("\r\n") + "\r\n\r\n";
        let answer = self.answer_to(request.as_bytes()).await;
        Contract::get().check_unreadable(&answer);
        answer
    }

    async fn answer_to(&self, request: &[u8]) -> Answer {
        let exchange = tokio::time::timeout(PATIENCE, exchange(self.host(), request));
        read(&exchange.await.expect("no answer").unwrap())
    }

    /// Sends this part of a request, and returns when the server has closed the connection, regardless of its
    /// response.
    pub async fn send_and_hang_up(
        &self,
        method: Method,
        target: &str,
        lines: &[&str],
        body: &[u8],
    ) {
        let request = self.raw(&method, target, lines, body);
        let exchange = async {
            let mut stream = TcpStream::connect(self.host()).await?;
            stream.write_all(&request).await?;
            stream.shutdown().await?;
            stream.read_to_end(&mut Vec::new()).await
        };
        let closed = tokio::time::timeout(PATIENCE, exchange).await;
        let _ = closed.expect("the connection stays open");
    }

    fn raw(&self, method: &Method, target: &str, lines: &[&str], body: &[u8]) -> Vec<u8> {
        let host = self.host();
        let mut head =
            format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        if !self.credential.is_empty() {
            head += &format!("Authorization: Bearer {}\r\n", self.credential);
        }
        for line in lines {
            head += &format!("{line}\r\n");
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }
}

async fn exchange(host: &str, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(host).await?;
    stream.write_all(request).await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    Ok(response)
}

fn read(response: &[u8]) -> Answer {
    let end = response.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = response.split_at(end.expect("no end of the head"));
    let head = std::str::from_utf8(head).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
        let name: HeaderName = name.parse().unwrap();
        // The contract does not describe the connection.
        if name != "connection" {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
    }
    Answer {
        status: StatusCode::from_bytes(status.as_bytes()).unwrap(),
        headers,
        body: Answer::read(&body[4..]),
    }
}
