//! What a database means, without its keys and times.

use serde_json::Value;

use super::both;
use super::hub::Hub;

/// Every table of users, groups, roles and services, by names.
const QUERIES: [&str; 9] = [
    "SELECT name, coalesce(admin, 0) FROM users ORDER BY name",
    "SELECT name, coalesce(nullif(properties, 'null'), '{}') FROM groups ORDER BY name",
    "SELECT g.name, u.name FROM user_group_map m JOIN groups g ON g.id = m.group_id \
     JOIN users u ON u.id = m.user_id ORDER BY 1, 2",
    "SELECT name, coalesce(description, ''), (SELECT group_concat(value) FROM \
     (SELECT value FROM json_each(scopes) ORDER BY value)) FROM roles ORDER BY name",
    "SELECT r.name, u.name FROM user_role_map m JOIN roles r ON r.id = m.role_id \
     JOIN users u ON u.id = m.user_id ORDER BY 1, 2",
    "SELECT r.name, g.name FROM group_role_map m JOIN roles r ON r.id = m.role_id \
     JOIN groups g ON g.id = m.group_id ORDER BY 1, 2",
    "SELECT r.name, s.name FROM service_role_map m JOIN roles r ON r.id = m.role_id \
     JOIN services s ON s.id = m.service_id ORDER BY 1, 2",
    "SELECT s.name, coalesce(s.admin, 0), s.url, v.proto, v.ip, v.port, v.base_url, \
     coalesce(s.display, 1), coalesce(s.oauth_no_confirm, 0), s.oauth_client_id, \
     coalesce(nullif(s.oauth_client_allowed_scopes, 'null'), '[]'), \
     coalesce(nullif(s.command, 'null'), '[]'), s.cwd, s.user, s.timeout, \
     coalesce(nullif(s.info, 'null'), '{}') \
     FROM services s LEFT JOIN servers v ON v.id = s._server_id ORDER BY s.name",
    "SELECT c.identifier, c.redirect_uri, c.description, (SELECT group_concat(value) FROM \
     (SELECT value FROM json_each(c.allowed_scopes) ORDER BY value)) FROM oauth_clients c \
     JOIN services s ON s.oauth_client_id = c.identifier ORDER BY 1",
];

/// What is in the tables of `hub`.
pub(crate) fn of(hub: &Hub) -> String {
    told(|sql| hub.query(sql))
}

/// The same of both databases of `hub`, which must be the same.
pub(crate) fn of_both(hub: &both::Hub) -> String {
    told(|sql| hub.query(sql))
}

fn told(query: impl Fn(&str) -> String) -> String {
    let tables = QUERIES.map(query);
    let lines = tables.iter().flat_map(|table| table.lines());
    lines.map(|line| in_order(line) + "\n").collect()
}

/// A row, with the keys of its JSON in one order.
fn in_order(line: &str) -> String {
    let cells = line
        .split('|')
        .map(|cell| match serde_json::from_str(cell) {
            Ok(json @ Value::Object(_)) => json.to_string(),
            _ => cell.to_owned(),
        });
    cells.collect::<Vec<_>>().join("|")
}
