//! TLS, and certificates that change while a hub serves.

use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rcgen::CertifiedKey;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned,
};

use crate::served::{Answer, Served, ask, file, folder, refused};

const TLS: [&str; 4] = ["--ssl-cert", "hub.crt", "--ssl-key", "hub.key"];

#[test]
fn a_hub_with_certificates_serves_https() {
    let folder = folder();
    let certificate = certify(folder.path());
    let hub = Served::start(folder.path(), &TLS);
    assert!(hub.url().starts_with("https://"), "{}", hub.url());
    let (answer, shown) = get(&hub, "/hub/health");
    assert_eq!((answer.status, shown), (200, certificate));
    assert_eq!(
        hub.get("/hub/health").status,
        0,
        "it speaks HTTP without TLS"
    );
    hub.stop();
}

#[test]
fn certificates_that_change_are_taken_up() {
    let folder = folder();
    let first = certify(folder.path());
    let mut hub = Served::start(folder.path(), &TLS);
    let second = certify(folder.path());
    assert_ne!(first, second);
    hub.wait_for("the certificates are read again");
    assert_eq!(get(&hub, "/hub/health").1, second);
}

#[test]
fn certificates_that_are_wrong_change_nothing() {
    let folder = folder();
    let first = certify(folder.path());
    let mut hub = Served::start(folder.path(), &TLS);
    file(folder.path(), "hub.crt", "nonsense");
    hub.signal("HUP");
    let line = hub.wait_for("the certificates stay as they were");
    assert!(
        line["error"]
            .as_str()
            .unwrap()
            .contains("does not hold certificates in PEM form"),
        "{line}"
    );
    assert_eq!(get(&hub, "/hub/health").1, first);
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let folder = folder();
    certify(folder.path());
    let other = rcgen::generate_simple_self_signed([]).unwrap();
    file(folder.path(), "hub.key", &other.signing_key.serialize_pem());
    let (said, code) = refused(folder.path(), &TLS);
    assert!(
        said.contains("`hub.key` is not the key of the certificate in `hub.crt`"),
        "{said}"
    );
    assert_eq!(code, Some(2));
}

/// Write a new certificate and its key; the certificate.
fn certify(folder: &Path) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    // One after the other, as tools do that renew certificates.
    file(folder, "hub.key", &signing_key.serialize_pem());
    file(folder, "hub.crt", &cert.pem());
    cert.der().clone()
}

/// The answer to `GET path`, and the certificate that was shown.
fn get(hub: &Served, path: &str) -> (Answer, CertificateDer<'static>) {
    let seen = Arc::new(Seen::default());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&seen) as _)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream: StreamOwned<_, TcpStream> = StreamOwned::new(client, hub.connect());
    let answer = ask(stream, &format!("GET {path} HTTP/1.1"));
    let shown = seen.0.lock().unwrap().take();
    (answer, shown.unwrap())
}

/// Takes any certificate, and remembers it.
#[derive(Debug, Default)]
struct Seen(Mutex<Option<CertificateDer<'static>>>);

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.0.lock().unwrap() = Some(certificate.clone().into_owned());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verify_tls12_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let provider = ring::default_provider();
        provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
