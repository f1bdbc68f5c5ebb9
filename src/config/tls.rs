//! TLS without a proxy.

use std::path::PathBuf;

use clap::Args;

/// The certificate of the server.
#[derive(Debug, Clone, Default, Args)]
pub struct TlsConfig {
    /// The file with the certificate chain in PEM; serves TLS. SIGHUP reads both files again
    #[arg(long, env = "ORGD_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The file with the certificate's private key in PEM
    #[arg(long, env = "ORGD_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
}
