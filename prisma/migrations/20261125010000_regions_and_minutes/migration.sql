-- Counts of each region at the end of the record, for words and drill-down; the key '' is for instances without a region.
ALTER TABLE component_head ADD COLUMN regions jsonb NOT NULL DEFAULT '{}';

-- What readings said in each minute: kept when the readings are gone. Figures are null where no reading held one.
CREATE TABLE minute_rollup (
  component_id int NOT NULL REFERENCES component,
  minute timestamptz NOT NULL,
  readings int NOT NULL CHECK (readings > 0),
  data_age_median_ms int,
  data_age_worst_ms int,
  latency_median_us int,
  latency_p95_us int,
  PRIMARY KEY (component_id, minute)
);

-- What evaluation has judged and the minutes do not show yet.
CREATE TABLE unrolled_span (
  id bigserial PRIMARY KEY,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL
);
