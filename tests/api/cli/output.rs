//! Output that cannot be written.

use std::process::Output;

use super::error;
use crate::support::orgd;

/// `orgd openapi`, whose output goes to the file.
async fn openapi_to(file: impl Into<std::process::Stdio>) -> Output {
    let mut command = orgd(&["openapi"]);
    command.stdout(file).stderr(std::process::Stdio::piped());
    command.spawn().unwrap().wait_with_output().await.unwrap()
}

#[tokio::test]
async fn output_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let error = error(openapi_to(full.unwrap()).await);
    assert!(error.contains("standard output"), "{error}");
}

#[tokio::test]
async fn a_reader_who_has_seen_enough_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = openapi_to(writer).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(output.stderr, b"");
}
