//! Converts the contract and the documents derived from it to JSON at build time. The server needs no YAML parser, and
//! does not keep the documents in memory.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

#[path = "src/contract/derived/mod.rs"]
mod derived;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=openapi.yaml");
    println!("cargo::rerun-if-changed=migrations");
    let contract: Value = serde_saphyr::from_str(&fs::read_to_string("openapi.yaml")?)?;
    let public = derived::of_tag(&contract, "public");
    let v1 = derived::of_tag(&contract, "v1");
    for (name, document) in [("openapi", contract), ("public", public), ("v1", v1)] {
        write(&format!("{name}-3.0.json"), &derived::in_3_0(&document))?;
        write(&format!("{name}.json"), &document)?;
    }
    Ok(())
}

fn write(name: &str, document: &Value) -> Result<(), Box<dyn Error>> {
    let target = Path::new(&env::var("OUT_DIR")?).join(name);
    Ok(fs::write(target, serde_json::to_string(document)?)?)
}
