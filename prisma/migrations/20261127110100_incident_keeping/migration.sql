-- Since when incidents are kept: an outage that monitoring was sure of before then was there before anybody could have been told of it here.
CREATE TABLE incident_keeping (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  since timestamptz NOT NULL
);
INSERT INTO incident_keeping (since) SELECT min(created_at) FROM incident WHERE origin = 'automatic' HAVING count(*) > 0;
