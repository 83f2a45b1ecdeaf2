//! The sockets that a hub listens on.

use std::fs::{self, Permissions};
use std::io::{Error as IoError, ErrorKind};
use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream as Probe;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::sockopt::{
    set_socket_keepalive, set_tcp_keepcnt, set_tcp_keepidle, set_tcp_keepintvl,
};
use tokio::net::{TcpListener, UnixListener, lookup_host};

use super::holder;
use crate::config::Address;
use crate::error::{Error, Kind, Result};
use crate::http::peer::Peer;
use crate::proxy::Stream;

/// How long somebody is silent before the system asks whether they are there, how often it asks again, and how many
/// times in vain until they are not.
const SILENT: Duration = Duration::from_mins(2);
const AGAIN: Duration = Duration::from_secs(20);
const TIMES: u32 = 6;

/// A socket that is listened on.
#[derive(Debug)]
pub(super) enum Listener {
    Tcp(TcpListener),
    Unix(Socket),
}

impl Listener {
    /// Listen on `address`, on each address that a name stands for. `mode` is for a Unix socket.
    ///
    /// # Errors
    /// [`Kind::Conflict`] where another program listens there, [`Kind::Denied`] where this user may
    /// not, [`Kind::Invalid`] where there is no such address.
    pub(super) async fn open(address: &Address, mode: u32) -> Result<Vec<Self>> {
        match address {
            Address::Unix(path) => Ok(vec![unix(path, mode)?]),
            Address::Tcp { host, port } if host.is_empty() => any(*port).await,
            Address::Tcp { host, port } => named(host, *port).await,
        }
    }

    /// Wait for somebody.
    pub(super) async fn accept(&self) -> Result<(Box<dyn Stream>, Peer), IoError> {
        match self {
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept().await?;
                // Answers are written whole: waiting for more to send would only delay them.
                let _ = stream.set_nodelay(true);
                // Where the system cannot, it takes as long as it takes.
                let _ = notice_loss(&stream);
                Ok((Box::new(stream), Peer::at(address.ip())))
            }
            Self::Unix(socket) => {
                let (stream, _) = socket.listener.accept().await?;
                Ok((Box::new(stream), Peer::on_this_machine()))
            }
        }
    }

    /// The port, if it has one.
    pub(super) fn port(&self) -> Option<u16> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok().map(|address| address.port()),
            Self::Unix(_) => None,
        }
    }
}

/// Have the system ask whoever is silent for long whether they are still there: of a machine that sleeps, or is out of
/// reach, nothing ever comes, and a WebSocket may be silent for as long as it likes.
fn notice_loss(stream: &impl AsFd) -> Result<(), Errno> {
    set_socket_keepalive(stream, true)?;
    set_tcp_keepidle(stream, SILENT)?;
    set_tcp_keepintvl(stream, AGAIN)?;
    set_tcp_keepcnt(stream, TIMES)
}

/// Every interface: one socket for IPv6 and IPv4 where the system has both.
async fn any(port: u16) -> Result<Vec<Listener>> {
    let (v6, v4) = (
        SocketAddr::from(([0_u16; 8], port)),
        SocketAddr::from(([0_u8; 4], port)),
    );
    let bound = match TcpListener::bind(v6).await {
        Err(error) if error.kind() != ErrorKind::AddrInUse => TcpListener::bind(v4).await,
        bound => bound,
    };
    let listener = bound.map_err(|error| refused(&format!("port {port}"), port, &error))?;
    Ok(vec![Listener::Tcp(listener)])
}

async fn named(host: &str, port: u16) -> Result<Vec<Listener>> {
    let found = lookup_host((host, port)).await.map_err(|error| {
        Error::invalid(format!("cannot listen on `{host}`: there is no such host")).hint(format!(
            "give an address of this machine with `--bind` ({error})"
        ))
    })?;
    let mut listeners: Vec<Listener> = Vec::new();
    for mut address in found {
        // Where any free port will do, it is the same for all.
        if let Some(port) = listeners.first().and_then(Listener::port) {
            address.set_port(port);
        }
        match TcpListener::bind(address).await {
            Ok(listener) => listeners.push(Listener::Tcp(listener)),
            // `localhost` has an IPv6 address on machines that have no IPv6.
            Err(error) if !listeners.is_empty() && error.kind() == ErrorKind::AddrNotAvailable => {}
            Err(error) => return Err(refused(&address.to_string(), port, &error)),
        }
    }
    Ok(listeners)
}

/// Why there is no listening on `place`.
fn refused(place: &str, port: u16, error: &IoError) -> Error {
    match error.kind() {
        ErrorKind::AddrInUse => {
            let holder = holder::of(port).unwrap_or_else(|| "another program".to_owned());
            Error::conflict(format!("cannot listen on {place}: {holder} does already"))
                .hint("stop it, or give another port with `--bind`")
        }
        ErrorKind::PermissionDenied => Error::new(
            Kind::Denied,
            format!("cannot listen on {place}: this user may not"),
        )
        .hint("give a port above 1023 with `--bind`"),
        ErrorKind::AddrNotAvailable => Error::invalid(format!(
            "cannot listen on {place}: it is no address of this machine"
        ))
        .hint("give another with `--bind`"),
        _ => Error::unreachable(format!("cannot listen on {place}: {error}")),
    }
}

/// A Unix socket. Its file is removed when it is listened on no more.
#[derive(Debug)]
pub(super) struct Socket {
    listener: UnixListener,
    path: PathBuf,
    inode: u64,
}

fn unix(path: &Path, mode: u32) -> Result<Listener> {
    let shown = path.display();
    refuse_a_file_in_use(path)?;
    // Made under another name, so that nobody finds it before its permissions are right.
    let new = path.with_added_extension(format!("{}.new", std::process::id()));
    let bound = || -> std::io::Result<Listener> {
        let listener = UnixListener::bind(&new)?;
        fs::set_permissions(&new, Permissions::from_mode(mode))?;
        let inode = fs::symlink_metadata(&new)?.ino();
        fs::rename(&new, path)?;
        Ok(Listener::Unix(Socket {
            listener,
            path: path.to_owned(),
            inode,
        }))
    };
    bound().map_err(|error| {
        let _ = fs::remove_file(&new);
        let kind = match error.kind() {
            ErrorKind::PermissionDenied => Kind::Denied,
            ErrorKind::NotFound | ErrorKind::InvalidInput => Kind::Invalid,
            _ => Kind::Unreachable,
        };
        Error::new(kind, format!("cannot listen on `{shown}`: {error}"))
    })
}

/// What a hub that was killed left behind is no obstacle; anything else is.
fn refuse_a_file_in_use(path: &Path) -> Result<()> {
    let shown = path.display();
    let Ok(found) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    if !found.file_type().is_socket() {
        return Err(
            Error::conflict(format!("cannot listen on `{shown}`: it is no socket"))
                .hint("give another path with `--bind`"),
        );
    }
    match Probe::connect(path) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
        _ => Err(Error::conflict(format!(
            "cannot listen on `{shown}`: another program does already"
        ))
        .hint("stop it, or give another path with `--bind unix:/path`")),
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let ours = fs::symlink_metadata(&self.path).is_ok_and(|found| found.ino() == self.inode);
        if ours {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use rustix::net::sockopt::{socket_keepalive, tcp_keepidle};

    use super::*;

    #[test]
    fn whoever_is_out_of_reach_is_noticed() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        notice_loss(&stream).unwrap();
        assert!(socket_keepalive(&stream).unwrap());
        assert_eq!(tcp_keepidle(&stream).unwrap(), SILENT);
    }
}
