//! TLS to the server, with the meanings that libpq gives to the parameters of a URL.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::error::StoreError;

/// The parameters of a URL that concern TLS.
#[derive(Default)]
pub(super) struct TlsParameters {
    mode: Option<Mode>,
    root_certificate: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl TlsParameters {
    /// Takes the parameters out of the URL, because the client library does not know all of them.
    pub(super) fn take_from(url: &str) -> Result<(String, Self), StoreError> {
        let mut parameters = Self::default();
        let Some((server, query)) = url.split_once('?') else {
            return Ok((url.to_owned(), parameters));
        };
        let mut others = Vec::new();
        for pair in query.split('&') {
            if !parameters.take(pair)? {
                others.push(pair);
            }
        }
        let separator = if others.is_empty() { "" } else { "?" };
        Ok((
            format!("{server}{separator}{}", others.join("&")),
            parameters,
        ))
    }

    /// Returns `false` if the parameter does not concern TLS.
    fn take(&mut self, pair: &str) -> Result<bool, StoreError> {
        // Unlike in a form, a plus sign is a plus sign.
        let pair = pair.replace('+', "%2B");
        let Some((name, value)) = url::form_urlencoded::parse(pair.as_bytes()).next() else {
            return Ok(false);
        };
        let value = value.into_owned();
        match &*name {
            "sslmode" => self.mode = Some(Mode::parse(&value)?),
            "sslrootcert" => self.root_certificate = Some(value),
            "sslcert" => self.certificate = Some(value),
            "sslkey" => self.key = Some(value),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The mode of the client library, which only decides whether TLS is used.
    pub(super) fn ssl_mode(&self) -> SslMode {
        match self.mode() {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
        }
    }

    fn mode(&self) -> Mode {
        match (self.mode, self.root_certificate.as_deref()) {
            (Some(mode), _) => mode,
            (None, Some("system")) => Mode::VerifyFull,
            (None, _) => Mode::Prefer,
        }
    }

    /// Reads the files, and prepares connections.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, StoreError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = self.verifier(Arc::clone(&provider))?;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(StoreError::internal)?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let config = match (&self.certificate, &self.key) {
            (None, None) => builder.with_no_client_auth(),
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(certificates(Path::new(certificate))?, private_key(key)?)
                .map_err(|error| refused(format!("sslcert {certificate}: {error}")))?,
            _ => return Err(refused("needs both sslcert and sslkey, or none".to_owned())),
        };
        Ok(MakeRustlsConnect::new(config))
    }

    fn verifier(
        &self,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, StoreError> {
        let mode = self.mode();
        let is_system = self.root_certificate.as_deref() == Some("system");
        if is_system && mode != Mode::VerifyFull {
            return Err(refused(
                "needs sslmode=verify-full with sslrootcert=system, because anybody can get a certificate".to_owned(),
            ));
        }
        let file = self.root_certificate.as_ref().map(PathBuf::from);
        let roots = match (mode, file.or_else(default_root_certificate)) {
            (Mode::VerifyFull, _) if is_system => system_roots()?,
            (Mode::Disable | Mode::Prefer, _) | (Mode::Require, None) => {
                return Ok(Arc::new(LenientVerifier {
                    provider,
                    except_name: None,
                }));
            }
            (Mode::VerifyCa | Mode::VerifyFull, None) => {
                return Err(refused(
                    "needs sslrootcert (a file, or system) to verify the server's certificate"
                        .to_owned(),
                ));
            }
            (_, Some(file)) => roots(&file)?,
        };
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .map_err(|error| refused(format!("sslrootcert: {error}")))?;
        Ok(match mode {
            Mode::VerifyFull => verifier,
            _ => Arc::new(LenientVerifier {
                provider,
                except_name: Some(verifier),
            }),
        })
    }
}

impl Mode {
    fn parse(value: &str) -> Result<Self, StoreError> {
        Ok(match value {
            "disable" => Self::Disable,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => {
                return Err(refused(
                    "has an sslmode other than disable, prefer, require, verify-ca and verify-full"
                        .to_owned(),
                ));
            }
        })
    }
}

fn refused(why: String) -> StoreError {
    StoreError::Config(format!("the PostgreSQL URL {why}"))
}

/// libpq's default, which makes `require` verify the certificate if the file exists.
fn default_root_certificate() -> Option<PathBuf> {
    let file = PathBuf::from(env::var_os("HOME")?).join(".postgresql/root.crt");
    file.exists().then_some(file)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let unreadable = |error| {
        let file = file.display();
        refused(format!("names {file}, which cannot be read: {error}"))
    };
    let certificates = CertificateDer::pem_file_iter(file).map_err(unreadable)?;
    let certificates: Vec<_> = certificates.collect::<Result<_, _>>().map_err(unreadable)?;
    if certificates.is_empty() {
        let file = file.display();
        return Err(refused(format!("names {file}, which has no certificate")));
    }
    Ok(certificates)
}

fn private_key(file: &str) -> Result<PrivateKeyDer<'static>, StoreError> {
    PrivateKeyDer::from_pem_file(file).map_err(|error| {
        refused(format!(
            "names the key {file}, which cannot be read: {error}"
        ))
    })
}

fn roots(file: &Path) -> Result<RootCertStore, StoreError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(file)? {
        let file = file.display();
        roots
            .add(certificate)
            .map_err(|error| refused(format!("names {file}, which is not usable: {error}")))?;
    }
    Ok(roots)
}

fn system_roots() -> Result<RootCertStore, StoreError> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    // Systems have certificates that rustls does not accept.
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err(refused(
            "has sslrootcert=system, but this system has no root certificates".to_owned(),
        ));
    }
    Ok(roots)
}

/// Verifies the certificate as `require` and `verify-ca` do: less than rustls does by default.
#[derive(Debug)]
struct LenientVerifier {
    provider: Arc<CryptoProvider>,
    /// Verifies everything except the name. Without it, every certificate is accepted: the connection is encrypted, but
    /// may lead to anybody.
    except_name: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for LenientVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(verifier) = &self.except_name else {
            return Ok(ServerCertVerified::assertion());
        };
        // The name is checked last, so the rest of the certificate is valid.
        match verifier.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        ) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
