//! What nobody can do to the audit log, and whom it does not disturb.

use std::process::Command;

use super::jupyterhub::python;
use super::rows::{ADA, Hub};

#[test]
fn rows_are_neither_changed_nor_replaced_nor_deleted_before_their_time() {
    let hub = Hub::serve();
    hub.ask(ADA, "POST /users/eve", "");
    let sql = hub.sql();
    let last = hub.last();
    for refused in [
        "UPDATE hubctl_audit SET who = 'x'",
        "DELETE FROM hubctl_audit",
        "INSERT OR REPLACE INTO hubctl_audit (id, time, door, who_kind, who, operation) \
         VALUES (1, '2020-01-01', 'cli', 'operator', 'x', 'x')",
        // However short it is to be kept, a day stays.
        "INSERT INTO hubctl_audit_kept VALUES (1, '9999-01-01') ON CONFLICT (id) \
         DO UPDATE SET since = '9999-01-01'; DELETE FROM hubctl_audit",
    ] {
        let error = sql.execute_batch(refused).unwrap_err().to_string();
        assert!(error.contains("the audit log is"), "{refused}: {error}");
    }
    let old = "INSERT INTO hubctl_audit (time, door, who_kind, who, operation) \
               VALUES ('2020-01-01 00:00:00.000000', 'cli', 'operator', 'x', 'x')";
    sql.execute_batch(old).unwrap();
    assert_eq!(hub.rows(last).len(), 1);
    sql.execute_batch("DELETE FROM hubctl_audit WHERE time < '2021-01-01'")
        .unwrap();
    assert_eq!(hub.rows(last).len(), 0);
}

#[test]
fn a_hub_deletes_what_is_older_than_it_is_kept_and_what_has_expired() {
    let hub = Hub::serve();
    let sql = hub.sql();
    sql.execute_batch(
        "INSERT INTO hubctl_audit (time, door, who_kind, who, operation) VALUES
            (datetime('now', '-400 days'), 'cli', 'operator', 'old', 'x'),
            (datetime('now', '-300 days'), 'cli', 'operator', 'young', 'x')",
    )
    .unwrap();
    let hub = hub.again();
    let begun = std::time::Instant::now();
    while hub.all().contains("operator=old") {
        assert!(begun.elapsed().as_secs() < 10);
        std::thread::yield_now();
    }
    assert!(hub.all().contains("operator=young"));
}

#[test]
fn jupyterhub_works_with_a_database_that_has_one() {
    let Some(python) = python() else { return };
    let hub = Hub::serve();
    hub.ask(ADA, "POST /users/eve", "");
    hub.ask(ADA, "POST /roles/grader", r#"{"scopes": ["list:users"]}"#);
    hub.ask(ADA, "PUT /roles/grader/users/eve", "");
    let hub = hub.stop();
    let script = "
import sys
from jupyterhub import orm
from jupyterhub.dbutil import upgrade_if_needed
url = 'sqlite:///' + sys.argv[1]
upgrade_if_needed(url, backup=False)
db = orm.new_session_factory(url)()
db.add(orm.User(name='new'))
db.delete(orm.User.find(db, 'eve'))
db.commit()
print(sorted(user.name for user in db.query(orm.User)))
";
    let output = Command::new(python)
        .args(["-c", script])
        .arg(hub.database())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        said,
        "['ada', 'bob', 'new']\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(hub.all().contains("user=eve"));
}
