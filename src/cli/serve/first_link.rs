//! The link by which the first administrator signs in to a hub that keeps accounts itself.
//!
//! It is a secret: it is shown at the terminal that the hub was started at, and where there is none, it is
//! written to a file that only the hub's own user may read. The log tells where that is, and not what is in it.

use std::fs::{OpenOptions, Permissions, set_permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::cli::args::Format;
use crate::cli::output::{self, Output};
use crate::config::{Address, Bind};
use crate::error::{Error, Result};
use crate::hub::Hub;
use crate::model::Secret;

/// Only the hub's own user.
const OWN: u32 = 0o600;

/// Make such a link and tell it, as long as no administrator has an account.
pub(super) async fn offer(hub: &Hub, bind: &Bind) -> Result<()> {
    let Some(token) = hub.first_link().await? else {
        return Ok(());
    };
    let link = link(hub, bind, &token);
    if output::heard_by_a_person() {
        let text = format!(
            "\nNobody administers this hub yet. Open this link to choose a name and a\n\
             password; it is good once, and for a day:\n\n    {link}\n"
        );
        Output::new(Format::Table).say(&text);
        return Ok(());
    }
    let file = hub.first_link_file();
    write(&file, &link).map_err(|error| {
        Error::unreachable(format!("cannot write `{}`: {error}", file.display())).caused_by(error)
    })?;
    tracing::warn!(
        file = %file.display(),
        "nobody administers this hub yet: the file has a link that lets its reader, once"
    );
    Ok(())
}

/// The link, with the address that people have for the hub.
fn link(hub: &Hub, bind: &Bind, token: &Secret) -> String {
    let path = hub.link_path(token);
    if let Some(site) = &hub.config().hub.public_url {
        return format!("{}{path}", site.url().origin());
    }
    let mut bind = bind.clone();
    if let Address::Tcp { host, .. } = &mut bind.address
        && matches!(host.as_str(), "" | "0.0.0.0" | "::" | "*")
    {
        "127.0.0.1".clone_into(host);
    }
    let whole = bind.to_string();
    let root = whole.strip_suffix(bind.base_url.as_str());
    format!("{}{path}", root.unwrap_or(&whole))
}

/// As a new file: one that somebody else made might be read by them.
fn write(file: &Path, link: &str) -> std::io::Result<()> {
    let _ = std::fs::remove_file(file);
    let mut open = OpenOptions::new();
    let mut new = open.write(true).create_new(true).mode(OWN).open(file)?;
    set_permissions(file, Permissions::from_mode(OWN))?;
    writeln!(new, "{link}")
}
