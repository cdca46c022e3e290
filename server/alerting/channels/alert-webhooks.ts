import { consoleAlertsEn } from '#messages/en/alerts';
import type { AlertMessage } from './alert-message.ts';

const SUMMARY_LENGTH_MAX = 1_024;
const SEVERITY = { 1: 'warning', 2: 'error', 3: 'critical' } as const;
const LINK_TEXT = consoleAlertsEn.message.link;
const AT = (t: number) => new Date(t).toISOString();

/** Formats a message as plain JSON. `id` is the same for each try, `alert.id` for all messages about one alert. */
export function webhookBody({
  id,
  alert,
  event,
  round,
  kind,
  urgency,
  summary,
  advice,
  begunAt,
  incident,
  link,
}: AlertMessage): string {
  return JSON.stringify({
    type: `staff_alert.${event === 'ended' ? 'cleared' : event}`,
    id,
    alert: {
      id: alert,
      kind,
      severity: SEVERITY[urgency],
      summary,
      advice,
      started_at: AT(begunAt),
      round,
      incident_id: incident,
      url: link,
    },
  });
}

/**
 * Formats a message as events of PagerDuty's Events API v2, to be sent in order. A repeat updates the same PagerDuty incident. Each urgency has an
 * incident of its own, so that a higher one pages people who acknowledged the lower. `acknowledged` and `ended` apply to all urgencies; PagerDuty ignores
 * those without an incident.
 */
export function pagerDutyBodies(message: AlertMessage, routingKey: string): string[] {
  const { alert, event, kind, urgency, summary, advice, begunAt, incident, link, site } = message;
  const same = (level: number) => ({ routing_key: routingKey, dedup_key: `${site}/${alert}/${level}` });
  if (event === 'ended' || event === 'acknowledged') {
    const action = event === 'ended' ? 'resolve' : 'acknowledge';
    return Array.from({ length: urgency }, (_, i) => JSON.stringify({ ...same(i + 1), event_action: action }));
  }
  const payload = {
    summary: [...summary].slice(0, SUMMARY_LENGTH_MAX).join(''),
    source: site,
    severity: event === 'test' ? 'info' : SEVERITY[urgency],
    timestamp: AT(begunAt),
    class: kind,
    custom_details: { incident_id: incident, advice },
  };
  return [
    JSON.stringify({
      ...same(urgency),
      event_action: 'trigger',
      client: 'Candor',
      client_url: link,
      links: [{ href: link, text: LINK_TEXT }],
      payload,
    }),
  ];
}

/** Characters that format the text between them in Slack. A zero-width space before them prevents that. */
const MARKUP = /[*_~`]/g;

/** Formats a message for an incoming webhook of Slack. Slack's markup requires &, < and > to be escaped. */
export function slackBody({ summary, advice, link }: AlertMessage): string {
  const plain = [summary, advice]
    .filter((text) => text !== null)
    .join(' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(MARKUP, '\u200b$&');
  return JSON.stringify({ text: `${plain} <${link}|${LINK_TEXT}>`, unfurl_links: false });
}
