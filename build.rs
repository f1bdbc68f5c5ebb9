//! Converts the contract and the documents derived from it to JSON at build time. The server needs no YAML parser, and
//! does not keep the documents in memory.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use surface::Surface;

#[path = "build/project.rs"]
mod project;

#[path = "src/contract/derived.rs"]
mod derived;

#[path = "src/surface.rs"]
#[allow(dead_code, reason = "the server uses more of it")]
mod surface;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=openapi.yaml");
    println!("cargo::rerun-if-changed=migrations");
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    let project = project::files(&PathBuf::from(env::var("CARGO_MANIFEST_DIR")?))?;
    fs::write(folder.join("project.rs"), project)?;
    let contract: Value = serde_saphyr::from_str(&fs::read_to_string("openapi.yaml")?)?;
    let mut parts = vec![("openapi", None, contract.clone())];
    for surface in Surface::ALL {
        let part = derived::of_surface(&contract, surface);
        parts.push((surface.name(), Some(surface), part));
    }
    let mut documents = String::from("[");
    for (suffix, version) in [("", "V3_1"), ("-3.0", "V3_0")] {
        for (name, surface, document) in &parts {
            let file = format!("{name}{suffix}.json");
            let title = title(name, version);
            match version {
                "V3_0" => write(&folder.join(&file), &derived::in_3_0(document))?,
                _ => write(&folder.join(&file), document)?,
            }
            let surface = match surface {
                Some(surface) => format!("Some(Surface::{surface:?})"),
                None => "None".to_owned(),
            };
            documents += &format!(
                r#"Document {{
                    title: {title:?}, path: "/api-docs/{file}", from_page: "../api-docs/{file}",
                    surface: {surface}, version: Version::{version},
                    json: include_str!(concat!(env!("OUT_DIR"), "/{file}")),
                }},"#
            );
        }
    }
    Ok(fs::write(folder.join("documents.rs"), documents + "]")?)
}

/// What Swagger UI calls the document.
fn title(name: &str, version: &str) -> String {
    let name = if name == "openapi" { "orgd" } else { name };
    match version {
        "V3_0" => format!("{name} (OpenAPI 3.0)"),
        _ => name.to_owned(),
    }
}

fn write(target: &Path, document: &Value) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(target, serde_json::to_string(document)?)?)
}
