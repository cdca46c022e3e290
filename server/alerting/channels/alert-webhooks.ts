import type { AlertMessage } from './alert-message.ts';

const SUMMARY_LENGTH_MAX = 1_024;
const SEVERITY = { 1: 'warning', 2: 'error', 3: 'critical' } as const;
const AT = (t: number) => new Date(t).toISOString();

/** News as plain JSON. `id` is the same for each try, `alert` for everything that is told of one alert. */
export function webhookBody({
  id,
  alert,
  event,
  round,
  kind,
  urgency,
  words,
  begunAt,
  incident,
  link,
}: AlertMessage): string {
  return JSON.stringify({
    type: `staff_alert.${event}`,
    id,
    alert: {
      id: alert,
      kind,
      severity: SEVERITY[urgency],
      summary: words,
      begun_at: AT(begunAt),
      round,
      incident_id: incident,
      url: link,
    },
  });
}

/**
 * News as events of PagerDuty's Events API v2, to be sent one after the other. What is told again updates the same incident there. What got worse is another
 * one: whoever has acknowledged the lesser is paged anew. Acknowledged and resolved are all of them; of one that is not there PagerDuty makes nothing.
 */
export function pagerDutyBodies(news: AlertMessage, routingKey: string): string[] {
  const { alert, event, kind, urgency, words, begunAt, incident, link, site } = news;
  const same = (level: number) => ({ routing_key: routingKey, dedup_key: `${site}/${alert}/${level}` });
  if (event === 'ended' || event === 'acknowledged') {
    const action = event === 'ended' ? 'resolve' : 'acknowledge';
    return Array.from({ length: urgency }, (_, i) => JSON.stringify({ ...same(i + 1), event_action: action }));
  }
  const payload = {
    summary: [...words].slice(0, SUMMARY_LENGTH_MAX).join(''),
    source: site,
    severity: event === 'test' ? 'info' : SEVERITY[urgency],
    timestamp: AT(begunAt),
    class: kind,
    custom_details: { incident_id: incident },
  };
  return [
    JSON.stringify({
      ...same(urgency),
      event_action: 'trigger',
      client: 'Candor',
      client_url: link,
      links: [{ href: link, text: 'Candor' }],
      payload,
    }),
  ];
}

/** Signs that set text in another way, where they stand around something; after a space of no width they do not. */
const SET = /[*_~`]/g;

/** News as a message for an incoming webhook of Slack. In its markup three signs begin something else than text. */
export function slackBody({ words, link }: AlertMessage): string {
  const plain = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(SET, '\u200b$&');
  return JSON.stringify({ text: `${plain} <${link}|Candor>`, unfurl_links: false });
}
