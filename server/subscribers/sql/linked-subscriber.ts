import type pg from 'pg';
import type { EventKind } from '#domain/delivery/kind';
import {
  impactOfLevel,
  type MinimumImpact,
  type SubscriberChannel,
  type SubscriberState,
  type WebhookFormat,
} from '#domain/subscription/subscription';
import type { Instant } from '#domain/time/interval';

/** A subscription as its owner sees it. An erased one has no address. `components`: empty means all. */
export type LinkedSubscriber = {
  id: string;
  channel: SubscriberChannel;
  address: string | null;
  ownerEmail: string | null;
  state: SubscriberState;
  linkVersion: number;
  failingSince: Instant | null;
  /** The address receives updates through another subscription. */
  hasOther: boolean;
  incident: { id: string; title: string } | null;
  components: string[];
  minimumImpact: MinimumImpact;
  events: EventKind[];
  language: 'en';
  timeZone: string | null;
  format: WebhookFormat;
};
type Row = {
  id: string;
  channel: SubscriberChannel;
  address: string | null;
  owner_email: string | null;
  state: SubscriberState;
  link_version: number;
  failing_since: Date | null;
  has_other: boolean;
  incident_id: string | null;
  incident_title: string | null;
  components: string[];
  minimum_impact: number;
  kinds: EventKind[];
  language: 'en';
  time_zone: string | null;
  format: WebhookFormat;
};

const READ = `SELECT s.public_id AS id, s.channel, s.address, s.owner_email, s.state, s.link_version, s.failing_since,
  EXISTS (SELECT 1 FROM subscriber o WHERE o.channel = s.channel AND o.address = s.address AND o.id <> s.id
    AND o.state = 'active') AS has_other,
  i.public_id AS incident_id, i.title AS incident_title, s.minimum_impact, s.kinds, s.language, s.time_zone, s.format,
  ARRAY(SELECT c.slug FROM subscriber_component sc JOIN component c ON c.id = sc.component_id WHERE sc.subscriber_id = s.id
    ORDER BY c.position, c.id) AS components
FROM subscriber s LEFT JOIN public_incident i ON i.id = s.incident_id WHERE s.public_id = $1`;

/** Reads the subscription with this id, or null. The title is that of a public incident. */
export async function linkedSubscriber(pool: pg.Pool, publicId: string): Promise<LinkedSubscriber | null> {
  const { rows } = await pool.query<Row>({ name: 'linked-subscriber', text: READ, values: [publicId] });
  const [row] = rows;
  if (!row) return null;
  const {
    owner_email,
    link_version,
    failing_since,
    has_other,
    incident_id,
    incident_title,
    minimum_impact,
    kinds,
    ...rest
  } = row;
  const { time_zone, ...same } = rest;
  return {
    ...same,
    ownerEmail: owner_email,
    linkVersion: link_version,
    failingSince: failing_since?.getTime() ?? null,
    hasOther: has_other,
    incident: incident_id === null ? null : { id: incident_id, title: incident_title ?? '' },
    minimumImpact: impactOfLevel(minimum_impact),
    events: kinds,
    timeZone: time_zone,
  };
}
