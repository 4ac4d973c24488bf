-- The schema of version 0.1.0 with a job, as it was released. Never changed: the upgrade is tested from here.
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version (version) VALUES (1);
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, state INTEGER NOT NULL, queue TEXT NOT NULL, priority INTEGER NOT NULL,
    tags TEXT NOT NULL, template TEXT, user_data TEXT, session_id TEXT UNIQUE,
    source TEXT NOT NULL, requests TEXT NOT NULL, item_index INTEGER, item_date TEXT NOT NULL,
    not_before BIGINT, waiting INTEGER NOT NULL, max_attempts INTEGER NOT NULL, attempt INTEGER NOT NULL,
    fence BIGINT NOT NULL, owner TEXT, lease_until BIGINT, cancel INTEGER NOT NULL,
    submitted BIGINT NOT NULL, started BIGINT, finished BIGINT,
    stage TEXT NOT NULL, fraction DOUBLE PRECISION NOT NULL, frame INTEGER NOT NULL, frame_count INTEGER NOT NULL,
    plan TEXT, folders TEXT, staged TEXT, results TEXT,
    error_id TEXT, error_kind TEXT, error_message TEXT, error_advice TEXT,
    bytes_in BIGINT NOT NULL, bytes_out BIGINT NOT NULL);
CREATE INDEX jobs_claim ON jobs (queue, priority DESC, submitted, id) WHERE state = 0 AND waiting = 0;
CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 0 AND waiting = 1;
CREATE INDEX jobs_lease ON jobs (lease_until) WHERE state = 1;
CREATE INDEX jobs_owner ON jobs (owner) WHERE state = 1;
CREATE INDEX jobs_newest ON jobs (submitted DESC, id DESC);
CREATE INDEX jobs_finished ON jobs (finished);
CREATE TABLE job_tags (tag TEXT NOT NULL, job_id TEXT NOT NULL, PRIMARY KEY (tag, job_id));
CREATE INDEX job_tags_job ON job_tags (job_id);
CREATE TABLE queues (name TEXT PRIMARY KEY, paused INTEGER NOT NULL, concurrency INTEGER);
CREATE TABLE workers (
    id TEXT PRIMARY KEY, host TEXT NOT NULL, process_id INTEGER NOT NULL, version TEXT NOT NULL, capacity INTEGER NOT NULL,
    queues TEXT NOT NULL, lease BIGINT NOT NULL, started BIGINT NOT NULL, heartbeat BIGINT NOT NULL, stopping INTEGER NOT NULL);
INSERT INTO queues (name, paused) VALUES ('default', 0);
INSERT INTO job_tags (tag, job_id) VALUES ('old', '01J00000000000000000000000');
INSERT INTO jobs (id, name, state, queue, priority, tags, source, requests, item_date, waiting, max_attempts, attempt, fence, cancel, submitted, stage, fraction,
    frame, frame_count, bytes_in, bytes_out)
VALUES ('01J00000000000000000000000', 'from-0-1-0', 0, 'default', 5, '["old"]', '/videos/clip.mp4',
    '[{"version":1,"source":"/videos/clip.mp4","destination":"/videos/clip.gif"}]', '2026-11-21T12:00:00.0000000+01:00', 0, 3, 0, 0, 0, 1795000000000,
    'Waiting', 0, 0, 0, 0, 0);
