/**
 * Schema of the response ledger, one script per version. Opened with durability `commit`: a row here is on disk before
 * the first byte of a request leaves.
 */
export const responseMigrations: readonly string[] = [
  `
  CREATE TABLE intent (
    id TEXT PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    incident TEXT NOT NULL,
    level INTEGER NOT NULL,
    provider TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    related TEXT NOT NULL,
    reason TEXT NOT NULL,
    alerts TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    probes INTEGER NOT NULL DEFAULT 0,
    times TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    automatic INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    created INTEGER NOT NULL,
    next_at INTEGER,
    lease_until INTEGER,
    undo TEXT,
    restores TEXT REFERENCES intent (id)
  );
  CREATE INDEX intent_due ON intent (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX intent_incident ON intent (incident);
  CREATE INDEX intent_subject ON intent (subject_type, subject_id);
  CREATE TABLE approval (
    intent TEXT PRIMARY KEY REFERENCES intent (id),
    why TEXT NOT NULL,
    asked INTEGER NOT NULL,
    remind_ms INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    needed INTEGER NOT NULL
  );
  CREATE TABLE vote (
    intent TEXT NOT NULL REFERENCES approval (intent),
    approver TEXT NOT NULL,
    decision TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (intent, approver)
  );
  CREATE TABLE held (
    instance TEXT NOT NULL,
    incident TEXT NOT NULL,
    level INTEGER NOT NULL,
    reason TEXT NOT NULL,
    related TEXT NOT NULL,
    since INTEGER NOT NULL,
    lifted INTEGER,
    PRIMARY KEY (instance, incident)
  );
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TABLE checkpoint (
    seq INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    time TEXT NOT NULL,
    key TEXT NOT NULL,
    signature TEXT NOT NULL
  );
  `,
]
