//! `jhub-client`, a library built for JupyterHub, takes a user through a hub.

use std::path::Path;
use std::process::Command;

use crate::asked::{serve, succeed};
use crate::hub::Hub;
use crate::venv;

const PACKAGES: [&str; 3] = ["jhub-client==0.1.7", "aiohttp==3.14.5", "yarl==1.25.1"];

#[test]
fn jhub_client_takes_a_user_from_the_first_server_to_the_end() {
    let Some(python) = venv::python("jhub-client-0.1.7", &PACKAGES) else {
        return;
    };
    let database = Hub::fresh();
    database.succeed("users add boss --admin");
    let (token, _) = database.succeed("token new boss --inherit");
    let hub = serve(&database);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/jhub_round.py");
    let mut round = Command::new(python);
    round.arg(script).arg(hub.url());
    let said = succeed(round.env("JUPYTERHUB_API_TOKEN", token.trim()));
    insta::assert_snapshot!(said, @r"
    version 6.1.1
    token of user boss
    absent None
    created ada
    her token is of ada
    server up True
    at /user/ada/
    routes ['/', '/user/ada/']
    users ['boss', 'ada']
    at None
    absent None
    ");
}
