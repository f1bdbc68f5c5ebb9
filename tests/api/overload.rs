//! More requests at the same time than the server takes on.

use rstest_reuse::apply;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{self, Organization, PATIENCE, Server, each_database};

const BODY: &str = r#"{"name": "Acme"}"#;

#[apply(each_database)]
async fn what_is_too_much_is_refused_at_once(database: support::Database) {
    let storage = std::sync::Arc::new(database.create().await);
    let server = Server::on(storage, &["--max-concurrent-requests", "2"]).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let mut slow = Vec::new();
    for path in acme.paths() {
        let mut stream = TcpStream::connect(acme.owner.host()).await.unwrap();
        let head = format!(
            "PATCH {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            acme.owner.credential,
            BODY.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server says it when it reads the body, and then the request is one of those that it has taken on.
        let mut said = [0; 25];
        stream.read_exact(&mut said).await.unwrap();
        assert_eq!(&said, b"HTTP/1.1 100 Continue\r\n\r\n");
        slow.push(stream);
    }
    for path in acme.paths() {
        let refused = tokio::time::timeout(PATIENCE / 10, acme.owner.get(path));
        let refused = refused.await.expect("the refusal is late");
        assert_eq!(refused.status, 503, "{}", refused.body);
        assert_eq!(refused.header("retry-after"), "1");
        assert!(refused.body.to_string().contains("overloaded"));
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.stranger().get(path).await.status, 204, "{path}");
    }
    for mut stream in slow {
        stream.write_all(BODY.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert_eq!(acme.owner.get(&acme.v1).await.status, 200);
}
