//! Requests that are too slow, or too large.

use super::*;
use crate::support::{Answer, Organization};

const SLOW: &[&str] = &["Content-Type: application/json", "Content-Length: 100"];

#[tokio::test]
async fn slow_bodies_are_refused() {
    let server = server(&[]).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    for (path, kind) in [
        (&acme.public, "RequestTimeout"),
        (&acme.v1, "REQUEST_TIMEOUT"),
    ] {
        let refused = acme
            .owner
            .send_raw(reqwest::Method::PATCH, path, SLOW, b"{");
        let refused = refused.await;
        assert_eq!(refused.status, 408);
        assert_eq!(refused.kind(), kind);
    }
}

#[tokio::test]
async fn the_time_for_a_request_is_limited() {
    let flags = ["--request-timeout", "1s", "--body-timeout", "5s"];
    let storage = Arc::new(Database::Sqlite.create().await);
    let server = Server::on(storage, &flags).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    for path in acme.paths() {
        let refused = acme
            .owner
            .send_raw(reqwest::Method::PATCH, path, SLOW, b"{");
        let refused: Answer = refused.await;
        assert_eq!(refused.status, 503);
        assert_eq!(refused.header("retry-after"), "1");
        assert!(refused.body.to_string().contains("took too long"));
    }
}

#[tokio::test]
async fn the_size_of_bodies_is_configurable() {
    let server = server(&["--max-body-bytes", "1000"]).await;
    let acme = Organization::full(&server.user("owner").await, "acme").await;
    for path in acme.paths() {
        let refused = acme
            .owner
            .patch_bytes(path, format!("{{{}}}", " ".repeat(1_000)));
        assert_eq!(refused.await.status, 413);
        assert_eq!(acme.owner.patch_bytes(path, "{}").await.status, 200);
    }
}

#[tokio::test]
async fn endless_bodies_are_cut_off() {
    let server = server(&[]).await;
    let acme = Organization::full(&server.user("owner").await, "acme-corp").await;
    let before = server.memory();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    for credential in [acme.owner.credential.as_str(), "none"] {
        let head = format!(
            "PATCH {} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {credential}\r\n\
             Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
            acme.v1
        );
        let mut stream = connect(&acme.owner, head.as_bytes()).await;
        let endless = async { while stream.write_all(&chunk).await.is_ok() {} };
        timeout(PATIENCE, endless)
            .await
            .expect("the server reads on");
    }
    println!("before endless bodies: {before} MiB");
    print_memory(&server, "after endless bodies");
    assert_eq!(acme.owner.get(&acme.v1).await.status, 200);
}

#[tokio::test]
async fn header_floods_are_refused() {
    let server = server(&["--max-header-bytes", "8192"]).await;
    let user = server.user("user").await;
    let first = "GET /api/v1/users/me/organizations HTTP/1.1";
    let long = format!("A: {}", "x".repeat(9_000));
    for lines in [
        [vec![first, "Host: a"], vec!["A: b"; 101]].concat(),
        vec![first, "Host: a", &long],
    ] {
        assert_eq!(user.send_unreadable(&lines).await.status, 431);
    }
    for line in ["A: b\r\n", "A"] {
        let mut stream = connect(&user, format!("{first}\r\n").as_bytes()).await;
        let endless =
            async { while stream.write_all(line.repeat(1000).as_bytes()).await.is_ok() {} };
        timeout(PATIENCE, endless)
            .await
            .expect("the server reads on");
    }
    print_memory(&server, "header floods");
}
