//! `orgd-codegen prepare DOCUMENT OUT [FORMAT...]`: prepares an OpenAPI document for the generator.
//!
//! Writes to the folder OUT the document that the generator reads (`openapi.json`), the JSON Schemas of requests
//! (`schemas.json`) and properties for the templates (`properties`). Everything that the generated server could not
//! keep to is a line on standard error, and the program fails.
//!
//! `orgd-codegen stubs OUT CRATE FOLDER`: writes a first implementation of every operation of what is in OUT, on the
//! generated crate CRATE, to FOLDER.
//!
//! `orgd-codegen tidy FOLDER`: removes unused imports from what the generator has written.

mod bodies;
mod check;
mod circle;
mod diagnostic;
mod discriminator;
mod document;
mod keywords;
mod models;
mod names;
mod parameters;
mod paths;
mod pattern;
mod plan;
mod request;
mod responses;
mod rules;
mod security;
mod stubs;
#[cfg(test)]
mod tests;
mod tidy;
mod upgrade;
mod usage;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use document::Document;
use plan::{Plan, plan};

const USAGE: &str = "usage: orgd-codegen prepare DOCUMENT OUT [FORMAT...]
       orgd-codegen stubs OUT CRATE FOLDER
       orgd-codegen tidy FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match &arguments[..] {
        ["prepare", document, out, formats @ ..] => prepare(document, Path::new(out), formats),
        ["stubs", out, krate, folder] => stub(Path::new(out), krate, Path::new(folder)),
        ["tidy", folder] => {
            tidy::folder(Path::new(folder)).map_err(|error| vec![format!("{folder}: {error}")])
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(diagnostics) => {
            diagnostics
                .iter()
                .for_each(|diagnostic| eprintln!("{diagnostic}"));
            ExitCode::FAILURE
        }
    }
}

fn stub(out: &Path, krate: &str, folder: &Path) -> Result<(), Vec<String>> {
    let stubs = fs::read_to_string(out.join("openapi.json")).and_then(|text| {
        let openapi = serde_json::from_str(&text)?;
        stubs::write(&openapi, krate, folder)
    });
    stubs.map_err(|error| vec![error.to_string()])
}

fn prepare(name: &str, out: &Path, formats: &[&str]) -> Result<(), Vec<String>> {
    let named = |line: &dyn ToString| format!("{name}: {}", line.to_string());
    let formats: Vec<_> = formats.iter().map(|format| (*format).to_owned()).collect();
    let text = fs::read_to_string(name).map_err(|error| vec![named(&error)])?;
    let document = Document::read(&text).map_err(|diagnostic| vec![named(&diagnostic)])?;
    let planned = plan(&document, &formats);
    let planned = planned.map_err(|diagnostics| {
        diagnostics
            .iter()
            .map(|diagnostic| named(diagnostic))
            .collect::<Vec<_>>()
    })?;
    write(out, &planned).map_err(|error| vec![named(&error)])
}

fn write(out: &Path, plan: &Plan) -> std::io::Result<()> {
    fs::create_dir_all(out)?;
    fs::write(
        out.join("openapi.json"),
        serde_json::to_string_pretty(&plan.openapi)?,
    )?;
    fs::write(
        out.join("schemas.json"),
        serde_json::to_string_pretty(&plan.schemas)? + "\n",
    )?;
    let properties = plan
        .properties
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    fs::write(
        out.join("properties"),
        properties.collect::<Vec<_>>().join(","),
    )
}
