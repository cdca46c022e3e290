const are = (many: boolean) => (many ? 'are' : 'is');
const were = (many: boolean) => (many ? 'were' : 'was');

/** Texts of post-mortems that Candor writes, in English. Arguments are formatted texts. */
export const enPostmortems = {
  section: {
    summary: 'Summary',
    impact: 'Impact on partners',
    cause: 'Cause',
    detection: 'Detection and response',
    timeline: 'Timeline',
    well: 'What went well',
    lessons: 'Lessons',
    actions: 'Action items',
  },
  /** The first text, from the record. Editors complete it. */
  first: {
    summary: (day: string, who: string, many: boolean, effect: string) =>
      `On ${day}, ${who} ${were(many)} ${effect} for {{downtime}}.`,
    summaryOfSeveral: (day: string, who: string, many: boolean, effect: string) =>
      `On ${day}, ${who} ${were(many)} ${effect} for {{downtime}} in {{episodes}} episodes.`,
    withoutOutage: (day: string, title: string) => `On ${day}: ${title}.`,
    effect: { 2: 'partly down', 3: 'down' },
    episode: (key: string) =>
      `From {{${key}.start}} to {{${key}.end}} UTC, the service was affected for {{${key}.duration}}.`,
    instances: (key: string) => `At the peak, {{${key}.instances}} instances were affected ({{${key}.peak}}).`,
    uptime: (name: string, month: string, prefix: string) =>
      `Uptime of ${name} in ${month} is {{${prefix}uptime.month}}; the target is {{${prefix}target}}.`,
    budget: (prefix: string) =>
      `The target allows {{${prefix}budget.allowed}} of downtime per month; {{${prefix}budget.used}} are used.`,
    confirmed: 'Monitoring confirmed the outage at {{confirmed}} UTC.',
    detected: 'It was detected {{detected.after}} after it began.',
    published: 'The first public update was posted at {{published}} UTC.',
    identified: 'The cause was known at {{identified}} UTC.',
    timeline: {
      began: (who: string, many: boolean, effect: string) => `${who} ${are(many)} ${effect}.`,
      ended: (who: string, many: boolean) => `${who} ${are(many)} operational.`,
      confirmed: 'Monitoring confirms the outage.',
      published: 'The incident is published.',
      confirmed_and_published: 'Monitoring confirms the outage. The incident is published.',
      acknowledged: 'The team acknowledges the incident.',
      resolved: 'The incident is resolved.',
    },
  },
  /** What prevents publishing, in a list. */
  blocker: {
    section_missing: 'a required section is missing',
    figures_differ: 'figures differ from the record',
    unknown_reference: 'a live reference has no value',
    record_unavailable: 'the figures can’t be checked now',
    incident_open: 'an incident is still open',
    incident_not_public: 'an incident is not public',
    not_in_review: 'the text was not reviewed',
    not_approved: 'the version was not approved',
  },
  /** The updates of its incidents. */
  update: {
    published: (summary: string, url: string) => `${summary}\n\n[Read the post-mortem](${url})`,
    changed: (text: string, note: string) => `${text}\n\nPost-mortem updated: ${note}`,
    itemDone: (action: string, url: string) => `Action item done: ${action}\n\n[See all action items](${url})`,
  },
} as const;
