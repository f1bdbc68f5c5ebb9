//! `openapi.yaml` as data.

use serde_json::{Value, json};

/// The document, as this server serves it.
pub struct Document {
    openapi: Value,
    base: String,
}

impl Document {
    /// The document of this server.
    pub fn of_the_server() -> Self {
        let text = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));
        Self::new(serde_json::from_str(text).unwrap_or_default())
    }

    fn new(mut openapi: Value) -> Self {
        let base = base(&openapi["servers"][0]);
        // Swagger UI and other tools are to call this server, wherever it is.
        let url = if base.is_empty() { "/" } else { &base };
        openapi["servers"] = json!([{ "url": url }]);
        Self { openapi, base }
    }

    /// The path of the document's server, such as `/v1`; empty for none.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether the document has this path.
    pub fn has(&self, path: &str) -> bool {
        self.openapi["paths"].get(path).is_some()
    }

    /// Whether the document has a path that begins with this.
    pub fn has_below(&self, prefix: &str) -> bool {
        let mut paths = self.openapi["paths"].as_object().into_iter().flatten();
        paths.any(|(path, _)| path.starts_with(prefix))
    }

    /// The document as JSON.
    pub fn json(&self) -> String {
        self.openapi.to_string()
    }
}

/// The path of a server's URL, with the default of each variable.
fn base(server: &Value) -> String {
    let mut url = server["url"].as_str().unwrap_or_default().to_owned();
    for (name, variable) in server["variables"].as_object().into_iter().flatten() {
        let default = variable["default"].as_str().unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => &url,
    };
    let path = path.trim_matches('/');
    // A dot, a query or a variable without a default is no path that requests could have.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    match path.is_empty() || path.starts_with('.') || !path.chars().all(is_plain) {
        true => String::new(),
        false => format!("/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_the_path_of_the_first_server() {
        let cases = [
            (json!({}), ""),
            (json!({"url": "/"}), ""),
            (json!({"url": "/v1/"}), "/v1"),
            (json!({"url": "https://api.example.com"}), ""),
            (json!({"url": "https://api.example.com/a/v2"}), "/a/v2"),
            (json!({"url": "https://x.example/{stage}"}), ""),
            (
                json!({"url": "https://x.example/{stage}", "variables": {"stage": {"default": "live"}}}),
                "/live",
            ),
        ];
        for (server, path) in cases {
            assert_eq!(base(&server), path, "{server}");
        }
    }
}
