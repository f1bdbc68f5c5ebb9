//! Lists the files that `orgd new` writes, for the program to embed.

use std::fs;
use std::io::{Error, Result};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What a new project is made of.
const FOLDERS: [&str; 3] = ["codegen", "runtime", "scaffold"];

/// What tools write beside the sources.
const BUILT: [&str; 2] = ["target", "__pycache__"];

/// An array expression with a `File` for each file.
pub fn files(root: &Path) -> Result<String> {
    let mut list = String::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        add(root, Path::new(folder), &mut list)?;
    }
    Ok(format!("&[{list}]"))
}

fn add(root: &Path, path: &Path, list: &mut String) -> Result<()> {
    let metadata = fs::metadata(root.join(path))?;
    if metadata.is_dir() {
        let entries = fs::read_dir(root.join(path))?;
        let mut names: Vec<_> = entries
            .map(|entry| Ok(entry?.file_name()))
            .collect::<Result<_>>()?;
        // The order of a folder's entries is the file system's, and a build should repeat.
        names.sort();
        let sources = names
            .iter()
            .filter(|name| !BUILT.iter().any(|built| *name == built));
        return sources
            .map(|name| path.join(name))
            .try_for_each(|path| add(root, &path, list));
    }
    let path = path
        .to_str()
        .ok_or_else(|| Error::other("a path is not UTF-8"))?;
    let is_program = metadata.permissions().mode() & 0o111 != 0;
    *list += &format!(
        "File {{ path: {path:?}, is_program: {is_program}, \
         content: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", {path:?})) }},\n"
    );
    Ok(())
}
