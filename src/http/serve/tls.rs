//! TLS, with certificates that are read again when their files change.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use crate::error::{Error, Result};

/// How often the files are looked at.
const LOOKS: Duration = Duration::from_secs(2);

/// The certificate of a hub and its key, as the files said when they were last sound.
#[derive(Debug)]
pub struct Certificates {
    chain: PathBuf,
    key: PathBuf,
    provider: Arc<CryptoProvider>,
    held: RwLock<Arc<CertifiedKey>>,
    seen: Mutex<State>,
}

/// By what a change of the two files is noticed: modified, size and inode of each.
type State = [Option<(i64, i64, u64, u64)>; 2];

impl Certificates {
    /// The certificates in the PEM file `chain`, the first of which is the hub's, and its key in the
    /// PEM file `key`.
    ///
    /// # Errors
    /// [`crate::error::Kind::Invalid`] where a file cannot be read or the two do not belong together.
    pub fn read(chain: &Path, key: &Path) -> Result<Arc<Self>> {
        let provider = Arc::new(ring::default_provider());
        let seen = Mutex::new(state(chain, key));
        let held = RwLock::new(Arc::new(certified(chain, key, &provider)?));
        Ok(Arc::new(Self {
            chain: chain.to_owned(),
            key: key.to_owned(),
            provider,
            held,
            seen,
        }))
    }

    /// Read the files again. Where that fails, the certificate stays what it was.
    pub fn reread(&self) -> Result<()> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = state(&self.chain, &self.key);
        let new = certified(&self.chain, &self.key, &self.provider)?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(())
    }

    /// Read the files again whenever they change; `said` is told how that went.
    pub async fn follow(&self, said: impl Fn(Result<()>)) {
        loop {
            tokio::time::sleep(LOOKS).await;
            let now = state(&self.chain, &self.key);
            if *self.seen.lock().unwrap_or_else(PoisonError::into_inner) != now {
                said(self.reread());
            }
        }
    }

    pub(super) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor> {
        let config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::internal("TLS cannot be begun").caused_by(error))?
            .with_no_client_auth();
        let resolver = Arc::new(Resolver(Arc::clone(self)));
        let mut config = config.with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

#[derive(Debug)]
struct Resolver(Arc<Certificates>);

impl ResolvesServerCert for Resolver {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let held = self.0.held.read();
        Some(Arc::clone(&held.unwrap_or_else(PoisonError::into_inner)))
    }
}

fn state(chain: &Path, key: &Path) -> State {
    [chain, key].map(|path| {
        let found = fs::metadata(path).ok()?;
        Some((found.mtime(), found.mtime_nsec(), found.size(), found.ino()))
    })
}

fn certified(chain: &Path, key: &Path, provider: &CryptoProvider) -> Result<CertifiedKey> {
    let certificates = CertificateDer::pem_slice_iter(&read(chain, "hub.ssl_cert")?)
        .collect::<Result<Vec<_>, _>>()
        .ok()
        .filter(|certificates| !certificates.is_empty())
        .ok_or_else(|| no_pem(chain, "hub.ssl_cert", "certificates"))?;
    let private = PrivateKeyDer::from_pem_slice(&read(key, "hub.ssl_key")?)
        .map_err(|_| no_pem(key, "hub.ssl_key", "a private key"))?;
    CertifiedKey::from_der(certificates, private, provider).map_err(|error| {
        Error::invalid(format!(
            "`{}` is not the key of the certificate in `{}`: {error}",
            key.display(),
            chain.display()
        ))
        .hint("the hub's own certificate comes first in its file")
    })
}

fn read(path: &Path, option: &str) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| {
        let path = path.display();
        match error.kind() {
            ErrorKind::NotFound => {
                Error::invalid(format!("there is no `{path}`, which `{option}` names"))
            }
            _ => Error::invalid(format!(
                "cannot read `{path}`, which `{option}` names: {error}"
            )),
        }
    })
}

fn no_pem(path: &Path, option: &str, what: &str) -> Error {
    let path = path.display();
    Error::invalid(format!(
        "`{path}`, which `{option}` names, does not hold {what} in PEM form"
    ))
}
