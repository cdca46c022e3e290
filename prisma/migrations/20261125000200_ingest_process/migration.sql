-- Each process that takes probes says how far what reached it is stored; whoever judges goes no further. `beat` grows with each word of it.
CREATE TABLE ingest_process (
  name text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
  stored_up_to timestamptz NOT NULL,
  beat bigint NOT NULL DEFAULT 0
);
