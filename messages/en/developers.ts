/** Texts of the page for developers, in English. */
export const enDevelopers = {
  title: 'Developers',
  intro: 'Everything this page shows is also available to programs, without an account.',
  interfaces: {
    title: 'Interfaces',
    caption: 'Interfaces',
    address: 'Address',
    content: 'Content',
    rows: [
      ['/api/v1/openapi.json', 'Description of the whole API (OpenAPI 3.1)'],
      ['/api/v1/incidents', 'Incidents with their updates'],
      ['/api/v1/events?after=0', 'All events in the order of publication, as webhooks get them'],
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
      'Each event is sent as POST with a JSON body, signed as Standard Webhooks 1.0 describes. It contains the whole incident at that time, so the next event makes up for a missed one.',
      'Answer with a 2xx status within 15 seconds. We retry after any other response for three days, except 410, which ends the subscription. Events of one subscription arrive in order, with increasing values of sequence. A gap means that events were combined into an incident.digest.',
      'An event can arrive twice. Both times it has the same webhook-id. After an interruption, read what you missed from /api/v1/events: each event has its position.',
    ],
    subscribe: 'Subscribe a webhook',
    types: 'Types of events',
    type: 'Type',
    when: 'When',
    rows: [
      ['incident.created', 'An incident was opened'],
      ['incident.updated', 'An incident was updated or reopened'],
      ['incident.resolved', 'An incident was resolved, or withdrawn as a false alarm'],
      ['incident.postmortem_published', 'A post-mortem was published'],
      ['maintenance.updated', 'Maintenance was planned or changed'],
      ['incident.digest', 'Events of several incidents, combined because there were more than twelve within an hour'],
      ['endpoint.test', 'A test of the endpoint'],
    ],
  },
  receiver: {
    title: 'A receiver in 15 lines',
    text: 'For Node.js, without packages. It checks the signature and the time, and prints each event. WEBHOOK_SECRET is the secret that is shown once when you confirm the webhook.',
  },
} as const;
