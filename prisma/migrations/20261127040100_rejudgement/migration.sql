-- What new versions of the rules apply to and is not judged by them yet: from `from_at` to the end of the record.
CREATE TABLE rejudgement (
  component_id int NOT NULL,
  version int NOT NULL,
  from_at timestamptz NOT NULL,
  PRIMARY KEY (component_id, version),
  FOREIGN KEY (component_id, version) REFERENCES policy_version (component_id, version)
);
