//! The contract as data, served whole and in parts.

use clap::ValueEnum;

use crate::surface::Surface;

#[cfg(test)]
mod derived;

/// `openapi.yaml`, word for word.
pub const YAML: &str = include_str!("../openapi.yaml");

/// `openapi.yaml` as JSON.
pub const JSON: &str = DOCUMENTS[0].json;

/// The contract as JSON: the whole of it and each surface's part, in OpenAPI 3.1 and 3.0.
pub const DOCUMENTS: &[Document] = &include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// The contract, or a surface's part of it, in a version of OpenAPI.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// The title for people.
    pub title: &'static str,
    /// The path that it is served under.
    pub path: &'static str,
    /// The same, seen from Swagger UI under `/docs/`.
    pub from_page: &'static str,
    /// The surface, or `None` for the whole contract.
    pub surface: Option<Surface>,
    /// The version of OpenAPI.
    pub version: Version,
    /// The document.
    pub json: &'static str,
}

impl Document {
    /// The document with another server: a URL, or a path from where the document is served.
    pub fn at(&self, server: &str) -> String {
        let server = format!(r#""servers":[{{"url":"{server}""#);
        self.json.replacen(r#""servers":[{"url":"/""#, &server, 1)
    }
}

/// [`YAML`] with another server.
pub fn yaml_at(server: &str) -> String {
    let server = format!("servers:\n  - url: {server}\n");
    YAML.replacen("servers:\n  - url: /\n", &server, 1)
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// For tools that are weak at 3.1
    #[value(name = "3.0")]
    V3_0,
    /// The version that the contract is written in
    #[value(name = "3.1")]
    V3_1,
}
