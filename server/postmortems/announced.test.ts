import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { feedIncidents } from '#server/incidents/reads/feed-incidents';
import { commentPostmortem } from '#server/postmortems/verbs/comment-postmortem';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { atomFeed } from '#server/site/formats/atom';
import { updateFeed } from '#server/site/formats/feeds/update-entries';
import { rssFeed } from '#server/site/formats/rss';
import { testWorld } from '#server/test/database';
import { as, ED } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { aPostmortem, finishActionItem, plantMarchIncident, published } from '#server/test/postmortems';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const PAGE = { id: 'cndrstatus01', name: 'Acme', url: 'https://status.acme.test', time_zone: 'Etc/UTC' };
const ed = () => as(world.ctx, ED);
let incident = '';
let input = { postmortem: '', version: 0 };

/** Returns what the publisher is asked to render again since the last call. */
async function changes(): Promise<string[]> {
  const { rows } = await world.ctx.web.query<{ dependency: string }>('DELETE FROM site_change RETURNING dependency');
  return [...new Set(rows.map(({ dependency }) => dependency))].sort();
}

beforeAll(async () => {
  incident = await plantMarchIncident(world);
  await plantSubscriber(world, { channel: 'webhook' });
  await fanOut(world.ctx);
});
beforeEach(changes);

describe('the pages that are rendered again', () => {
  test('are none after changes of a draft', async () => {
    const { item: _, ...made } = await aPostmortem(world, incident);
    input = made;
    await commentPostmortem(ed(), { postmortem: input.postmortem, body: 'Why?' });
    expect(await changes()).toEqual([]);
  });

  test('are the lists and the incident after a promise', async () => {
    await promisePostmortem(ed(), { incident, promisedOn: '2023-02-01' });
    expect(await changes()).toEqual([`incident:${incident}`, 'postmortems']);
  });

  test('are also the lists of incidents after publication', async () => {
    await published(world, input);
    expect(await changes()).toEqual([`incident:${incident}`, 'incidents', 'postmortems']);
  });

  test('are the lists and the incident after a change of an action item', async () => {
    await savePostmortem(ed(), { ...input, title: 'Another title' });
    expect(await changes()).toEqual([]);
    await world.ctx.prisma.actionItem.updateMany({ data: { owner: 'Platform' } });
    expect(await changes()).toEqual([`incident:${incident}`, 'postmortems']);
  });
});

describe('publication reaches', () => {
  const LINK = () => `/postmortems/${input.postmortem}`;

  test('webhooks with its own type, the summary, the link and the whole text', async () => {
    await fanOut(world.ctx);
    const event = await world.ctx.prisma.event.findFirstOrThrow({ where: { kind: 'postmortem' } });
    const { type, data } = JSON.parse(event.body ?? '');
    expect(type).toBe('incident.postmortem_published');
    expect(data.incident).toMatchObject({ status: 'postmortem', postmortem_published_at: '2023-01-02T00:00:00.000Z' });
    expect(data.incident.incident_updates[0].body).toMatch(/^Readers see the summary text\./);
    expect(data.incident.incident_updates[0].body).toContain(LINK());
    expect(data.incident.postmortem_body).toContain('## Cause\n\nReaders see the cause text.');
    expect(event.deliveryCount).toBe(1);
    expect(JSON.stringify(event.mail)).toContain('Readers see the summary text.');
  });

  test('the feeds of incidents and of updates', async () => {
    const feed = await feedIncidents(world.ctx);
    for (const text of [atomFeed(feed, PAGE, 'Acme'), rssFeed(feed, PAGE, 'Acme')]) {
      expect(text).toContain('Post-mortem&#60;/strong&#62; - Readers see the summary text.');
      expect(text).toContain(LINK());
    }
    const { entries } = updateFeed({ ...feed, title: 'All', path: '/feeds/all', pagePath: '/history' }, PAGE);
    expect(entries[0]).toMatchObject({
      title: expect.stringContaining('Post-mortem'),
      text: expect.stringContaining(LINK()),
    });
  });

  test('subscribers again when an action item is done', async () => {
    await finishActionItem(world, incident);
    await fanOut(world.ctx);
    const event = await world.ctx.prisma.event.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(event).toMatchObject({ kind: 'updated', deliveryCount: 1 });
    expect(JSON.parse(event.body ?? '').data.incident.incident_updates[0].body).toContain('Action item done:');
  });
});
