//! The hub that is asked, and the programs that ask it.

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;

use crate::hub::Hub;
use crate::served::Served;

/// The database that a file of SQL below `tests` makes, served.
pub(crate) fn served(script: &str) -> (Hub, Served) {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.sqlite");
    fill(
        &made,
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(script),
    );
    let database = Hub::copy_at(&made);
    let hub = serve(&database);
    (database, hub)
}

#[expect(
    clippy::disallowed_methods,
    reason = "what another program would have made"
)]
fn fill(database: &Path, script: &Path) {
    let script = fs::read_to_string(script).unwrap();
    let database = Connection::open(database).unwrap();
    // What a row points to may come after it.
    let script = format!("PRAGMA foreign_keys = OFF;\n{script}");
    database.execute_batch(&script).unwrap();
}

/// Serve `database`.
pub(crate) fn serve(database: &Hub) -> Served {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/hubctl.toml");
    let folder = database.path().parent().unwrap().to_owned();
    Served::start(&folder, &["--config", config.to_str().unwrap()])
}

/// Run a command, which must succeed; what it said.
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let also = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{said}\n{also}");
    said + &also
}
