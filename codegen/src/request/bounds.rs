//! The bounds of numbers.

use serde_json::{Map, Value, json};

use super::types;

/// Adds the bounds that a numeric format implies, unless the schema has tighter ones. An integer without a format has 64
/// bits.
pub fn add(schema: &Map<String, Value>, written: &mut Map<String, Value>) {
    let format = schema.get("format").and_then(Value::as_str);
    let Some((min, max)) = bounds(&types(schema), format) else {
        return;
    };
    let mut bound =
        |keyword: &str, exclusive: &str, limit: Value, is_tighter: fn(f64, f64) -> bool| {
            let own = [keyword, exclusive]
                .into_iter()
                .filter_map(|keyword| schema.get(keyword)?.as_f64());
            let limit_value = limit.as_f64().unwrap_or_default();
            if !own.into_iter().any(|own| is_tighter(own, limit_value)) {
                written.insert(keyword.to_owned(), limit);
            }
        };
    bound("minimum", "exclusiveMinimum", min, |own, limit| {
        own >= limit
    });
    bound("maximum", "exclusiveMaximum", max, |own, limit| {
        own <= limit
    });
}

fn bounds(types: &[String], format: Option<&str>) -> Option<(Value, Value)> {
    let has = |kind: &str| types.iter().any(|own| own == kind);
    if has("number") {
        return (format == Some("float")).then(|| (json!(f32::MIN), json!(f32::MAX)));
    }
    has("integer").then(|| match format {
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint8") => (json!(0), json!(u8::MAX)),
        Some("uint16") => (json!(0), json!(u16::MAX)),
        Some("uint32") => (json!(0), json!(u32::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        _ => (json!(i64::MIN), json!(i64::MAX)),
    })
}
