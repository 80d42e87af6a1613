-- The application's data, on Supabase and on the target alike: the migration has copied it. Ids are computed, so both have the same.

CREATE SCHEMA auth;
CREATE SCHEMA storage;

CREATE TABLE auth.users (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email      text        NOT NULL UNIQUE,
    password   text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at timestamptz
);

CREATE TABLE auth.sessions (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid        NOT NULL REFERENCES auth.users,
    token      text        NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at timestamptz
);

CREATE TABLE documents (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id   uuid        NOT NULL REFERENCES auth.users,
    title      text        NOT NULL,
    body       text        NOT NULL,
    words      integer     NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at timestamptz
);

CREATE TABLE ai_queries (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid        NOT NULL REFERENCES auth.users,
    question   text        NOT NULL,
    answer     text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at timestamptz
);

CREATE TABLE storage.objects (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text        NOT NULL UNIQUE,
    bytes      integer     NOT NULL,
    checksum   text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at timestamptz
);

-- One row, written every second while the application is open: up to when data is there.
CREATE TABLE heartbeat (at timestamptz NOT NULL);
INSERT INTO heartbeat VALUES (clock_timestamp());

CREATE INDEX ON auth.users (updated_at);
CREATE INDEX ON auth.sessions (updated_at);
CREATE INDEX ON documents (updated_at);
CREATE INDEX ON ai_queries (updated_at);
CREATE INDEX ON storage.objects (updated_at);

INSERT INTO auth.users (id, email, password, updated_at)
SELECT md5('user ' || n)::uuid, 'user' || n || '@example.com', 'password-' || n, timestamptz '2026-01-01' + n * interval '1 hour'
FROM generate_series(1, 200) n;

INSERT INTO documents (id, owner_id, title, body, words, updated_at)
SELECT md5('document ' || n)::uuid, md5('user ' || 1 + n % 200)::uuid, 'Document ' || n, 'The text of document ' || n, 5,
       timestamptz '2026-01-10' + n * interval '10 minutes'
FROM generate_series(1, 2000) n;

INSERT INTO ai_queries (id, user_id, question, answer, updated_at)
SELECT md5('query ' || n)::uuid, md5('user ' || 1 + n % 200)::uuid, 'What does document ' || n || ' say?',
       'It has 5 words.', timestamptz '2026-01-20' + n * interval '5 minutes'
FROM generate_series(1, 1000) n;

-- What must hold at any moment; a row here is damage.
CREATE VIEW business_rule_violations AS
SELECT 'an e-mail address is valid' AS rule, 'auth.users' AS table_name, id FROM auth.users WHERE email !~ '^[^@ ]+@[^@ ]+\.[a-z]+$'
UNION ALL
SELECT 'the number of words is that of the text', 'documents', id FROM documents WHERE words <> array_length(string_to_array(body, ' '), 1)
UNION ALL
SELECT 'a query has an answer', 'ai_queries', id FROM ai_queries WHERE answer = '';

-- Rows whose parent is missing.
CREATE VIEW broken_references AS
SELECT 'auth.sessions' AS table_name, s.id FROM auth.sessions s LEFT JOIN auth.users u ON u.id = s.user_id WHERE u.id IS NULL
UNION ALL
SELECT 'documents', d.id FROM documents d LEFT JOIN auth.users u ON u.id = d.owner_id WHERE u.id IS NULL
UNION ALL
SELECT 'ai_queries', q.id FROM ai_queries q LEFT JOIN auth.users u ON u.id = q.user_id WHERE u.id IS NULL;

CREATE VIEW row_counts AS
SELECT 'auth.users' AS table_name, count(*) AS n FROM auth.users
UNION ALL SELECT 'auth.sessions', count(*) FROM auth.sessions
UNION ALL SELECT 'documents', count(*) FROM documents
UNION ALL SELECT 'ai_queries', count(*) FROM ai_queries
UNION ALL SELECT 'storage.objects', count(*) FROM storage.objects;

GRANT USAGE ON SCHEMA auth, storage TO app, rollback;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, auth, storage TO app, rollback;
GRANT CREATE ON SCHEMA public TO rollback;
