//! Asking a server whether it is up.

use std::time::Duration;

use axum::body::Body;
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::Url;

/// How long one answer may take: a server that is asked too early may take a connection and be silent.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The release of JupyterHub that it was made for, if it says so.
    pub version: Option<String>,
}

/// Whether a server answers below `url`: with anything but an error of its own, were it 404
/// (`utils.wait_for_http_server`).
pub(super) async fn answers(url: &str) -> Option<Answers> {
    let url = Url::parse(url).and_then(|url| url.join("api")).ok()?;
    tokio::time::timeout(PATIENCE, ask(&url)).await.ok()?
}

/// Whether something answers at `url`, with anything but an error of its own.
pub async fn is_up(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let asked = tokio::time::timeout(PATIENCE, ask(&url)).await;
    asked.is_ok_and(|answers| answers.is_some())
}

async fn ask(url: &Url) -> Option<Answers> {
    let address = url.socket_addrs(|| None).ok()?;
    let stream = TcpStream::connect(address.as_slice()).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let asked = Request::get(url.path())
        .header(HOST, url.authority())
        .body(Body::empty())
        .ok()?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(asked).await;
    connection.abort();
    let answer = answer.ok()?;
    let version = answer.headers().get("x-jupyterhub-version");
    (!answer.status().is_server_error()).then(|| Answers {
        version: version.and_then(|v| v.to_str().ok()).map(str::to_owned),
    })
}
