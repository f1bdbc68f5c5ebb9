use serde_json::{Value, json};

use super::{Unreadable, decode, pairs};
use crate::{Parameter, Scalar, Shape, Style};

const LIST: Shape = Shape::Array(&Shape::INTEGER);
const OBJECT: Shape = Shape::Object {
    properties: &[
        ("r", Shape::INTEGER),
        ("tags", Shape::Array(&Shape::STRING)),
    ],
    additional: None,
};

/// Reads a query.
fn query(parameter: Parameter, text: &str) -> Result<Option<Value>, Unreadable> {
    decode(&parameter, &pairs(text))
}

/// Reads the value of a parameter called `p`.
fn value(parameter: Parameter, text: &'static str) -> Result<Option<Value>, Unreadable> {
    decode(&parameter, &[("p".into(), text.into())])
}

#[track_caller]
fn assert_values(style: Style, shape: Shape, values: &[(&'static str, Value)]) {
    for (text, expected) in values {
        let read = value(Parameter::path("p", shape).style(style), text);
        assert_eq!(read, Ok(Some(expected.clone())), "{style:?} {text}");
    }
}

#[track_caller]
fn assert_malformed(style: Style, shape: Shape, texts: &[&'static str]) {
    for text in texts {
        let read = value(Parameter::path("p", shape).style(style), text);
        assert_eq!(read, Err(Unreadable::Malformed), "{style:?} {text}");
    }
}

#[test]
fn simple() {
    let (plain, exploded) = (
        Style::Simple { explode: false },
        Style::Simple { explode: true },
    );
    assert_values(plain, Shape::INTEGER, &[("5", json!(5)), ("a", json!("a"))]);
    assert_values(
        plain,
        LIST,
        &[("1,2", json!([1, 2])), ("1%2C2", json!(["1,2"]))],
    );
    assert_values(plain, OBJECT, &[("r,1,g,x", json!({ "r": 1, "g": "x" }))]);
    assert_values(
        exploded,
        OBJECT,
        &[("r=1,g=x", json!({ "r": 1, "g": "x" }))],
    );
    assert_malformed(plain, OBJECT, &["r", "r,1,g"]);
    assert_malformed(exploded, OBJECT, &["r,1"]);
    let parameter = Parameter::path("p", Shape::STRING).style(plain);
    assert_eq!(
        decode(&parameter, &pairs("p=%FF")),
        Err(Unreadable::Encoding)
    );
}

#[test]
fn label() {
    let (plain, exploded) = (
        Style::Label { explode: false },
        Style::Label { explode: true },
    );
    assert_values(plain, Shape::STRING, &[(".a", json!("a"))]);
    assert_values(plain, LIST, &[(".1,2", json!([1, 2]))]);
    assert_values(exploded, LIST, &[(".1.2", json!([1, 2]))]);
    assert_values(plain, OBJECT, &[(".r,1", json!({ "r": 1 }))]);
    assert_values(
        exploded,
        OBJECT,
        &[(".r=1.g=x", json!({ "r": 1, "g": "x" }))],
    );
    assert_malformed(plain, Shape::STRING, &["a"]);
}

#[test]
fn matrix() {
    let (plain, exploded) = (
        Style::Matrix { explode: false },
        Style::Matrix { explode: true },
    );
    assert_values(
        plain,
        Shape::STRING,
        &[(";p=a", json!("a")), (";p", json!(""))],
    );
    assert_values(plain, LIST, &[(";p=1,2", json!([1, 2]))]);
    assert_values(exploded, LIST, &[(";p=1;p=2", json!([1, 2]))]);
    assert_values(plain, OBJECT, &[(";p=r,1", json!({ "r": 1 }))]);
    assert_values(
        exploded,
        OBJECT,
        &[(";r=1;g=x", json!({ "r": 1, "g": "x" }))],
    );
    assert_malformed(plain, Shape::STRING, &["a", ";q=a"]);
    assert_malformed(exploded, LIST, &[";p=1;q=2", "p=1"]);
}

#[test]
fn form() {
    let list = Parameter::query("p", LIST);
    assert_eq!(query(list, "p=1&q=3&p=2"), Ok(Some(json!([1, 2]))));
    assert_eq!(query(list, "q=3"), Ok(None));
    let commas = list.style(Style::Form { explode: false });
    assert_eq!(query(commas, "p=1,2"), Ok(Some(json!([1, 2]))));
    assert_eq!(query(commas, "p=1&p=2"), Err(Unreadable::Duplicate));
    assert_eq!(query(commas, "p="), Ok(Some(json!([]))));
    let object = Parameter::query("p", OBJECT);
    let members = json!({ "r": 1, "tags": ["a", "b"] });
    assert_eq!(query(object, "r=1&tags=a&tags=b"), Ok(Some(members)));
    assert_eq!(query(object, "r=1&r=2"), Err(Unreadable::Duplicate));
    assert_eq!(query(object, "x=1"), Ok(None));
    let text = Parameter::query("p", Shape::STRING);
    assert_eq!(query(text, "p=a+b%2B%20c"), Ok(Some(json!("a b+ c"))));
    assert_eq!(query(text, "p=a&p=b"), Err(Unreadable::Duplicate));
}

#[test]
fn delimited() {
    let spaces = Parameter::query("p", LIST).style(Style::SpaceDelimited);
    for text in ["p=1%202", "p=1+2"] {
        assert_eq!(query(spaces, text), Ok(Some(json!([1, 2]))), "{text}");
    }
    let pipes = Parameter::query("p", LIST).style(Style::PipeDelimited);
    for text in ["p=1|2", "p=1%7C2", "p=1%7c2"] {
        assert_eq!(query(pipes, text), Ok(Some(json!([1, 2]))), "{text}");
    }
}

#[test]
fn deep_object() {
    let object = Parameter::query("p", OBJECT).style(Style::DeepObject);
    let members = json!({ "r": 1, "tags": ["a", "b"] });
    let text = "p%5Br%5D=1&p[tags]=a&p[tags]=b&q[r]=2";
    assert_eq!(query(object, text), Ok(Some(members)));
    assert_eq!(query(object, "p=1"), Ok(None));
    assert_eq!(query(object, "p[r]=1&p[r]=2"), Err(Unreadable::Duplicate));
    assert_eq!(query(object, "p[r][x]=1"), Err(Unreadable::Malformed));
}

#[test]
fn json_content() {
    let parameter = Parameter::query("p", Shape::STRING).style(Style::Json);
    let members = json!({ "a": [1, null] });
    let text = "p=%7B%22a%22%3A%5B1%2Cnull%5D%7D";
    assert_eq!(query(parameter, text), Ok(Some(members)));
    // What is not JSON is left to the schema, as a text.
    assert_eq!(query(parameter, "p=%7B"), Ok(Some(json!("{"))));
}

#[test]
fn empty_values() {
    let text = Parameter::query("p", Shape::STRING).allow_empty();
    assert_eq!(query(text, "p="), Ok(Some(json!(""))));
    assert_eq!(query(text, "p"), Ok(Some(json!(""))));
    let number = Parameter::query("p", Shape::INTEGER);
    assert_eq!(query(number.allow_empty(), "p="), Ok(None));
    assert_eq!(query(number, "p="), Ok(Some(json!(""))));
    let list = Parameter::query("p", LIST).allow_empty();
    assert_eq!(query(list, "p="), Ok(Some(json!([]))));
}

#[test]
fn scalars() {
    let read = |kinds: &'static [Scalar], text: &'static str| {
        value(Parameter::path("p", Shape::Scalar(kinds)), text).map(Option::unwrap)
    };
    let integer = &[Scalar::Integer];
    for (text, expected) in [
        ("0", json!(0)),
        ("-7", json!(-7)),
        ("9223372036854775807", json!(i64::MAX)),
    ] {
        assert_eq!(read(integer, text), Ok(expected));
    }
    for text in ["05", "%2B5", "1.0", "1e2", "", "-", "0x1"] {
        assert!(read(integer, text).unwrap().is_string(), "{text}");
    }
    assert_eq!(read(&[Scalar::Number], "1.5e1"), Ok(json!(15.0)));
    assert_eq!(read(&[Scalar::Boolean], "true"), Ok(json!(true)));
    assert_eq!(read(&[Scalar::Boolean], "True"), Ok(json!("True")));
    let nullable = &[Scalar::Null, Scalar::Integer, Scalar::String];
    let values = ["null", "1", "a"].map(|text| read(nullable, text).unwrap());
    assert_eq!(values, [json!(null), json!(1), json!("a")]);
}
