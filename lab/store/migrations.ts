/** Schema versions of the corpus store, oldest first. A script that shipped is never changed. */
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
]
