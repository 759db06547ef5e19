/**
 * Schema versions of the corpus store, oldest first (docs/store.md says what the tables mean). A script that shipped is
 * never changed.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE examination (
     artifact TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL,
     basis TEXT NOT NULL, examined TEXT NOT NULL, body BLOB NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX examination_verdict ON examination (verdict, score);
   CREATE TABLE finding (
     artifact TEXT NOT NULL, rule TEXT NOT NULL, title TEXT NOT NULL, level TEXT NOT NULL, type TEXT NOT NULL,
     pack TEXT NOT NULL
   );
   CREATE INDEX finding_artifact ON finding (artifact);
   CREATE INDEX finding_rule ON finding (rule);
   CREATE VIEW artifacts AS SELECT artifact, name, kind, verdict, score, basis, examined FROM examination;
   CREATE VIEW findings AS SELECT f.*, e.name FROM finding f JOIN examination e USING (artifact);`,
  `ALTER TABLE examination ADD COLUMN judging TEXT NOT NULL DEFAULT '';
   ALTER TABLE examination ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE observation (
     id INTEGER PRIMARY KEY, artifact TEXT NOT NULL UNIQUE, reading TEXT NOT NULL, running TEXT NOT NULL,
     records INTEGER NOT NULL, bytes INTEGER NOT NULL, frame BLOB NOT NULL, facts BLOB NOT NULL, events BLOB NOT NULL
   );
   CREATE TABLE run (
     id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, plan TEXT NOT NULL, reading TEXT NOT NULL,
     running TEXT NOT NULL, judging TEXT NOT NULL, packs TEXT NOT NULL, request TEXT NOT NULL, summary TEXT
   );
   CREATE TABLE source (
     source TEXT PRIMARY KEY, collection TEXT NOT NULL, locator TEXT NOT NULL, stamp TEXT NOT NULL,
     tried TEXT NOT NULL, code TEXT, reason TEXT, label TEXT, family TEXT, labelled TEXT
   ) WITHOUT ROWID;
   CREATE TABLE copy (
     source TEXT NOT NULL, inside TEXT NOT NULL, artifact TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
     PRIMARY KEY (source, inside, since)
   ) WITHOUT ROWID;
   CREATE INDEX copy_artifact ON copy (artifact);
   CREATE TABLE job (
     run INTEGER NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, deliveries INTEGER NOT NULL, ms INTEGER,
     code TEXT, reason TEXT, PRIMARY KEY (run, id)
   ) WITHOUT ROWID;
   CREATE TABLE judgement (
     artifact TEXT NOT NULL, run INTEGER NOT NULL, judging TEXT NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL,
     rules TEXT NOT NULL, PRIMARY KEY (artifact, run)
   ) WITHOUT ROWID;
   CREATE TABLE capability (artifact TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, basis TEXT NOT NULL);
   CREATE INDEX capability_artifact ON capability (artifact);
   CREATE INDEX capability_action ON capability (action, target);
   CREATE TABLE host (artifact TEXT NOT NULL, host TEXT NOT NULL, basis TEXT NOT NULL);
   CREATE INDEX host_artifact ON host (artifact);
   CREATE INDEX host_host ON host (host);
   INSERT INTO judgement SELECT artifact, 0, '', verdict, score, coalesce(
     (SELECT json_group_array(DISTINCT f.rule) FROM finding f WHERE f.artifact = e.artifact), '[]') FROM examination e;
   CREATE VIEW copies AS SELECT c.source, c.inside, c.artifact, s.collection, s.locator, s.label, s.family, s.labelled
     FROM copy c JOIN source s USING (source) WHERE c.until IS NULL;
   CREATE VIEW problems AS SELECT source, collection, locator, code, reason FROM source WHERE code IS NOT NULL;`,
  `CREATE TABLE sketch (
     artifact TEXT PRIMARY KEY, version INTEGER NOT NULL, text BLOB NOT NULL, code BLOB NOT NULL, rest BLOB NOT NULL
   ) WITHOUT ROWID;
   CREATE TRIGGER observation_changed AFTER UPDATE ON observation
     BEGIN DELETE FROM sketch WHERE artifact IN (OLD.artifact, NEW.artifact); END;
   CREATE TRIGGER observation_gone AFTER DELETE ON observation
     BEGIN DELETE FROM sketch WHERE artifact = OLD.artifact; END;
   CREATE TABLE family (id TEXT PRIMARY KEY, basis TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE family_member (
     family TEXT NOT NULL, artifact TEXT NOT NULL, PRIMARY KEY (family, artifact)
   ) WITHOUT ROWID;
   CREATE INDEX family_member_artifact ON family_member (artifact);`,
  `ALTER TABLE source ADD COLUMN provenance TEXT;
   DROP VIEW copies;
   CREATE VIEW copies AS SELECT c.source, c.inside, c.artifact, s.collection, s.locator, s.label, s.family, s.labelled,
     s.provenance FROM copy c JOIN source s USING (source) WHERE c.until IS NULL;`,
]
