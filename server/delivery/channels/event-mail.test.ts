import { describe, expect, test } from 'vitest';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { SystemSummary } from '#domain/site/summary';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { aComponent, aSummary, NOW, SERVING, someCounts } from '#server/test/summaries';
import { eventMail, type MailRecipient } from './event-mail.ts';
import { mailContent } from './mail-content.ts';

const MINUTE = 60_000;
const BRAND = { title: 'Larkfield status', name: 'Larkfield', timeZone: 'UTC', accent: null };
const RECIPIENT: MailRecipient = {
  address: 'ops@partner.example',
  publicId: 'sub000000001',
  timeZone: null,
  subject: { kind: 'components', names: ['Serving'] },
  links: { manage: 'https://status.example/subscriptions/m', unsubscribe: 'https://status.example/u/u' },
};
/** Serving, down in two of three regions since 13:20 UTC. */
const DOWN = aComponent({
  ...SERVING.major(),
  regions: ['us-east-1', 'us-west-2', 'eu-west-1'].map((name, i) => ({
    name,
    title: name,
    status: i < 2 ? 'major_outage' : 'operational',
    counts: someCounts({ up: 1 }),
    worstDataAgeMs: null,
  })),
});
const UPDATES = [
  anUpdate({
    publicId: 'upd000000003',
    state: 'identified',
    html: '<p>We are <strong>reloading</strong> all instances. See <a href="https://a.example/x" rel="nofollow">here</a>.</p>',
    text: 'We are reloading all instances. See here (https://a.example/x).',
    occurredAt: NOW - 2 * MINUTE,
    publishedAt: NOW - 2 * MINUTE,
  }),
  anUpdate({ publicId: 'upd000000002', state: 'investigating', text: 'Ad requests get no answer. More follows.' }),
  anUpdate({ state: 'detected', isAutomatic: true, occurredAt: NOW - 70 * MINUTE, publishedAt: NOW - 70 * MINUTE }),
];
const OPEN = aPublicIncident({
  state: 'identified',
  updates: UPDATES,
  whatYouCanDo: 'Route traffic to <eu-west-1>.',
  nextUpdateBy: NOW + 20 * MINUTE,
});

type Options = { corrected?: string; recipient?: Partial<MailRecipient>; isFirst?: boolean };

function mailOf(
  incident: PublicIncident,
  summary: SystemSummary,
  { corrected, recipient, isFirst = false }: Options = {},
) {
  return eventMail({
    event: 'evt000000001',
    content: mailContent({ incident, summary }, { update: corrected ?? null, isCorrection: corrected !== undefined }),
    recipient: { ...RECIPIENT, ...recipient },
    isFirst,
    brand: BRAND,
    images: {},
    origin: 'https://status.example',
  });
}
const outage = aSummary({ components: [DOWN], openIncidents: [OPEN] });

