/** Texts of the page for developers, in English. */
export const enDevelopers = {
  title: 'Developers',
  intro: 'All public data of this status page is available through APIs and feeds. No account needed.',
  interfaces: {
    title: 'APIs and feeds',
    caption: 'APIs and feeds',
    address: 'Path',
    content: 'Content',
    rows: [
      ['/api/v1/openapi.json', 'Description of the whole API (OpenAPI 3.1)'],
      ['/api/v1/incidents', 'Incidents with their updates'],
      ['/api/v1/events?after=0', 'All events in order of publication, in the webhook format'],
      ['/api/v2/summary.json', 'Status and open incidents, compatible with Statuspage'],
      ['/api/v2/incidents.json', 'Incidents, compatible with Statuspage'],
      ['/feeds/all.json', 'Updates as JSON Feed; also .atom and .rss, per component and per incident'],
      ['/badge/all.svg', 'Badge with the current status, also per component'],
      ['/embed', 'One line with the current status, to embed in another page'],
    ],
  },
  webhooks: {
    title: 'Webhooks',
    text: [
      'Each event is a POST request with a JSON body, signed according to Standard Webhooks 1.0. It contains the full incident at that time, so the next event makes up for a missed one.',
      'A body is shorter than 20 kB. A longer incident has its latest updates; data.omitted counts what is left out and has the address of the whole incident.',
      'Respond with a 2xx status within 15 seconds. We retry any other response for about three days, except 410, which disables the webhook. Events of a subscription arrive in order, with an increasing sequence. After a gap, read the missing events from /api/v1/events.',
      'An event can arrive more than once, always with the same webhook-id. After an interruption, read missed events from /api/v1/events, starting after the last position you have.',
    ],
    subscribe: 'Subscribe a webhook',
    types: 'Event types',
    type: 'Type',
    when: 'When',
    rows: [
      ['incident.created', 'An incident was opened'],
      ['incident.updated', 'An incident was updated or reopened'],
      ['incident.resolved', 'An incident was resolved, or withdrawn as a false alarm'],
      ['incident.postmortem_published', 'A post-mortem was published'],
      ['maintenance.updated', 'Maintenance was planned or changed (not sent yet)'],
      ['incident.digest', 'Events of several incidents, combined after more than 12 messages within an hour'],
      ['endpoint.test', 'A test of the endpoint'],
    ],
  },
  receiver: {
    title: 'A receiver in 15 lines',
    text: 'For Node.js, without dependencies. It verifies the signature and timestamp, and prints the type of each event. WEBHOOK_SECRET is the signing secret, shown once when you confirm the webhook.',
  },
} as const;
