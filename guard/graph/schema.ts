/** Schema of `events.sqlite`, one migration per change; what stands here is never edited, only followed by another. */
export const graphMigrations: readonly string[] = [
  `
  CREATE TABLE event (
    id TEXT PRIMARY KEY,
    dedupe TEXT UNIQUE,
    time TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    chain TEXT,
    instance TEXT,
    human TEXT,
    credential TEXT,
    call TEXT,
    rev INTEGER NOT NULL,
    record TEXT NOT NULL,
    attribution TEXT NOT NULL,
    observed TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX event_chain ON event (chain, time) WHERE chain IS NOT NULL;
  CREATE INDEX event_credential ON event (credential, time) WHERE credential IS NOT NULL;
  CREATE INDEX event_human ON event (human, kind, time) WHERE human IS NOT NULL;
  CREATE INDEX event_time ON event (time);

  CREATE TABLE node (id TEXT PRIMARY KEY, kind TEXT NOT NULL) WITHOUT ROWID;

  -- Which event says which edge; an event whose attribution changes takes its edges with it.
  CREATE TABLE link (
    event TEXT NOT NULL, src TEXT NOT NULL, kind TEXT NOT NULL, dst TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (event, src, kind, dst)
  ) WITHOUT ROWID;
  CREATE INDEX link_edge ON link (src, kind, dst, time);

  CREATE TABLE edge (
    src TEXT NOT NULL, kind TEXT NOT NULL, dst TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (src, kind, dst)
  ) WITHOUT ROWID;
  CREATE INDEX edge_reverse ON edge (dst, kind, src);

  -- Who was first seen with what, for first-seen fields after a restart.
  CREATE TABLE seen (who TEXT NOT NULL, what TEXT NOT NULL, first TEXT NOT NULL, PRIMARY KEY (who, what)) WITHOUT ROWID;

  CREATE TABLE incident (id TEXT PRIMARY KEY, chain TEXT NOT NULL, opened TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE alert (id TEXT PRIMARY KEY, incident TEXT NOT NULL, time TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX alert_incident ON alert (incident, time);

  CREATE TABLE state (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  `,
]
