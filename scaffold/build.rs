//! Turns the document into JSON for Swagger UI and other tools, and embeds the migrations again when they change.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=openapi.yaml");
    println!("cargo::rerun-if-changed=migrations");
    let document: Value = serde_saphyr::from_str(&fs::read_to_string("openapi.yaml")?)?;
    let target = PathBuf::from(env::var("OUT_DIR")?).join("openapi.json");
    Ok(fs::write(target, serde_json::to_string(&document)?)?)
}
