//! Turns the contract into JSON once, at build time, with the documents that are derived from it: the server
//! needs no YAML parser, and keeps none of them in memory.

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
