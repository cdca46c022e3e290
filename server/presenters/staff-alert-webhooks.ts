import type { AlertNews } from './alert-news.ts';

const SUMMARY_LENGTH_MAX = 1_024;
const SEVERITY = { 1: 'warning', 2: 'error', 3: 'critical' } as const;
const AT = (t: number) => new Date(t).toISOString();

/** News as plain JSON. `id` is the same for each try, `alert` for everything that is told of one alert. */
export function webhookBody({ id, alert, event, round, kind, urgency, words, begunAt, incident, link }: AlertNews): string {
  return JSON.stringify({
    type: `staff_alert.${event}`,
    id,
    alert: { id: alert, kind, severity: SEVERITY[urgency], summary: words, begun_at: AT(begunAt), round, incident_id: incident, url: link },
  });
}

/** News as an event of PagerDuty's Events API v2: what is told again updates the same incident there, the end resolves it. */
export function pagerDutyBody({ alert, event, kind, urgency, words, begunAt, incident, link, site }: AlertNews, routingKey: string): string {
  const same = { routing_key: routingKey, dedup_key: `${site}/${alert}` };
  if (event === 'ended') return JSON.stringify({ ...same, event_action: 'resolve' });
  return JSON.stringify({
    ...same,
    event_action: 'trigger',
    client: 'Candor',
    client_url: link,
    links: [{ href: link, text: 'Candor' }],
    payload: {
      summary: words.slice(0, SUMMARY_LENGTH_MAX),
      source: site,
      severity: event === 'test' ? 'info' : SEVERITY[urgency],
      timestamp: AT(begunAt),
      class: kind,
      custom_details: { incident_id: incident },
    },
  });
}

/** News as a message for an incoming webhook of Slack. In its markup three signs begin something else than text. */
export function slackBody({ words, link }: AlertNews): string {
  const plain = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return JSON.stringify({ text: `${plain} <${link}|Candor>`, unfurl_links: false });
}
