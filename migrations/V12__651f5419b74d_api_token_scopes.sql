-- 3.0: tokens, OAuth clients and codes have scopes, no roles. Codes are too short-lived to be given any.

ALTER TABLE oauth_codes ADD COLUMN scopes TEXT;
DROP TABLE oauth_code_role_map;

-- A token gets the scopes of its roles, as the roles write them. What comes out empty stays NULL: to
-- JupyterHub's ORM the two are equal, so it writes nothing.
ALTER TABLE api_tokens ADD COLUMN scopes TEXT;
UPDATE api_tokens SET scopes = (
    SELECT nullif(python_json(json_group_array(DISTINCT scope.value ORDER BY scope.value)), '[]')
    FROM api_token_role_map
    JOIN roles ON roles.id = role_id
    JOIN json_each(CASE WHEN json_valid(roles.scopes) THEN roles.scopes ELSE '[]' END) AS scope
    WHERE api_token_id = api_tokens.id
);
DROP TABLE api_token_role_map;

-- A client gets those of its roles, and access to the one server or service that it signs people in to.
CREATE INDEX hubctl_client_of_spawner ON spawners (oauth_client_id);
CREATE INDEX hubctl_client_of_service ON services (oauth_client_id);
ALTER TABLE oauth_clients ADD COLUMN allowed_scopes TEXT;
UPDATE oauth_clients SET allowed_scopes = (
    SELECT nullif(python_json(json_group_array(scope ORDER BY scope)), '[]')
    FROM (
        SELECT scope.value AS scope
        FROM oauth_client_role_map AS held
        JOIN roles ON roles.id = held.role_id
        JOIN json_each(CASE WHEN json_valid(roles.scopes) THEN roles.scopes ELSE '[]' END) AS scope
        WHERE held.oauth_client_id = oauth_clients.id
        UNION
        SELECT 'access:servers!server=' || users.name || '/' || coalesce(spawners.name, '')
        FROM spawners
        JOIN users ON users.id = spawners.user_id
        WHERE spawners.oauth_client_id = oauth_clients.identifier
        AND oauth_clients.identifier <> 'jupyterhub'
        UNION
        SELECT 'access:services!service=' || services.name
        FROM services
        WHERE services.oauth_client_id = oauth_clients.identifier
        AND oauth_clients.identifier <> 'jupyterhub'
        AND NOT EXISTS (
            SELECT 1 FROM spawners WHERE spawners.oauth_client_id = oauth_clients.identifier
        )
    )
);
DROP TABLE oauth_client_role_map;
DROP INDEX hubctl_client_of_spawner;
DROP INDEX hubctl_client_of_service;

UPDATE alembic_version SET version_num = '651f5419b74d';
