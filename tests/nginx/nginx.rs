//! nginx, in a folder of its own.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls_pki_types::{CertificateDer, ServerName};
use tempfile::TempDir;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::hub::PATIENCE;

/// The name that the configuration has.
pub(crate) const NAME: &str = "hub.example.org";

/// What a distribution puts into the file that includes ours.
const AROUND: &str = "
user root;
daemon off; master_process off;
pid FOLDER/pid;
error_log FOLDER/error.log;
events {}
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
";

/// An nginx that runs. Dropped, it is killed.
pub(crate) struct Nginx {
    process: Child,
    address: SocketAddr,
    plain: SocketAddr,
    certificate: CertificateDer<'static>,
    folder: TempDir,
}

/// A connection by TLS.
pub(crate) type Tls = StreamOwned<ClientConnection, TcpStream>;

impl Nginx {
    /// nginx before the hub at `hub`, as the documentation has it but for what `change` does to that; `None`, with the
    /// reason said, where there is no nginx.
    pub(crate) fn before(hub: SocketAddr, change: impl FnOnce(String) -> String) -> Option<Self> {
        if Command::new("nginx")
            .arg("-v")
            .stderr(Stdio::null())
            .status()
            .is_err()
        {
            crate::venv::skipped("nginx is not installed");
            return None;
        }
        let folder = TempDir::new().unwrap();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed([NAME.to_owned()]).unwrap();
        fs::write(folder.path().join("chain.pem"), cert.pem()).unwrap();
        fs::write(folder.path().join("key.pem"), signing_key.serialize_pem()).unwrap();
        let [plain, secure] = [free(), free()];
        let site = change(documented(folder.path(), hub, plain, secure));
        let around = AROUND.replace("FOLDER", folder.path().to_str().unwrap());
        let file = folder.path().join("nginx.conf");
        fs::write(&file, format!("{around}{site}}}")).unwrap();
        let mut command = Command::new("nginx");
        command.arg("-c").arg(file).arg("-p").arg(folder.path());
        let process = command.stderr(Stdio::null()).spawn().unwrap();
        let nginx = Self {
            process,
            address: secure,
            plain,
            certificate: cert.der().clone(),
            folder,
        };
        nginx.wait();
        Some(nginx)
    }

    fn wait(&self) {
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let said = fs::read_to_string(self.folder.path().join("error.log"));
            assert!(
                begun.elapsed() < PATIENCE,
                "nginx does not answer: {said:?}"
            );
            std::thread::yield_now();
        }
    }

    /// A connection without TLS.
    pub(crate) fn connect_plainly(&self) -> TcpStream {
        let stream = TcpStream::connect(self.plain).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// A connection by TLS.
    pub(crate) fn connect(&self) -> Tls {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from(NAME).unwrap();
        let session = ClientConnection::new(Arc::new(config), name).unwrap();
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        StreamOwned::new(session, stream)
    }

    /// A connection on which these lines were sent, and an empty one.
    pub(crate) fn send(&self, lines: &str) -> Tls {
        let mut stream = self.connect();
        let head = lines.trim().replace('\n', "\r\n");
        stream
            .write_all(format!("{head}\r\n\r\n").as_bytes())
            .unwrap();
        stream
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Exactly so many bytes.
pub(crate) fn read(stream: &mut Tls, length: usize) -> String {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A head, with the empty line at its end.
pub(crate) fn read_head(stream: &mut Tls) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        head += &read(stream, 1);
    }
    head
}

/// The configuration of the documentation, with the places of this test in it.
fn documented(folder: &Path, hub: SocketAddr, plain: SocketAddr, secure: SocketAddr) -> String {
    let documented = include_str!("../../docs/nginx.conf");
    let folder = folder.to_str().unwrap();
    let placed = [
        ("listen 80;", format!("listen {plain};")),
        ("listen 443 ssl", format!("listen {secure} ssl")),
        (
            "/etc/ssl/hub.example.org.pem",
            format!("{folder}/chain.pem"),
        ),
        ("/etc/ssl/hub.example.org.key", format!("{folder}/key.pem")),
        ("http://127.0.0.1:8000", format!("http://{hub}")),
    ];
    placed
        .into_iter()
        .fold(documented.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "the configuration has no `{from}`");
            text.replace(from, &to)
        })
}

/// A place that nobody listens at.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}
