//! HTTP/2, as browsers speak it by TLS; servers are asked in HTTP/1.1.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hubctl::http::Certificates;
use hyper::client::conn::http2;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::backend::Backend;
use crate::hub::{PATIENCE, Serving, header};

const HI: &str = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";

async fn ask(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
) -> (Response<()>, Bytes) {
    let shaken = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.unwrap();
    tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (Response::from_parts(head, ()), body)
}

fn post(body: &'static str) -> Request<Full<Bytes>> {
    Request::post("https://hub.example.org/user/ada/x?y")
        .header("cookie", "a=1")
        .header("cookie", "b=2")
        .body(Full::from(body))
        .unwrap()
}

/// As a proxy before the hub may speak it.
#[test]
fn a_request_of_http_2_passes_in_http_1() {
    let backend = Backend::new(|talk| {
        talk.head();
        let said = talk.read(5);
        talk.tell(said);
        talk.say(HI);
    });
    let hub = Serving::of(&backend);
    let (head, body) = Runtime::new().unwrap().block_on(async {
        let stream = TcpStream::connect(hub.address()).await.unwrap();
        ask(stream, post("hello")).await
    });
    assert_eq!((head.status().as_u16(), &body[..]), (200, &b"hi"[..]));
    assert!(!head.headers().contains_key("connection"));
    let head = backend.heard();
    assert!(
        head.starts_with("POST /user/ada/x?y HTTP/1.1\r\n"),
        "{head}"
    );
    assert_eq!(header(&head, "host").unwrap(), "hub.example.org");
    assert_eq!(header(&head, "cookie").unwrap(), "a=1; b=2");
    assert_eq!(backend.heard(), "hello");
}

#[test]
fn tls_agrees_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["hub.example.org".to_owned()]).unwrap();
    let [chain, key] = ["chain.pem", "key.pem"].map(|name| folder.path().join(name));
    std::fs::write(&chain, cert.pem()).unwrap();
    std::fs::write(&key, signing_key.serialize_pem()).unwrap();
    let certificates = Certificates::read(&chain, &key).unwrap();
    let backend = Backend::answering(HI);
    let hub = Serving::with(|_, _| {}, Some(&certificates));
    hub.lead("/user/ada/", &backend.url());

    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let body = Runtime::new().unwrap().block_on(async {
        let stream = TcpStream::connect(hub.address()).await.unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        let name = ServerName::try_from("hub.example.org").unwrap();
        let stream = connector.connect(name, stream).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        ask(stream, post("")).await.1
    });
    assert_eq!(&body[..], b"hi");
    assert_eq!(
        header(&backend.heard(), "x-forwarded-proto").unwrap(),
        "https"
    );
}

/// A page asks for hundreds of things at once; each gets its own answer.
#[test]
fn many_requests_at_once_on_one_connection_have_their_own_answers() {
    let backend = Backend::new(|talk| {
        while let Some(head) = talk.head() {
            let path = head.split(' ').nth(1).unwrap().to_owned();
            talk.say(&format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{path}",
                path.len()
            ));
        }
    });
    let hub = Serving::of(&backend);
    Runtime::new().unwrap().block_on(async {
        let sender = connected(&hub).await;
        let asked = (0..500).map(|number| {
            let mut sender = sender.clone();
            tokio::spawn(async move {
                let path = format!("/user/ada/{number}");
                let request = Request::get(format!("https://hub.example.org{path}"));
                let request = request.body(Full::from("")).unwrap();
                sender.ready().await.unwrap();
                let answer = sender.send_request(request).await.unwrap();
                let body = answer.into_body().collect().await.unwrap().to_bytes();
                assert_eq!(body, path);
            })
        });
        for asked in asked.collect::<Vec<_>>() {
            asked.await.unwrap();
        }
    });
}

/// Whoever asks and takes it back over and over (CVE-2023-44487) keeps nobody else from an answer, and leaves nothing
/// with the server.
#[test]
fn requests_that_are_taken_back_at_once_leave_nothing() {
    let open = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&open);
    let backend = Backend::new(move |talk| {
        counted.fetch_add(1, Ordering::SeqCst);
        if talk.head().is_some_and(|head| head.contains("/quick")) {
            talk.say(HI);
        }
        talk.wait_for_end();
        counted.fetch_sub(1, Ordering::SeqCst);
    });
    let hub = Serving::of(&backend);
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        for _ in 0..3 {
            let mut sender = connected(&hub).await;
            for number in 0..1000 {
                let request = Request::get(format!("https://hub.example.org/user/ada/{number}"));
                let request = request.body(Full::from("")).unwrap();
                if sender.ready().await.is_err() {
                    // The hub has had enough of it.
                    break;
                }
                let asked = tokio::spawn(sender.send_request(request));
                tokio::task::yield_now().await;
                asked.abort();
            }
        }
        let mut sender = connected(&hub).await;
        let request = Request::get("https://hub.example.org/user/ada/quick");
        let request = request.body(Full::from("")).unwrap();
        let answer = sender.send_request(request).await.unwrap();
        assert_eq!(answer.status(), 200);
    });
    drop(runtime);
    let begun = Instant::now();
    while open.load(Ordering::SeqCst) > 1 {
        let left = open.load(Ordering::SeqCst);
        assert!(begun.elapsed() < PATIENCE, "{left} connections are left");
        std::thread::yield_now();
    }
}

async fn connected(hub: &Serving) -> http2::SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(hub.address()).await.unwrap();
    let shaken = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
    let (sender, connection) = shaken.unwrap();
    tokio::spawn(connection);
    sender
}
