//! Clients that do not take their responses.

use super::*;

#[tokio::test]
async fn pipelining_without_reading_ends() {
    let server = server(&[]).await;
    let user = server.stranger();
    let mut stream = connect(&user, b"").await;
    let requests = b"GET /api-docs/openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000);
    let endless = async { while stream.write_all(&requests).await.is_ok() {} };
    timeout(PATIENCE, endless)
        .await
        .expect("the connection stays open");
    print_memory(&server, "pipelining without reading");
}

/// A window of zero keeps a response from beginning, and one of a single byte keeps it from ending.
#[tokio::test]
async fn windows_without_room_do_not_keep_a_connection() {
    let server = server(&[]).await;
    let user = server.stranger();
    for window in [0, 1] {
        let stream = connect(&user, b"").await;
        let handshake = h2::client::Builder::new()
            .initial_window_size(window)
            .handshake::<_, &[u8]>(stream);
        let (client, connection) = handshake.await.unwrap();
        let ended = tokio::spawn(connection);
        let mut client = client.ready().await.unwrap();
        let url = format!("http://{}/api-docs/openapi.yaml", user.host());
        let mut unread = Vec::new();
        for _ in 0..100 {
            let request = axum::http::Request::get(&url).body(()).unwrap();
            let (response, _) = client.send_request(request, true).unwrap();
            unread.push(response.await.unwrap());
        }
        print_memory(&server, "responses without a window");
        let ended = timeout(PATIENCE, ended).await;
        let _ = ended.expect("the connection stays open");
    }
}
