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
