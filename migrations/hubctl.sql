-- The tables of hubctl itself, made when a hub serves. JupyterHub never notices them.
-- Each statement leaves alone what is there: a new column comes with a statement of its own.

-- Which hub serves this database: one row, or none.
CREATE TABLE IF NOT EXISTS hubctl_lock (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Drawn anew at each start: whose row it is.
    holder VARCHAR(32) NOT NULL,
    host VARCHAR(255) NOT NULL,
    pid INTEGER NOT NULL,
    -- The boot and the process namespace that `pid` is a number in, and when that process began:
    -- NULL where the system does not tell.
    machine VARCHAR(255),
    process_began VARCHAR(32),
    address VARCHAR(255) NOT NULL,
    since DATETIME NOT NULL,
    last_beat DATETIME NOT NULL
);

-- Indexes on JupyterHub's tables, so that nothing costs more because strangers exist: what belongs to
-- somebody is found, and goes with them when they are deleted, without a look at what others have.
-- A database without them gives the same answers.
CREATE INDEX IF NOT EXISTS hubctl_tokens_by_user ON api_tokens (user_id);
CREATE INDEX IF NOT EXISTS hubctl_tokens_by_service ON api_tokens (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS hubctl_tokens_by_client ON api_tokens (client_id);
CREATE INDEX IF NOT EXISTS hubctl_codes_by_user ON oauth_codes (user_id);
CREATE INDEX IF NOT EXISTS hubctl_codes_by_client ON oauth_codes (client_id);
CREATE INDEX IF NOT EXISTS hubctl_spawners_by_user ON spawners (user_id);
CREATE INDEX IF NOT EXISTS hubctl_spawners_by_server ON spawners (server_id, user_id) WHERE server_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS hubctl_spawners_by_client ON spawners (oauth_client_id);
CREATE INDEX IF NOT EXISTS hubctl_shares_by_user ON shares (user_id);
CREATE INDEX IF NOT EXISTS hubctl_shares_by_group ON shares (group_id);
CREATE INDEX IF NOT EXISTS hubctl_shares_by_owner ON shares (owner_id);
CREATE INDEX IF NOT EXISTS hubctl_shares_by_spawner ON shares (spawner_id);
CREATE INDEX IF NOT EXISTS hubctl_share_codes_by_owner ON share_codes (owner_id);
CREATE INDEX IF NOT EXISTS hubctl_share_codes_by_spawner ON share_codes (spawner_id);
-- In the order that JupyterHub finds them without.
CREATE INDEX IF NOT EXISTS hubctl_members_by_group ON user_group_map (group_id, user_id);
CREATE INDEX IF NOT EXISTS hubctl_users_by_role ON user_role_map (role_id, user_id);
CREATE INDEX IF NOT EXISTS hubctl_groups_by_role ON group_role_map (role_id, group_id);

-- Where a role, a grant, a group, a membership or a token comes from. A row names the keys of what it tells
-- of: a role · a role and who holds it · a group · a group and a user · a token. What has no row was there
-- before, or was given by another program. A row goes with what it tells of.
CREATE TABLE IF NOT EXISTS hubctl_provenance (
    role_id INTEGER REFERENCES roles (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    service_id INTEGER REFERENCES services (id) ON DELETE CASCADE,
    token_id INTEGER REFERENCES api_tokens (id) ON DELETE CASCADE,
    source VARCHAR(16) NOT NULL CHECK (source IN ('configuration', 'authenticator', 'runtime')),
    since DATETIME NOT NULL,
    FOREIGN KEY (user_id, role_id) REFERENCES user_role_map (user_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (group_id, role_id) REFERENCES group_role_map (group_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (service_id, role_id) REFERENCES service_role_map (service_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (user_id, group_id) REFERENCES user_group_map (user_id, group_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX IF NOT EXISTS hubctl_provenance_subject ON hubctl_provenance
    (coalesce(role_id, 0), coalesce(user_id, 0), coalesce(group_id, 0), coalesce(service_id, 0),
    coalesce(token_id, 0));
CREATE INDEX IF NOT EXISTS hubctl_provenance_role ON hubctl_provenance (role_id);
-- Pairs, because by one of the two alone all members of a group would be gone through for each.
DROP INDEX IF EXISTS hubctl_provenance_user;
DROP INDEX IF EXISTS hubctl_provenance_group;
DROP INDEX IF EXISTS hubctl_provenance_service;
CREATE INDEX IF NOT EXISTS hubctl_provenance_user_role ON hubctl_provenance (user_id, role_id);
CREATE INDEX IF NOT EXISTS hubctl_provenance_user_group ON hubctl_provenance (user_id, group_id);
CREATE INDEX IF NOT EXISTS hubctl_provenance_group_role ON hubctl_provenance (group_id, role_id);
CREATE INDEX IF NOT EXISTS hubctl_provenance_service_role ON hubctl_provenance (service_id, role_id);
CREATE INDEX IF NOT EXISTS hubctl_provenance_token ON hubctl_provenance (token_id);

-- What was changed, and what was refused: one row each, in the order it happened. Rows are added and
-- never changed; they are deleted when they are older than the hub keeps them.
CREATE TABLE IF NOT EXISTS hubctl_audit (
    id INTEGER NOT NULL PRIMARY KEY,
    time DATETIME NOT NULL,
    -- By which door it came.
    door VARCHAR(8) NOT NULL CHECK (door IN ('api', 'cli', 'hub')),
    -- Who: a kind and a name; of the operator that of the system's user, with its number.
    who_kind VARCHAR(16) NOT NULL,
    who VARCHAR(255) NOT NULL,
    uid INTEGER,
    -- By which token, and which OAuth client has it: no foreign key, since the log outlives both.
    token_id INTEGER,
    client VARCHAR(255),
    request_id VARCHAR(64),
    -- `POST /users/{user}`, or the name of what no request does.
    operation VARCHAR(255) NOT NULL,
    -- `user=ada`; NULL where it is no one thing.
    target VARCHAR(1023),
    -- JSON.
    was TEXT,
    became TEXT,
    -- The sentence that refused it; NULL where it was done.
    refused TEXT,
    -- How many refusals like it this row stands for besides.
    left_out INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS hubctl_audit_by_time ON hubctl_audit (time);

-- Rows before this time may be deleted: one row, which the hub writes by its configuration.
CREATE TABLE IF NOT EXISTS hubctl_audit_kept (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    since DATETIME NOT NULL
);

CREATE TRIGGER IF NOT EXISTS hubctl_audit_is_not_changed BEFORE UPDATE ON hubctl_audit
BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
-- `INSERT OR REPLACE` deletes without telling the trigger for that.
CREATE TRIGGER IF NOT EXISTS hubctl_audit_is_not_replaced BEFORE INSERT ON hubctl_audit
WHEN EXISTS (SELECT 1 FROM hubctl_audit WHERE id = NEW.id)
BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
-- A day is kept whatever the configuration says.
CREATE TRIGGER IF NOT EXISTS hubctl_audit_is_kept BEFORE DELETE ON hubctl_audit
WHEN OLD.time >= coalesce((SELECT since FROM hubctl_audit_kept), '') OR OLD.time >= datetime('now', '-1 day')
BEGIN SELECT RAISE (ABORT, 'the audit log is kept for as long as `audit.keep_days` says'); END;

-- The passwords of those who sign in with an account of the hub's own: one row a user.
CREATE TABLE IF NOT EXISTS hubctl_accounts (
    user_id INTEGER NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- A PHC string of argon2id.
    password VARCHAR(255) NOT NULL,
    -- When the password was set.
    since DATETIME NOT NULL
);

-- Links that each open one account once: whose, or, where that is NULL, the first administrator's.
CREATE TABLE IF NOT EXISTS hubctl_links (
    id INTEGER NOT NULL PRIMARY KEY,
    -- The SHA-256 of what the link says, in hexadecimal.
    hashed VARCHAR(64) NOT NULL UNIQUE,
    -- A new link takes the place of an old one.
    user_id INTEGER UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    since DATETIME NOT NULL,
    expires_at DATETIME NOT NULL
);

-- Those who asked for an account, and wait for somebody to approve it.
CREATE TABLE IF NOT EXISTS hubctl_sign_ups (
    name VARCHAR(255) NOT NULL PRIMARY KEY,
    password VARCHAR(255) NOT NULL,
    since DATETIME NOT NULL
);
