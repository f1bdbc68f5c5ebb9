//! The document as it was written: references and operations.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::names::{Unique, field_name};
use crate::upgrade::upgrade;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An OpenAPI 3.1 document.
#[derive(Debug)]
pub struct Document(pub Value);

/// An operation, where it stands in the document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The `operationId`, or one made of the method and the path.
    pub id: String,
    /// The method in upper case.
    pub method: String,
    /// The path template, after the path of the server's URL.
    pub path: String,
    /// The JSON pointer of the operation.
    pub pointer: String,
    /// The parameters of the operation and of its path, each with its JSON pointer.
    pub parameters: Vec<(String, Value)>,
    /// The operation as it is written.
    pub value: Value,
}

impl Document {
    /// Reads a document in YAML or JSON; one in OpenAPI 3.0 is upgraded.
    ///
    /// # Errors
    /// When it is not an OpenAPI document of version 3.0 or 3.1.
    pub fn read(text: &str) -> Result<Self, Diagnostic> {
        let diagnostic = |keyword: &str, reason: &str| Diagnostic::new("", "", keyword, reason);
        let mut document: Value = serde_saphyr::from_str(text)
            .map_err(|error| diagnostic("YAML", &error.to_string().replace('\n', " ")))?;
        let version = document["openapi"].as_str().unwrap_or_default();
        if version.starts_with("3.0.") {
            upgrade(&mut document);
        } else if !version.starts_with("3.1") {
            return Err(diagnostic("openapi", "the version must be 3.0 or 3.1"));
        }
        Ok(Self(document))
    }

    /// What a reference or a value is, with its JSON pointer, and whether a reference was followed.
    ///
    /// # Errors
    /// When the reference leads out of the document, nowhere, or in a circle.
    pub fn resolve<'d>(
        &'d self,
        value: &'d Value,
        pointer: &str,
    ) -> Result<(&'d Value, String), Diagnostic> {
        let mut value = value;
        let mut pointer = pointer.to_owned();
        for _ in 0..32 {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Ok((value, pointer));
            };
            pointer = self.target(reference, &pointer)?;
            value = self.0.pointer(&pointer).unwrap_or(&Value::Null);
        }
        Err(Diagnostic::new("", &pointer, "$ref", "leads in a circle"))
    }

    /// The JSON pointer that a reference leads to.
    ///
    /// # Errors
    /// When it leads out of the document, or nowhere.
    pub fn target(&self, reference: &str, place: &str) -> Result<String, Diagnostic> {
        let diagnostic =
            |reason: &str| Diagnostic::new("", place, "$ref", format!("{reference:?} {reason}"));
        let pointer = reference.strip_prefix('#').ok_or_else(|| {
            diagnostic("leads out of the document, and no schema is looked up by its $id")
        })?;
        let pointer = decoded(pointer);
        match self.0.pointer(&pointer) {
            Some(_) => Ok(pointer),
            None => Err(diagnostic("leads nowhere")),
        }
    }

    /// Every operation, in the document's order.
    ///
    /// # Errors
    /// When a reference cannot be followed.
    pub fn operations(&self) -> Result<Vec<Operation>, Diagnostic> {
        let mut operations = Vec::new();
        let mut names = self.names();
        for (path, item) in self.0["paths"].as_object().into_iter().flatten() {
            if path.starts_with("x-") {
                continue;
            }
            let at = format!("/paths/{}", escape(path));
            let (item, at) = self.resolve(item, &at)?;
            for method in METHODS {
                let Some(value) = item.get(method) else {
                    continue;
                };
                let pointer = format!("{at}/{method}");
                let mut parameters = self.parameters(value, &pointer)?;
                let own: Vec<_> = parameters.iter().map(|(_, one)| key(one)).collect();
                let shared = self.parameters(item, &at)?.into_iter();
                parameters.extend(shared.filter(|(_, one)| !own.contains(&key(one))));
                let id = value["operationId"].as_str().map(str::to_owned);
                operations.push(Operation {
                    id: id.unwrap_or_else(|| names.claim(field_name(&format!("{method} {path}")))),
                    method: method.to_uppercase(),
                    path: self.base() + path,
                    pointer,
                    parameters,
                    value: value.clone(),
                });
            }
        }
        Ok(operations)
    }

    /// The path of the URL of the document's first server. Servers of a path or an operation are other servers.
    fn base(&self) -> String {
        let server = &self.0["servers"][0];
        let mut url = server["url"].as_str().unwrap_or("/").to_owned();
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

    /// The names that operations have themselves.
    fn names(&self) -> Unique {
        let mut names = Unique::default();
        let items = self.0["paths"].as_object().into_iter().flatten();
        let operations = items.flat_map(|(_, item)| item.as_object().into_iter().flatten());
        for id in operations.filter_map(|(_, operation)| operation.get("operationId")?.as_str()) {
            names.claim(field_name(id));
        }
        names
    }

    fn parameters(&self, of: &Value, at: &str) -> Result<Vec<(String, Value)>, Diagnostic> {
        let parameters = of["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate();
        let resolved = parameters.map(|(index, parameter)| {
            let (value, pointer) = self.resolve(parameter, &format!("{at}/parameters/{index}"))?;
            Ok((pointer, value.clone()))
        });
        let resolved: Vec<_> = resolved.collect::<Result<_, Diagnostic>>()?;
        // OpenAPI: a parameter for one of these headers is ignored; other parts of the document say it.
        let is_ignored = |parameter: &Value| {
            let name = parameter["name"]
                .as_str()
                .unwrap_or_default()
                .to_lowercase();
            parameter["in"] == "header"
                && ["accept", "content-type", "authorization"].contains(&name.as_str())
        };
        Ok(resolved
            .into_iter()
            .filter(|(_, parameter)| !is_ignored(parameter))
            .collect())
    }
}

/// What tells parameters apart.
fn key(parameter: &Value) -> (Value, Value) {
    (parameter["in"].clone(), parameter["name"].clone())
}

/// A name as a token of a JSON pointer (RFC 6901).
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a token of a JSON pointer stands for.
pub fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// A pointer in a URI fragment, decoded.
fn decoded(fragment: &str) -> String {
    let bytes = fragment.as_bytes();
    let mut decoded = Vec::new();
    let mut index = 0;
    while index < bytes.len() {
        let byte = fragment
            .get(index + 1..index + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[index], byte) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                index += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
