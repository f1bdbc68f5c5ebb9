//! TLS without a proxy.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::support::{Database, PATIENCE, Server, orgd};

/// A server with a certificate of its own.
struct Secured {
    server: Server,
    folder: PathBuf,
}

impl Secured {
    async fn start(flags: &[&str]) -> (Self, CertificateDer<'static>) {
        let storage = Arc::new(Database::Sqlite.create().await);
        let folder = storage.folder.path().to_owned();
        let certificate = write_pair(&folder);
        let [cert, key] = paths(&folder);
        let flags = [&["--tls-cert", &cert, "--tls-key", &key], flags].concat();
        let server = Server::on(storage, &flags).await;
        (Self { server, folder }, certificate)
    }

    fn host(&self) -> &str {
        self.server.url.trim_start_matches("http://")
    }

    /// Connects with one version of HTTP, trusting only that certificate.
    async fn connect(
        &self,
        trusted: &CertificateDer<'static>,
        protocol: &str,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.clone()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        let stream = TcpStream::connect(self.host()).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
    }

    fn reload(&self) {
        self.server.signal("HUP");
    }
}

fn paths(folder: &Path) -> [String; 2] {
    ["cert.pem", "key.pem"].map(|name| folder.join(name).display().to_string())
}

/// Writes a new certificate and its key.
fn write_pair(folder: &Path) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let [certificate, key] = paths(folder);
    std::fs::write(certificate, cert.pem()).unwrap();
    std::fs::write(key, signing_key.serialize_pem()).unwrap();
    cert.der().clone()
}

#[tokio::test]
async fn http_1_works_over_tls() {
    let (secured, certificate) = Secured::start(&[]).await;
    let mut stream = secured.connect(&certificate, "http/1.1").await.unwrap();
    let (_, session) = stream.get_ref();
    assert_eq!(session.alpn_protocol(), Some(&b"http/1.1"[..]));
    let request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}

#[tokio::test]
async fn http_2_works_over_tls() {
    let (secured, certificate) = Secured::start(&[]).await;
    let stream = secured.connect(&certificate, "h2").await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let request = axum::http::Request::get("https://localhost/readyz")
        .body(())
        .unwrap();
    let mut client = client.ready().await.unwrap();
    let (response, _) = client.send_request(request, true).unwrap();
    assert_eq!(response.await.unwrap().status(), 204);
}

#[tokio::test]
async fn a_new_certificate_is_used_without_a_restart() {
    let (secured, old) = Secured::start(&[]).await;
    let before = secured.connect(&old, "http/1.1").await.unwrap();
    let new = write_pair(&secured.folder);
    assert!(secured.connect(&new, "http/1.1").await.is_err());
    secured.reload();
    secured
        .server
        .log_until(|log| log.contains("reloaded the certificate"))
        .await;
    secured.connect(&new, "http/1.1").await.unwrap();
    assert!(secured.connect(&old, "http/1.1").await.is_err());
    drop(before);
}

#[rstest]
#[case::not_a_key("nonsense", "cannot read the private key")]
#[case::another_key("", "cannot use the certificate")]
#[tokio::test]
async fn a_bad_new_pair_keeps_the_old_one(#[case] key: &str, #[case] message: &str) {
    let (secured, old) = Secured::start(&[]).await;
    let [_, path] = paths(&secured.folder);
    let other = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = match key {
        "" => other.signing_key.serialize_pem(),
        key => key.to_owned(),
    };
    std::fs::write(path, key).unwrap();
    secured.reload();
    let log = secured
        .server
        .log_until(|log| log.contains("the old one stays"))
        .await;
    assert!(log.contains(message), "{log}");
    secured.connect(&old, "http/1.1").await.unwrap();
}

#[tokio::test]
async fn handshakes_have_a_time_limit() {
    let (secured, _) = Secured::start(&["--header-timeout", "1s"]).await;
    for bytes in [&b""[..], b"\x16\x03\x01"] {
        let mut stream = TcpStream::connect(secured.host()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let closed = timeout(PATIENCE, stream.read_to_end(&mut Vec::new())).await;
        let _ = closed.expect("the connection stays open");
    }
}

#[tokio::test]
async fn a_server_without_a_usable_certificate_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    write_pair(folder.path());
    let [certificate, key] = paths(folder.path());
    for (flags, message) in [
        (vec!["--tls-cert", &certificate], "--tls-key"),
        (
            vec!["--tls-cert", "/absent", "--tls-key", &key],
            "cannot read the certificate from /absent",
        ),
        (
            vec!["--tls-cert", &key, "--tls-key", &key],
            "cannot read the certificate",
        ),
    ] {
        let output = orgd(&[&["serve", "--listen", "127.0.0.1:0"], &flags[..]].concat()).output();
        let output = timeout(PATIENCE, output).await.unwrap().unwrap();
        assert!(!output.status.success());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(message), "{text}");
    }
}
