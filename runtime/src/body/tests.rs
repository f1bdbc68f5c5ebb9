use axum::http::HeaderValue;
use serde_json::json;

use super::*;
use crate::parameter::Scalar;

static FORM: Body = Body::new(&[Media {
    range: "multipart/form-data",
    kind: MediaKind::Multipart(&[
        Field {
            name: "size",
            kind: FieldKind::Text(&[Scalar::Integer]),
            repeated: false,
        },
        Field {
            name: "tags",
            kind: FieldKind::Text(&[Scalar::String]),
            repeated: true,
        },
        Field {
            name: "meta",
            kind: FieldKind::Json,
            repeated: false,
        },
        Field {
            name: "file",
            kind: FieldKind::File {
                min: 0,
                max: 10,
                types: &[],
            },
            repeated: false,
        },
    ]),
}])
.max_bytes(1000);

static SEVERAL: Body = Body::new(&[
    Media {
        range: "*/*",
        kind: MediaKind::Bytes { min: 0, max: 10 },
    },
    Media {
        range: "text/*",
        kind: MediaKind::Text(&[Scalar::String]),
    },
    Media {
        range: "application/json",
        kind: MediaKind::Json,
    },
])
.optional();

async fn read(
    body: &'static Body,
    content_type: Option<&str>,
    text: &str,
) -> Result<(usize, Content), Rejection> {
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        let content_type = HeaderValue::from_str(content_type).unwrap();
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    let incoming = Incoming::from(text.to_owned());
    body.read(&Method::POST, &headers, incoming, Check::Schema)
        .await
}

/// A form with these parts: the parameters of `Content-Disposition` and other headers, and the content.
async fn form(parts: &[(&str, &str)]) -> Result<Content, Rejection> {
    let parts = parts.iter().map(|(head, content)| {
        format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    });
    let text = parts.collect::<String>() + "--b--\r\n";
    let read = read(&FORM, Some("multipart/form-data; boundary=b"), &text).await;
    read.map(|(_, content)| content)
}

#[tokio::test]
async fn a_form_has_fields_lists_json_and_files() {
    let content = form(&[
        ("name=\"size\"", "5"),
        ("name=\"tags\"", "a"),
        ("name=\"tags\"", "b"),
        ("name=\"meta\"", "{\"a\": [1]}"),
        ("name=\"other\"", "x"),
        (
            "name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png",
            "bytes",
        ),
    ]);
    let Content::Multipart(value, files) = content.await.unwrap() else {
        panic!("not a form")
    };
    let expected = json!({
        "size": 5, "tags": ["a", "b"], "meta": { "a": [1] }, "other": "x", "file": "a.png",
    });
    assert_eq!(value, expected);
    let (field, file) = &files[0];
    assert_eq!(field.name, "file");
    assert_eq!(file.name.as_deref(), Some("a.png"));
    assert_eq!(file.content_type.as_deref(), Some("image/png"));
    assert_eq!(file.bytes, "bytes");
}

#[tokio::test]
async fn a_field_is_given_once_unless_it_is_a_list_or_has_no_name_in_the_contract() {
    let twice = form(&[("name=\"size\"", "1"), ("name=\"size\"", "2")]).await;
    assert!(matches!(twice, Err(Rejection::Malformed(..))), "{twice:?}");
    let other = form(&[
        ("name=\"x\"", "1"),
        ("name=\"x\"", "2"),
        ("name=\"x\"", "3"),
    ]);
    let Content::Multipart(value, _) = other.await.unwrap() else {
        panic!("not a form")
    };
    assert_eq!(value, json!({ "x": ["1", "2", "3"] }));
}

#[tokio::test]
async fn a_form_that_is_cut_off_or_too_large_is_refused() {
    let cut = "--b\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n5";
    let cut = read(&FORM, Some("multipart/form-data; boundary=b"), cut).await;
    assert!(matches!(cut, Err(Rejection::Malformed(..))), "{cut:?}");
    let no_boundary = read(&FORM, Some("multipart/form-data"), "").await;
    assert!(matches!(no_boundary, Err(Rejection::Malformed(..))));
    let large = form(&[("name=\"size\"", &"5".repeat(1000))]).await;
    assert!(matches!(large, Err(Rejection::PayloadTooLarge(1000))));
}

#[tokio::test]
async fn the_most_specific_media_type_reads_the_body() {
    for (content_type, index) in [
        ("application/json", 2),
        ("application/json; charset=UTF-8", 2),
        ("text/csv", 1),
        ("image/png", 0),
        // JSON and text are UTF-8; anything may be bytes.
        ("text/plain; charset=latin1", 0),
    ] {
        let (read, _) = read(&SEVERAL, Some(content_type), "1").await.unwrap();
        assert_eq!(read, index, "{content_type}");
    }
    let (_, absent) = read(&SEVERAL, None, "").await.unwrap();
    assert!(matches!(absent, Content::Absent));
    for (body, content_type) in [(&SEVERAL, None), (&FORM, None), (&FORM, Some("text/plain"))] {
        let refused = read(body, content_type, "x").await;
        assert!(matches!(refused, Err(Rejection::UnsupportedMediaType(..))));
    }
}

#[tokio::test]
async fn json_is_read_strictly() {
    let json = Some("application/json");
    let (_, content) = read(&SEVERAL, json, "\u{feff}{\"a\": 3.0}").await.unwrap();
    let Content::Value(value, _) = content else {
        panic!("not a value")
    };
    assert_eq!(value, json!({ "a": 3 }));
    // A member that is given twice is left to be named as a violation.
    let (_, twice) = read(&SEVERAL, json, "{\"a\": 1, \"a\": 1}").await.unwrap();
    assert!(matches!(twice, Content::Json(_)));
    for text in ["", "{", "{} x", "nul", "\"\\ud800\"", "'a'"] {
        let refused = read(&SEVERAL, json, text).await;
        assert!(matches!(refused, Err(Rejection::Malformed(..))), "{text}");
    }
}
