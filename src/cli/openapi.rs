//! `orgd openapi`: the contract, for tools.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CliError, Output};
use crate::config::{FileConfig, PublicUrlConfig};
use crate::contract::{self, DOCUMENTS, Version, YAML};
use crate::surface::Surface;

#[derive(Debug, Args)]
pub struct OpenapiCommand {
    /// Print only the part of one surface
    #[arg(long, value_parser = surface())]
    surface: Option<Surface>,
    /// The version of OpenAPI
    #[arg(long, value_enum, default_value_t = Version::V3_1)]
    openapi: Version,
    /// The format; the default is YAML for the whole contract in OpenAPI 3.1, and JSON for the rest
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    _file: FileConfig,
    #[command(flatten)]
    public_url: PublicUrlConfig,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Yaml,
    Json,
}

fn surface() -> impl TypedValueParser<Value = Surface> {
    PossibleValuesParser::new(Surface::ALL.map(Surface::name))
        .try_map(|name| Surface::from_name(&name).ok_or("unknown surface"))
}

impl OpenapiCommand {
    pub fn run(&self) -> Result<Output, CliError> {
        let document = DOCUMENTS
            .iter()
            .find(|document| document.surface == self.surface && document.version == self.openapi);
        let document = document.ok_or("this document does not exist")?;
        let (json, yaml) = match self.public_url.get()?.map(|url| url.to_string()) {
            Some(url) => (document.at(&url), contract::yaml_at(&url)),
            None => (document.json.to_owned(), YAML.to_owned()),
        };
        let is_as_written = self.surface.is_none() && self.openapi == Version::V3_1;
        let text = match self.format {
            Some(Format::Yaml) | None if is_as_written => yaml.trim_end().to_owned(),
            Some(Format::Yaml) => in_yaml(&json)?,
            _ => json,
        };
        Ok(Output::new(text, Value::Null))
    }
}

/// The document in YAML, with its members in the same order.
fn in_yaml(json: &str) -> Result<String, CliError> {
    let mut yaml = String::new();
    let mut document = serde_json::Deserializer::from_str(json);
    let mut serializer = serde_saphyr::Serializer::new(&mut yaml);
    serde_transcode::transcode(&mut document, &mut serializer)?;
    Ok(yaml.trim_end().to_owned())
}
