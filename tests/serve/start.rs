//! How a hub begins: where it listens, on which database, and why it does not.

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixListener;

use crate::hub::Hub;
use crate::served::{Served, file, folder, get_by_socket, refused};

#[test]
fn without_anything_a_hub_makes_its_database_and_serves_on_loopback() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    assert!(hub.url().starts_with("http://127.0.0.1:"), "{}", hub.url());
    assert_eq!(hub.get("/hub/health").status, 200);
    let database = fs::metadata(folder.path().join("jupyterhub.sqlite")).unwrap();
    assert_eq!(
        database.mode() & 0o777,
        0o600,
        "others may read the database"
    );
    hub.stop();
    let files = fs::read_dir(folder.path()).unwrap();
    let mut left: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    left.sort();
    let own = [
        "jupyterhub.first-sign-in",
        "jupyterhub.sqlite",
        "jupyterhub_cookie_secret",
    ];
    assert_eq!(left, own);
}

#[test]
fn the_link_of_the_first_administrator_is_in_a_file_of_the_hubs_own_and_in_no_log() {
    let folder = folder();
    let mut links = Vec::new();
    for _ in 0..2 {
        let hub = Served::start(folder.path(), &["--base-url", "/jupyter"]);
        let file = folder.path().join("jupyterhub.first-sign-in");
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        let link = fs::read_to_string(&file).unwrap().trim().to_owned();
        let below = format!("{}hub/invite/", hub.url());
        let token = link
            .strip_prefix(&below)
            .unwrap_or_else(|| panic!("{link}"));
        assert_eq!(token.len(), 43);
        let said = format!("{:?}", hub.said());
        assert!(
            said.contains("first-sign-in") && !said.contains(token),
            "{said}"
        );
        hub.stop();
        links.push(token.to_owned());
    }
    assert_ne!(links[0], links[1], "each start makes another");
}

#[test]
fn the_base_url_comes_before_all_paths() {
    let folder = folder();
    let hub = Served::start(folder.path(), &["--base-url", "/a/b"]);
    assert_eq!(hub.get("/a/b/hub/health").status, 200);
    let outside = hub.get("/hub/health");
    assert_eq!(
        (outside.status, outside.header("location")),
        (302, Some("/a/b/hub/hub/health"))
    );
}

#[test]
fn a_hub_listens_on_ipv6_and_on_every_address_of_a_name() {
    let folder = folder();
    let Ok(_) = std::net::TcpListener::bind("[::1]:0") else {
        // No rule of hubctl's can be seen here.
        return;
    };
    let hub = Served::start(folder.path(), &["--bind", "http://[::1]:0"]);
    assert_eq!(hub.get("/hub/health").status, 200);
    hub.stop();
    let hub = Served::start(folder.path(), &["--bind", "localhost:0"]);
    assert_eq!(hub.get("/hub/health").status, 200);
}

#[test]
fn a_port_that_is_taken_is_said_with_who_has_it() {
    let (first, second) = (folder(), folder());
    let hub = Served::start(first.path(), &[]);
    let (said, code) = refused(second.path(), &["--bind", hub.address()]);
    let (address, process) = (hub.address(), hub.pid());
    assert_eq!(
        said,
        format!(
            "error: cannot listen on {address}: hubctl (process {process}) does already \
             · stop it, or give another port with `--bind`\n"
        )
    );
    assert_eq!(code, Some(5));
    let left = fs::read_dir(second.path()).unwrap().count();
    assert_eq!(left, 0, "a hub that could not listen left something behind");
}

#[test]
fn a_host_that_is_not_this_machine_is_refused() {
    let folder = folder();
    let (said, code) = refused(folder.path(), &["--bind", "192.0.2.1:8000"]);
    assert!(said.contains("it is no address of this machine"), "{said}");
    assert_eq!(code, Some(2));
}

#[test]
fn an_old_database_is_left_alone_and_the_command_is_said() {
    let old = Hub::copy_of("fixtures/db/1.5.1/jupyterhub.sqlite");
    let before = fs::read(old.path()).unwrap();
    let folder = old.path().parent().unwrap().to_owned();
    let (said, code) = refused(&folder, &["--bind", "127.0.0.1:0"]);
    assert!(said.contains("hubctl upgrade-db"), "{said}");
    assert_eq!(code, Some(5));
    assert!(fs::read(old.path()).unwrap() == before, "it was written to");
}

#[test]
fn an_old_database_is_upgraded_after_a_backup_where_that_is_configured() {
    let old = Hub::copy_of("fixtures/db/1.5.1/jupyterhub.sqlite");
    let folder = old.path().parent().unwrap().to_owned();
    let hub = Served::start(&folder, &["--upgrade-db"]);
    assert_eq!(hub.get("/hub/health").status, 200);
    let files = fs::read_dir(&folder).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    let backups = names.iter().filter(|name| {
        name.to_string_lossy().contains("2026") || name.to_string_lossy().contains("backup")
    });
    assert!(backups.count() > 0, "no backup among {names:?}");
}

#[test]
fn a_configuration_that_is_wrong_is_refused_with_its_line() {
    let folder = folder();
    file(folder.path(), "hubctl.toml", "[hub]\nbindurl = \":80\"\n");
    let (said, code) = refused(folder.path(), &[]);
    assert!(
        said.contains("hubctl.toml:2") && said.contains("bind_url"),
        "{said}"
    );
    assert_eq!(code, Some(2));
}

#[test]
fn a_unix_socket_is_for_its_user_alone_and_goes_with_its_hub() {
    let folder = folder();
    let socket = folder.path().join("hub.sock");
    // What a hub that was killed leaves is no obstacle.
    drop(UnixListener::bind(&socket).unwrap());
    let hub = Served::start(folder.path(), &["--bind", "unix:hub.sock"]);
    assert_eq!(get_by_socket(&socket, "/hub/health").status, 200);
    let found = fs::metadata(&socket).unwrap();
    assert!(found.file_type().is_socket());
    assert_eq!(found.mode() & 0o777, 0o600);
    let (said, code) = refused(folder.path(), &["--bind", "unix:hub.sock"]);
    assert!(said.contains("another program does already"), "{said}");
    assert_eq!(code, Some(5));
    hub.stop();
    assert!(!socket.exists());
}

#[test]
fn a_file_in_the_place_of_a_socket_is_not_removed() {
    let folder = folder();
    let path = file(folder.path(), "hub.sock", "precious");
    let (said, code) = refused(folder.path(), &["--bind", "unix:hub.sock"]);
    assert!(said.contains("it is no socket"), "{said}");
    assert_eq!(code, Some(5));
    assert_eq!(fs::read_to_string(path).unwrap(), "precious");
}

#[test]
fn the_pid_file_has_the_process_as_long_as_it_runs() {
    let folder = folder();
    let hub = Served::start(folder.path(), &["--pid-file", "hub.pid"]);
    let path = folder.path().join("hub.pid");
    assert_eq!(fs::read_to_string(&path).unwrap(), hub.pid().to_string());
    hub.stop();
    assert!(!path.exists());
}

#[test]
fn a_hub_that_could_ask_no_pam_does_not_start_and_says_what_it_takes() {
    let folder = folder();
    let said = "[hub]\nauthenticator_class = 'pam'\n[auth]\nallow_all = true\n";
    file(folder.path(), "hubctl.toml", said);
    // Without a `PATH` there is no Python.
    let (said, code) = refused(folder.path(), &["--bind", "127.0.0.1:0"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("nobody could sign in by PAM"), "{said}");
    assert!(said.contains("python3-pamela"), "{said}");
}
