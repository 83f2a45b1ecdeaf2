//! HTTP/2, as browsers speak it by TLS; servers are asked in HTTP/1.1.

use std::sync::Arc;

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
use crate::hub::{Serving, header};

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
