//! The secrets of a test, which no log may contain.

use std::collections::HashSet;
use std::sync::Mutex;

use serde_json::Value;

use super::{JWT_SECRET, SECRET_KEY};

/// The API keys, tokens and embed secrets that a test has created or was told, on one database.
#[derive(Default)]
pub struct Secrets(Mutex<HashSet<String>>);

impl Secrets {
    /// Adds the part of a credential that nobody else knows, if this is a credential.
    pub fn add_credential(&self, credential: &str) {
        let secret = match credential.strip_prefix("bd_key_") {
            Some(key) => key,
            // The signature.
            None => credential.rsplit('.').next().unwrap_or_default(),
        };
        // Tests also send what only resembles a credential, such as words.
        if secret.len() >= 32 {
            self.0.lock().unwrap().insert(secret.to_owned());
        }
    }

    /// Adds the secrets in a response, or in the output of a command.
    pub fn add_from(&self, shown: &Value) {
        match shown {
            Value::Object(members) => {
                for (name, value) in members {
                    match (name.as_str(), value) {
                        ("key" | "token", Value::String(text)) => self.add_credential(text),
                        ("jwtSecret", Value::String(text)) => {
                            self.0.lock().unwrap().insert(text.clone());
                        }
                        _ => self.add_from(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add_from(item)),
            _ => {}
        }
    }

    /// Fails if the text contains a secret, as plain text or as hexadecimal digits.
    pub fn assert_not_in(&self, text: &str) {
        let own = self.0.lock().unwrap();
        let all = own.iter().map(String::as_str);
        for secret in all.chain([JWT_SECRET, SECRET_KEY]) {
            let hexadecimal: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            for form in [secret, &hexadecimal] {
                assert!(!text.contains(form), "the log contains the secret {secret}");
            }
        }
    }
}
