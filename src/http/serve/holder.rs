//! Which process listens on a port, where the system tells (Linux, for processes of the same user).

use std::fs;
use std::path::Path;

/// As in /proc/net/tcp: the state of a socket that listens.
const LISTENS: &str = "0A";

/// `hubctl (process 123)`: who listens on `port`.
pub(super) fn of(port: u16) -> Option<String> {
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .find_map(|table| inode(&fs::read_to_string(table).ok()?, port).map(str::to_owned))?;
    let wanted = format!("socket:[{inode}]");
    let process = fs::read_dir("/proc").ok()?.flatten().find(|process| {
        let open = fs::read_dir(process.path().join("fd"))
            .into_iter()
            .flatten();
        open.flatten()
            .any(|file| fs::read_link(file.path()).is_ok_and(|to| to == Path::new(&wanted)))
    })?;
    let name = fs::read_to_string(process.path().join("comm")).ok()?;
    let number = process.file_name();
    Some(format!("{} (process {})", name.trim(), number.display()))
}

/// The inode of the socket that listens on `port`, by a table of the kernel's.
fn inode(table: &str, port: u16) -> Option<&str> {
    let ending = format!(":{port:04X}");
    table.lines().find_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let listens = columns.get(1)?.ends_with(&ending) && *columns.get(3)? == LISTENS;
        listens.then(|| columns.get(9).copied()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_found_where_it_is_listened_on_and_not_where_it_is_connected_to() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 111 1
   1: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1";
        assert_eq!(inode(table, 8000), Some("222"));
        assert_eq!(inode(table, 8001), None);
    }
}
