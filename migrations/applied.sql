-- What `hubctl apply` put there, so that it can take away what a description lists no more. Made when a
-- hub serves, or when there is first something to note. A row names the keys of what it tells of: a
-- user · a group · a role · a service · a group and a member · a role and who holds it. Several
-- descriptions may list the same. A row goes with what it tells of.
CREATE TABLE IF NOT EXISTS hubctl_applied (
    -- By what the description calls itself.
    description VARCHAR(255) NOT NULL,
    role_id INTEGER REFERENCES roles (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    service_id INTEGER REFERENCES services (id) ON DELETE CASCADE,
    since DATETIME NOT NULL,
    FOREIGN KEY (user_id, role_id) REFERENCES user_role_map (user_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (group_id, role_id) REFERENCES group_role_map (group_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (service_id, role_id) REFERENCES service_role_map (service_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (user_id, group_id) REFERENCES user_group_map (user_id, group_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX IF NOT EXISTS hubctl_applied_thing ON hubctl_applied
    (coalesce(role_id, 0), coalesce(user_id, 0), coalesce(group_id, 0), coalesce(service_id, 0), description);
CREATE INDEX IF NOT EXISTS hubctl_applied_role ON hubctl_applied (role_id);
-- Pairs, because by one of the two alone all members of a group would be gone through for each.
DROP INDEX IF EXISTS hubctl_applied_user;
DROP INDEX IF EXISTS hubctl_applied_group;
DROP INDEX IF EXISTS hubctl_applied_service;
CREATE INDEX IF NOT EXISTS hubctl_applied_user_role ON hubctl_applied (user_id, role_id);
CREATE INDEX IF NOT EXISTS hubctl_applied_user_group ON hubctl_applied (user_id, group_id);
CREATE INDEX IF NOT EXISTS hubctl_applied_group_role ON hubctl_applied (group_id, role_id);
CREATE INDEX IF NOT EXISTS hubctl_applied_service_role ON hubctl_applied (service_id, role_id);
