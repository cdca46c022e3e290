import type pg from 'pg';

/** `site_change`: a public change or a request for an address was noted. `site_published`: entries were stored. */
export type Channel = 'site_change' | 'site_published';

/** Receives the notifications of a channel on this connection. */
export async function listenTo(client: pg.ClientBase, channel: Channel): Promise<void> {
  await client.query(`LISTEN ${channel}`);
}
