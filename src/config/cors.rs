//! The web pages that may call the server.

use axum::http::HeaderValue;
use clap::Args;
use url::Url;

/// The web pages that may call the server from a browser.
#[derive(Debug, Clone, Default, Args)]
pub struct CorsConfig {
    /// The origins of web pages that may call the API, such as `https://app.example.com`, or `*`; none if not set
    #[arg(long, env = "ORGD_CORS_ORIGINS", value_delimiter = ',', value_parser = origin)]
    pub cors_origins: Vec<HeaderValue>,
}

/// Reads an origin as a browser writes it: a browser compares it character by character.
fn origin(text: &str) -> Result<HeaderValue, &'static str> {
    let text = text.trim();
    let is_origin = Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text);
    let value = HeaderValue::from_str(text).ok();
    value
        .filter(|_| is_origin || text == "*")
        .ok_or("must be * or an origin such as https://app.example.com, without a path")
}
