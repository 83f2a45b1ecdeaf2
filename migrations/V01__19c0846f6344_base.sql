-- JupyterHub 0.5 and 0.6. Nothing tagged a database then; the tag is ours.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE servers (
    id INTEGER NOT NULL PRIMARY KEY,
    proto VARCHAR(15),
    ip VARCHAR(255),
    port INTEGER,
    base_url VARCHAR(255),
    cookie_name VARCHAR(255)
);

CREATE TABLE proxies (
    id INTEGER NOT NULL PRIMARY KEY,
    _public_server_id INTEGER REFERENCES servers (id),
    _api_server_id INTEGER REFERENCES servers (id)
);

CREATE TABLE hubs (
    id INTEGER NOT NULL PRIMARY KEY,
    _server_id INTEGER REFERENCES servers (id)
);

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR(1023),
    _server_id INTEGER REFERENCES servers (id),
    admin BOOLEAN,
    last_activity DATETIME,
    cookie_id VARCHAR(1023),
    state TEXT
);

CREATE TABLE api_tokens (
    user_id INTEGER REFERENCES users (id),
    id INTEGER NOT NULL PRIMARY KEY,
    hashed VARCHAR(1023),
    prefix VARCHAR(1023)
);

INSERT INTO alembic_version (version_num) VALUES ('19c0846f6344');
