//! The first implementation of every operation of a new project: "not implemented".

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde_json::Value;

use crate::names::field_name;

/// Writes a file for each tag, and a module that names them, unless the folder is there already.
///
/// # Errors
/// When a file cannot be written.
pub fn write(openapi: &Value, krate: &str, folder: &Path) -> io::Result<()> {
    let mut tags = BTreeMap::<&str, Vec<&Value>>::new();
    for operation in openapi["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(_, item)| item.as_object())
        .flatten()
    {
        let (_, operation) = operation;
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        tags.entry(tag).or_default().push(&operation["x-rust"]);
    }
    fs::create_dir_all(folder)?;
    let mut modules = String::from(
        "//! The generated traits, implemented: each operation translates, calls and wraps.\n\n",
    );
    for (tag, operations) in tags {
        let module = field_name(tag);
        modules.push_str(&format!("mod {module};\n"));
        fs::write(
            folder.join(format!("{module}.rs")),
            stubs(tag, &module, &operations, krate),
        )?;
    }
    fs::write(folder.join("mod.rs"), modules)
}

fn stubs(tag: &str, module: &str, operations: &[&Value], krate: &str) -> String {
    let text =
        |operation: &Value, member: &str| operation[member].as_str().unwrap_or_default().to_owned();
    let names = operations.iter().flat_map(|operation| {
        let name = text(operation, "name");
        [format!("{name}Request"), format!("{name}Response")]
    });
    let names: Vec<_> = names.collect();
    let methods = operations.iter().map(|operation| {
        let (method, name) = (text(operation, "method"), text(operation, "name"));
        let permission = match operation["permission"].as_str() {
            Some(permission) => format!(", {permission}"),
            None => String::new(),
        };
        let context = match operation["mode"].as_str() {
            Some("secured") => format!("_: Context<Caller{permission}>, "),
            Some("optional") => format!("_: Context<Option<Caller>{permission}>, "),
            _ => String::new(),
        };
        format!(
            "    async fn {method}(&self, {context}_: {name}Request) -> Result<{name}Response, Error> {{\n        \
             Err(Error::NotImplemented)\n    }}\n"
        )
    });
    let methods: Vec<_> = methods.collect();
    format!(
        "//! The operations tagged `{tag}`.\n\nuse orgd_runtime::{{Context, Permission}};\nuse {krate}::apis::{tag};\n\
         use {krate}::apis::{module}::{{{}}};\n\nuse crate::app::{{App, Caller}};\nuse crate::error::Error;\n\n\
         impl {tag} for App {{\n{}}}\n",
        names.join(", "),
        methods.join("\n"),
    )
}