describe('the mail of an event', () => {
  test('has the status, its start, the text, advice, the next update, one button, earlier updates and how to leave, in this order', () => {
    const { text, html } = mailOf(OPEN, outage);
    expect(text).toBe(`Larkfield status

Serving is down in 2 of 3 regions
Since 13:20 UTC on 30 March 2022 · Identified

We are reloading all instances. See here (https://a.example/x).

What you can do: Route traffic to <eu-west-1>.

Next update by 14:51 UTC

View incident:
https://status.example/incidents/inc000000001

Earlier updates
13:31  Investigating. Ad requests get no answer. More follows.
13:21  Detected by monitoring.

--
You get this message because ops@partner.example is subscribed to Serving at Larkfield.
Unsubscribe: https://status.example/u/u
Manage subscription: https://status.example/subscriptions/m
Times in UTC. Update 3 of this incident.
`);
    const body = html.slice(html.indexOf('<body')).replace(/<[^>]*>/g, '');
    const parts = [
      'Serving is down',
      'Since 13:20',
      'We are reloading',
      'What you can do:',
      'Next update by',
      'View incident',
    ].concat([
      'Earlier updates',
      '13:31',
      'You get this message',
      'Unsubscribe',
      'Manage subscription',
      'Times in UTC',
    ]);
    const places = parts.map((part) => body.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('keeps the markup of the text with inline styles, and escapes everything else', () => {
    const { html } = mailOf(OPEN, outage);
    expect(html).toMatch(/<p style="[^"]+">We are <strong>reloading<\/strong>/);
    expect(html).toMatch(/<a class="link" style="color:#2746C7" href="https:\/\/a\.example\/x"/);
    expect(html).toContain('Route traffic to &#60;eu-west-1&#62;.');
  });

  test('shows times in the zone of the subscriber, with the day where it is another one', () => {
    const zone = (timeZone: string) => mailOf(OPEN, outage, { recipient: { timeZone } }).text;
    expect(zone('Europe/Berlin')).toContain('Since 15:20 CEST on 30 March 2022');
    expect(zone('Europe/Berlin')).toContain('Next update by 16:51 CEST\n');
    expect(zone('Europe/Berlin')).toContain('Times in CEST.');
    expect(zone('Asia/Tokyo')).toContain('Since 22:20 GMT+9 on 30 March 2022');
    const late = { ...OPEN, nextUpdateBy: NOW + 40 * MINUTE };
    expect(mailOf(late, outage, { recipient: { timeZone: 'Asia/Tokyo' } }).text).toContain(
      'Next update by 00:11 GMT+9 on 31 March 2022',
    );
  });

  test('is one thread per incident and subscriber: the first mail begins it, the others refer to it', () => {
    const [first, later] = [mailOf(OPEN, outage, { isFirst: true }), mailOf(OPEN, outage)];
    expect([first.subject, later.subject]).toEqual(Array(2).fill('[Larkfield status] Problem with Serving'));
    expect([first.messageId, first.thread]).toEqual(['<inc-inc000000001.sub-sub000000001@status.example>', undefined]);
    expect([later.messageId, later.thread]).toEqual([
      '<evt-evt000000001.sub-sub000000001@status.example>',
      first.messageId,
    ]);
  });

  test('names what the subscription is about', () => {
    const reason = (subject: MailRecipient['subject']) =>
      /is subscribed to (.*)\./.exec(mailOf(OPEN, outage, { recipient: { subject } }).text)?.[1];
    expect(reason({ kind: 'all' })).toBe('all components at Larkfield');
    expect(reason({ kind: 'incident' })).toBe('this incident at Larkfield');
    expect(reason({ kind: 'components', names: ['A', 'B', 'C', 'D'] })).toBe('A, B and 2 more at Larkfield');
  });

  test('lists at most eight earlier updates, and counts the others', () => {
    const updates = Array.from({ length: 11 }, (_, i) =>
      anUpdate({ publicId: `upd0000000${10 + i}`, text: `Text ${i}.` }),
    );
    const { text } = mailOf({ ...OPEN, updates }, outage);
    expect(text.match(/^\d\d:\d\d {2}/gm)).toHaveLength(8);
    expect(text).toContain('\n2 more on the incident page\n');
  });
});

describe('the head of a mail', () => {
  const headOf = (incident: PublicIncident, summary: SystemSummary) =>
    mailOf(incident, summary).text.split('\n\n')[1]?.split('\n');

  test('is the title of the incident while monitoring confirms no failure', () => {
    const stated = { ...OPEN, components: [], episodes: [], startedAt: NOW - 5 * MINUTE };
    expect(headOf(stated, aSummary({ openIncidents: [stated] }))).toEqual([
      'Problem with Serving',
      'Since 14:26 UTC on 30 March 2022 · Identified',
    ]);
  });

  test('says that components recovered only if monitoring shows them operational', () => {
    const resolvedAt = NOW - MINUTE;
    const over = {
      ...OPEN,
      state: 'resolved' as const,
      resolvedAt,
      nextUpdateBy: null,
      components: OPEN.components.map((one) => ({ ...one, status: 'operational' as const })),
      episodes: OPEN.episodes.map((one) => ({ ...one, to: resolvedAt })),
    };
    const line = 'Resolved at 14:30 UTC on 30 March 2022 · Total downtime: 1\u00a0h 10\u00a0min';
    expect(headOf(over, aSummary())).toEqual(['Serving has recovered', line]);
    expect(headOf(over, aSummary({ components: [DOWN] }))).toEqual(['Problem with Serving', line]);
  });

  test('says that a withdrawn incident was a false alarm', () => {
    const withdrawn = { ...OPEN, state: 'resolved' as const, resolvedAt: NOW, withdrawnAt: NOW };
    expect(headOf(withdrawn, aSummary())).toEqual(['Problem with Serving', 'Withdrawn: this was a false alarm']);
  });
});

describe('the mail about a correction', () => {
  test('has the new text of the update and the others below', () => {
    const { text } = mailOf(OPEN, outage, { corrected: 'upd000000002' });
    expect(text).toContain(
      '\n\nThe update of 13:31 UTC was corrected. It now reads:\n\nAd requests get no answer. More follows.\n\n',
    );
    expect(text).toContain('Other updates\n14:29  Identified. ');
    expect(text).toMatch(/Times in UTC\.\n$/);
  });

  test('of a retraction has its reason and not the text', () => {
    const retracted = {
      ...(UPDATES[1] as (typeof UPDATES)[0]),
      retractedAt: NOW,
      retractedReason: 'Wrong component.',
      text: '',
    };
    const { text } = mailOf({ ...OPEN, updates: [UPDATES[0], retracted, UPDATES[2]] as typeof UPDATES }, outage, {
      corrected: 'upd000000002',
    });
    expect(text).toContain('The update of 13:31 UTC was retracted: Wrong component.\n\nWhat you can do:');
  });
});
