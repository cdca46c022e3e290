-- Retention of deliveries. details_deleted_at: when the deliveries of the event and the content of its e-mails were
-- deleted. From then on suppressed_count and dead_count hold what the rows said.
ALTER TABLE event
  ADD COLUMN details_deleted_at timestamptz,
  ADD COLUMN suppressed_count int,
  ADD COLUMN dead_count int,
  ADD CHECK ((details_deleted_at IS NULL) = (suppressed_count IS NULL)),
  ADD CHECK ((details_deleted_at IS NULL) = (dead_count IS NULL));
CREATE INDEX delivery_notice_created_at ON delivery (created_at) WHERE lane = 'notice';

-- address_hash: of the address of a subscriber who unsubscribed, kept when the address is erased, so that an import
-- cannot add the address as confirmed.
ALTER TABLE subscriber
  ADD COLUMN address_hash text CHECK (address_hash ~ '^[0-9a-f]{64}$'),
  ADD CHECK (address_hash IS NULL OR address IS NULL);
CREATE INDEX subscriber_address_hash ON subscriber (address_hash) WHERE address_hash IS NOT NULL;
CREATE INDEX subscriber_ended ON subscriber (state_at) WHERE state = 'ended' AND address IS NOT NULL;

-- One row: alive_at is when a worker last sent deliveries or looked for them; resumed_at is when one did so again
-- after more than an hour without any. Deliveries due before that are late, as after restoring an old dump. Deliveries due later only
-- waited for their turn.
CREATE TABLE delivery_activity (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  alive_at timestamptz NOT NULL DEFAULT '-infinity',
  resumed_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO delivery_activity DEFAULT VALUES;
