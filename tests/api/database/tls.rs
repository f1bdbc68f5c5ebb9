//! PostgreSQL over TLS, against a real server with certificates of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use crate::support::{Database, PATIENCE, Server, Storage, orgd};

/// A certificate authority, with a certificate for the server and one for a client.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new([]).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let file = folder.join(format!("{name}.crt"));
        let certificate = parameters.self_signed(&key).unwrap();
        std::fs::write(&file, certificate.pem()).unwrap();
        let issuer = Issuer::new(parameters, key);
        Self { issuer, file }
    }

    fn issue(&self, name: &str) -> (Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
        parameters.distinguished_name.push(DnType::CommonName, name);
        (parameters.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

/// Gives the server TLS. Its key must belong to its user, so the server itself writes the files.
async fn enable(storage: &Storage, authority: &Authority) {
    let (certificate, key) = authority.issue("localhost");
    let root = std::fs::read_to_string(&authority.file).unwrap();
    for (name, text) in [
        ("tls.crt", certificate.pem()),
        ("tls.key", key.serialize_pem()),
        ("tls-root.crt", root),
    ] {
        let lines = text.replace("\r\n", "\n");
        let lines = lines.trim().replace('\n', "'), ('");
        let copy = format!(
            "COPY (SELECT * FROM (VALUES ('{lines}')) AS lines)
             TO PROGRAM 'umask 077; cat > \"$PWD\"/{name}'"
        );
        storage.execute(&copy).await;
    }
    for setting in [
        "ssl_cert_file = 'tls.crt'",
        "ssl_key_file = 'tls.key'",
        "ssl_ca_file = 'tls-root.crt'",
    ] {
        storage
            .execute(&format!("ALTER SYSTEM SET {setting}"))
            .await;
    }
    switch(storage, "on").await;
}

/// Switches TLS on or off, and waits until the server has noticed.
async fn switch(storage: &Storage, state: &str) {
    storage
        .execute(&format!("ALTER SYSTEM SET ssl = {state}"))
        .await;
    storage.execute("SELECT pg_reload_conf()").await;
    let deadline = std::time::Instant::now() + PATIENCE;
    // Each question has a new connection, whose settings are those of the server.
    while storage.value("SELECT current_setting('ssl')").await != state {
        assert!(std::time::Instant::now() < deadline, "ssl is not {state}");
    }
}

/// The error of `orgd migrate` on that host with these parameters, or nothing.
async fn connect(storage: &Storage, host: &str, parameters: &str) -> Option<String> {
    let url = storage.url.replace("@127.0.0.1", &format!("@{host}"));
    assert!(url.contains(host), "{url}");
    let mut command = orgd(&["migrate"]);
    command.env("DATABASE_URL", format!("{url}?{parameters}"));
    let output = command.output().await.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    (!output.status.success()).then_some(error)
}

/// One test, because the cases share the setting of the server.
#[tokio::test]
#[ignore = "needs PostgreSQL: tests/run starts one"]
async fn certificates_are_verified_as_the_mode_requires() {
    let storage = Arc::new(Database::Postgres.create().await);
    let folder = storage.folder.path();
    let authority = Authority::new(folder, "root");
    let other = Authority::new(folder, "other");
    let (ours, theirs) = (authority.file.display(), other.file.display());

    // A server without TLS.
    for (parameters, reason) in [
        ("sslmode=disable", None),
        ("sslmode=prefer", None),
        ("", None),
        ("sslmode=require", Some("TLS")),
        (
            &format!("sslmode=verify-ca&sslrootcert={ours}"),
            Some("TLS"),
        ),
    ] {
        check(&storage, "127.0.0.1", parameters, reason).await;
    }

    enable(&storage, &authority).await;
    for (host, parameters, reason) in [
        ("127.0.0.1", "sslmode=disable".to_owned(), None),
        ("127.0.0.1", String::new(), None),
        ("127.0.0.1", "sslmode=require".to_owned(), None),
        (
            "127.0.0.1",
            format!("sslmode=require&sslrootcert={ours}"),
            None,
        ),
        (
            "127.0.0.1",
            format!("sslmode=require&sslrootcert={theirs}"),
            Some("certificate"),
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={ours}"),
            None,
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={theirs}"),
            Some("certificate"),
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-full&sslrootcert={ours}"),
            Some("certificate"),
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={ours}"),
            None,
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={theirs}"),
            Some("certificate"),
        ),
        // No public authority has issued the certificate.
        (
            "localhost",
            "sslrootcert=system".to_owned(),
            Some("certificate"),
        ),
        (
            "localhost",
            "sslmode=verify-full".to_owned(),
            Some("needs sslrootcert"),
        ),
        (
            "localhost",
            "sslmode=require&sslrootcert=system".to_owned(),
            Some("verify-full"),
        ),
        ("localhost", "sslmode=always".to_owned(), Some("sslmode")),
        (
            "localhost",
            "sslmode=require&sslrootcert=/no/such".to_owned(),
            Some("/no/such"),
        ),
        ("localhost", "sslcert=/no/such".to_owned(), Some("sslkey")),
    ] {
        check(&storage, host, &parameters, reason).await;
    }
    a_client_certificate_is_sent(&storage, &authority).await;
    switch(&storage, "off").await;
}

async fn check(storage: &Storage, host: &str, parameters: &str, reason: Option<&str>) {
    let error = connect(storage, host, parameters).await;
    match (&error, reason) {
        (None, None) => {}
        (Some(error), Some(reason)) => assert!(error.contains(reason), "{parameters}: {error}"),
        _ => panic!("{host} {parameters}: {error:?}"),
    }
}

async fn a_client_certificate_is_sent(storage: &Arc<Storage>, authority: &Authority) {
    let (certificate, key) = authority.issue("orgd-client");
    let folder = storage.folder.path();
    let files = [folder.join("client.crt"), folder.join("client.key")];
    std::fs::write(&files[0], certificate.pem()).unwrap();
    std::fs::write(&files[1], key.serialize_pem()).unwrap();
    let [certificate, key] = files.map(|file| file.display().to_string());
    let root = authority.file.display();
    let url = storage.url.replace("127.0.0.1", "localhost");
    let mut command = orgd(&["serve", "--listen", "127.0.0.1:0"]);
    command.env(
        "DATABASE_URL",
        format!("{url}?sslmode=verify-full&sslrootcert={root}&sslcert={certificate}&sslkey={key}"),
    );
    let server = Server::spawn(Arc::clone(storage), command).await;
    assert_eq!(server.stranger().get("/readyz").await.status, 204);
    let seen = storage
        .value(
            "SELECT DISTINCT ssl || ' ' || client_dn FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
             WHERE datname = current_database() AND application_name = 'orgd'",
        )
        .await;
    assert!(
        seen.starts_with("true ") && seen.contains("orgd-client"),
        "{seen}"
    );
}
