//! Attributes for `validator`.

use serde_json::Value;

/// The attributes of a schema that `validator` rules cover.
pub fn rules(schema: &Value) -> Vec<String> {
    let mut rules = Vec::new();
    match schema["format"].as_str() {
        Some("email") => rules.push("email".to_owned()),
        Some("uri") => rules.push("custom(function = \"orgd_runtime::uri\")".to_owned()),
        _ => {}
    }
    let mut pair = |rule: &str, low: &str, high: &str| {
        let bounds = [("min", low), ("max", high)];
        let bounds = bounds.into_iter().filter_map(|(name, keyword)| {
            schema[keyword]
                .as_i64()
                .map(|limit| format!("{name} = {limit}"))
        });
        let bounds: Vec<_> = bounds.collect();
        if !bounds.is_empty() {
            rules.push(format!("{rule}({})", bounds.join(", ")));
        }
    };
    pair("length", "minLength", "maxLength");
    pair("range", "minimum", "maximum");
    if let Some(pattern) = schema["pattern"].as_str() {
        rules.push(format!("regex(path = **regex!({pattern:?}))"));
    }
    if schema.get("properties").is_some() {
        rules.push("nested".to_owned());
    }
    rules
}
