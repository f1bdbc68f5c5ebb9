//! `openapi.yaml` as data.

use serde_json::{Value, json};

/// The methods that a path item can have.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The document, with this server as its only one.
pub struct Document {
    openapi: Value,
    paths: Vec<String>,
}

impl Document {
    /// The document of this server.
    pub fn of_this_server() -> Self {
        let text = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));
        Self::new(serde_json::from_str(text).unwrap_or_default())
    }

    fn new(mut openapi: Value) -> Self {
        let base = use_this_server(&mut openapi).unwrap_or_default();
        openapi["servers"] = json!([{ "url": url(&base) }]);
        let mut paths = Vec::new();
        for (path, item) in openapi["paths"].as_object_mut().into_iter().flatten() {
            let of_item = use_this_server(item);
            for method in METHODS {
                if let Some(operation) = item.get_mut(method) {
                    let own = use_this_server(operation).or_else(|| of_item.clone());
                    paths.push(own.unwrap_or_else(|| base.clone()) + path);
                }
            }
        }
        Self { openapi, paths }
    }

    /// Whether the document has an operation at this path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|own| own == path)
    }

    /// Whether the document has a path that starts with this.
    pub fn has_below(&self, prefix: &str) -> bool {
        self.paths.iter().any(|own| own.starts_with(prefix))
    }

    /// The document as JSON.
    pub fn json(&self) -> String {
        self.openapi.to_string()
    }
}

/// Replaces the servers of the document, a path item or an operation with this server, for Swagger UI and other tools,
/// and returns the path of the first of them, at which the generated router serves.
fn use_this_server(owner: &mut Value) -> Option<String> {
    let base = base(owner.get("servers")?.get(0)?);
    owner["servers"] = json!([{ "url": url(&base) }]);
    Some(base)
}

fn url(base: &str) -> &str {
    if base.is_empty() { "/" } else { base }
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
    path.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_the_path_of_a_server() {
        let cases = [
            (json!({"url": "/"}), ""),
            (json!({"url": "/v1/"}), "/v1"),
            (json!({"url": "https://api.example.com"}), ""),
            (json!({"url": "https://api.example.com/a/v2"}), "/a/v2"),
            (
                json!({"url": "https://x.example/{stage}", "variables": {"stage": {"default": "live"}}}),
                "/live",
            ),
        ];
        for (server, path) in cases {
            assert_eq!(base(&server), path, "{server}");
        }
    }

    #[test]
    fn the_closest_servers_count() {
        let servers = |url: &str| json!([{ "url": url }]);
        let document = Document::new(json!({
            "servers": servers("https://x.example/v1"),
            "paths": {
                "/a": { "get": {} },
                "/b": { "servers": servers("https://y.example"), "get": {}, "put": { "servers": servers("/v2") } },
            },
        }));
        assert_eq!(document.paths, ["/v1/a", "/b", "/v2/b"]);
        assert_eq!(document.openapi["servers"][0]["url"], "/v1");
        assert_eq!(document.openapi["paths"]["/b"]["servers"][0]["url"], "/");
    }
}
