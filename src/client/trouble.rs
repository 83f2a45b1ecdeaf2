//! What can go wrong on the way to a hub, one sentence each.

use std::error::Error as Cause;
use std::io;

use tokio_rustls::rustls::{self, CertificateError};

use super::http::Settings;
use crate::error::Error;

/// What went wrong, and what to do about it.
pub(super) fn told(error: &reqwest::Error, settings: &Settings) -> Error {
    let place = &settings.place;
    if let Some(tls) = find::<rustls::Error>(error) {
        return of_tls(tls, settings);
    }
    if error.is_timeout() {
        if error.is_connect() {
            return Error::unreachable(format!("nobody answers at `{place}`"))
                .hint("is the URL right, and does a firewall let this machine reach it?");
        }
        let seconds = settings.patience.as_secs();
        return Error::unreachable(format!("`{place}` says nothing for {seconds} s"))
            .hint("does the hub run? `--hub-timeout SECONDS` waits longer");
    }
    if error.is_dns() {
        return Error::unreachable(format!("there is no host `{}`", place.host()))
            .hint("is the URL right?");
    }
    if error.is_connect() {
        let why = find::<io::Error>(error).map(|error| match error.kind() {
            io::ErrorKind::ConnectionRefused => "nobody listens there",
            io::ErrorKind::NotFound => "there is no such socket",
            io::ErrorKind::PermissionDenied => "the socket may not be used",
            _ => "no connection",
        });
        let why = why.unwrap_or("no connection");
        return Error::unreachable(format!("no hub can be reached at `{place}`: {why}"))
            .hint("does it run, and is the URL right?");
    }
    if find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse) {
        return Error::unreachable(format!("what listens at `{place}` speaks no HTTP"))
            .hint("is the URL right?");
    }
    if error.is_body() || error.is_decode() {
        return Error::unreachable(format!("`{place}` went away in the middle of its answer"))
            .hint("try again");
    }
    Error::unreachable(format!("`{place}` went away before it answered")).hint("try again")
}

/// Whether it may be otherwise in a moment.
pub(super) fn may_pass(error: &reqwest::Error) -> bool {
    let speaks_otherwise = find::<rustls::Error>(error).is_some()
        || find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse);
    !error.is_timeout() && !error.is_builder() && !speaks_otherwise
}

fn of_tls(error: &rustls::Error, settings: &Settings) -> Error {
    let host = settings.place.host();
    let rustls::Error::InvalidCertificate(invalid) = error else {
        return Error::unreachable(format!("no secure connection to `{host}`: {error}")).hint(
            "does it speak TLS there? a certificate to show is given by `--client-cert FILE`",
        );
    };
    let (what, hint) = match invalid {
        CertificateError::UnknownIssuer => (
            "is vouched for by nobody known here",
            "name its authority's certificate by `--ca FILE`",
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ("is for another name", "is the URL right?")
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            ("has expired", "tell whoever runs the hub")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            ("is not valid yet", "is the clock of this machine right?")
        }
        CertificateError::Revoked => ("is revoked", "tell whoever runs the hub"),
        _ => ("is not valid", "tell whoever runs the hub"),
    };
    Error::unreachable(format!("the certificate of `{host}` {what}")).hint(hint)
}

/// The cause of type `T`, however deep. An `io::Error` keeps what it wraps to itself.
fn find<'a, T: Cause + 'static>(error: &'a (dyn Cause + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref::<T>() {
            return Some(found);
        }
        let wrapped = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if let Some(wrapped) = wrapped
            && let Some(found) = find::<T>(wrapped)
        {
            return Some(found);
        }
        next = cause.source();
    }
    None
}
