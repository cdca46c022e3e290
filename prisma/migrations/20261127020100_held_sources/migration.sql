-- Of each process that takes probes, the sources whose deliveries are not stored: id of the source → arrival of the earliest, in Unix milliseconds.
ALTER TABLE ingest_process ADD COLUMN held jsonb NOT NULL DEFAULT '{}';
