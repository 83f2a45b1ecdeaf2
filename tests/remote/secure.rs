//! TLS on the way to a hub.

use std::path::Path;

use insta::assert_snapshot;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use crate::hub::Hub;
use crate::scripted::Person;
use crate::served::{Served, file};

/// A hub that serves HTTPS with a certificate for `name`, good until the end of `year`.
fn served(name: &str, year: i32) -> (Hub, Served, String) {
    let hub = Hub::recorded();
    let folder = hub.path().parent().unwrap().to_owned();
    certify(&folder, name, year);
    let (token, _) = hub.succeed("token new ada-admin --inherit");
    let served = Served::start(&folder, &["--ssl-cert", "hub.crt", "--ssl-key", "hub.key"]);
    (hub, served, token.trim().to_owned())
}

fn certify(folder: &Path, name: &str, year: i32) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(year, 12, 31);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    file(folder, "hub.crt", &certificate.pem());
    file(folder, "hub.key", &key.serialize_pem());
}

fn who(served: &Served, hub: &Hub, token: &str, host: &str, trusted: bool) -> String {
    let port = served.address().rsplit(':').next().unwrap();
    let url = format!("https://{host}:{port}");
    let ca = hub.path().with_file_name("hub.crt");
    let mut variables = vec![("HUBCTL_HUB", url.as_str()), ("HUBCTL_TOKEN", token)];
    if trusted {
        variables.push(("HUBCTL_CA", ca.to_str().unwrap()));
    }
    Person::new().run("whoami -o name", &variables)
}

#[test]
fn a_certificate_is_trusted_by_its_authority_alone() {
    let (hub, served, token) = served("localhost", 2099);
    assert_eq!(who(&served, &hub, &token, "localhost", true), "ada-admin\n");
    assert_snapshot!(who(&served, &hub, &token, "localhost", false), @"
    ! error: the certificate of `localhost` is vouched for by nobody known here · name its authority's certificate by `--ca FILE`
    exit 6
    ");
    assert_snapshot!(who(&served, &hub, &token, "127.0.0.1", true), @"
    ! error: the certificate of `127.0.0.1` is for another name · is the URL right?
    exit 6
    ");
}

#[test]
fn a_certificate_that_has_expired_is_not_taken() {
    let (hub, served, token) = served("localhost", 2024);
    assert_snapshot!(who(&served, &hub, &token, "localhost", true), @"
    ! error: the certificate of `localhost` has expired · tell whoever runs the hub
    exit 6
    ");
}

#[test]
fn a_file_without_a_certificate_is_refused() {
    let person = Person::new();
    file(person.folder(), "ca.pem", "nonsense");
    let variables = [("HUBCTL_HUB", "https://h.example"), ("HUBCTL_TOKEN", "x")];
    assert_snapshot!(person.run("whoami --ca ca.pem", &variables), @"
    ! error: there is no certificate in `ca.pem`
    exit 2
    ");
    assert_snapshot!(person.run("whoami --client-cert ca.pem", &variables), @"
    ! error: there is no certificate with its key in `ca.pem` · put both into one file, in PEM
    exit 2
    ");
}

#[test]
fn a_hub_on_a_socket_is_asked_there() {
    let hub = Hub::recorded();
    let folder = hub.path().parent().unwrap().to_owned();
    let (token, _) = hub.succeed("token new ada-admin --inherit");
    let socket = folder.join("hub.sock");
    let bind = format!("unix:{}", socket.display());
    let _served = Served::start(&folder, &["--bind", &bind]);
    let url = format!("http+unix://{}", socket.display());
    let variables = [("HUBCTL_HUB", url.as_str()), ("HUBCTL_TOKEN", token.trim())];
    assert_eq!(
        Person::new().run("users show plain -o name", &variables),
        "plain\n"
    );
}
