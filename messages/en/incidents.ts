const have = (many: boolean) => (many ? 'have' : 'has');
const are = (many: boolean) => (many ? 'are' : 'is');

/** Texts about incidents, in English. Arguments are formatted texts. */
export const enIncidents = {
  /** Titles by effect and place, like "Serving and Analytics partly down in us-west-2". Also parts of automatic updates. */
  title: {
    effect: { degraded_performance: 'degraded', partial_outage: 'partly down', major_outage: 'down' },
    regions: (names: string) => `in ${names}`,
    regionCount: (failing: number, all: number) => `in ${failing} of ${all} regions`,
    one: (who: string, effect: string, where: string) => [who, effect, where].filter((part) => part !== '').join(' '),
    more: (count: number) => `${count} more`,
  },
  /** Automatic updates: for readers, and no more than monitoring shows. None says that people are investigating. */
  automatic: {
    shows: (outages: string) => `${outages}, according to monitoring.`,
    since: (who: string, effect: string, where: string, since: string) =>
      [who, 'has been', effect, where, 'since', since].filter((part) => part !== '').join(' '),
    /** The change, before the outages; not used for a new incident. */
    lead: {
      joined: (who: string, many: boolean) => `${who} ${are(many)} now also affected.`,
      recurred: (who: string, many: boolean) => `${who} ${are(many)} failing again.`,
      reopened: (who: string, many: boolean) =>
        `${who} ${have(many)} not recovered: late data shows that the failure continued.`,
      flapping: (who: string, many: boolean) => `${who} ${have(many)} failed and recovered several times.`,
      sustained: (who: string, many: boolean) => `${who} ${have(many)} not recovered this time.`,
      raised: () => 'Impact has increased.',
    },
    more: 'Updates will appear here.',
    flappingNotice:
      'This page shows further changes. We send a notification only if an outage lasts longer, gets worse, or starts after an hour without one.',
    monitoring: (who: string, since: string, down: string) =>
      `${who} recovered at ${since}${down}. We are monitoring to confirm recovery.`,
    stable: (who: string, many: boolean, since: string) =>
      `${who} ${have(many)} been operational for an hour, since ${since}. We are monitoring to confirm recovery.`,
    resolved: (who: string, since: string, down: string) =>
      `${who} recovered at ${since}${down}. This incident is resolved.`,
    downFor: (duration: string, effect: string) => ` after ${duration} ${effect}`,
    removedNote: (who: string, span: string) =>
      `Monitoring no longer shows an outage of ${who} ${span}: data arrived late, or the policy for that time changed. Published updates stay as they are. If there was no outage, withdraw the incident with a reason.`,
    span: (from: string, to: string | null) => (to === null ? `since ${from}` : `from ${from} to ${to}`),
  },
  whatYouCanDo: 'What you can do:',
  state: {
    detected: 'Detected',
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
    postmortem: 'Post-mortem',
  },
  page: {
    more: 'All updates',
    published: 'published',
    automatic: 'by monitoring',
    changed: (name: string, before: string, after: string) => `${name}: ${before} → ${after}`,
    named: (name: string, status: string) => `${name}: ${status}`,
    next: 'Next update by',
    nextIn: 'in %',
    late: '% late',
    wasDue: 'Update was due by',
    missed: 'We apologise for the delay.',
  },
  search: {
    busy: {
      title: 'Search is busy',
      text: 'The search took too long or too many searches are running. Try again in a few seconds, or browse the incidents by month.',
      link: 'All incidents by month',
    },
  },
  feed: {
    title: (page: string) => `${page}: incidents`,
    of: (page: string, what: string) => `${page}: ${what}`,
    entry: (heading: string, title: string) => `${heading}: ${title}`,
    atom: 'Incidents (Atom)',
    rss: 'Incidents (RSS)',
  },
  /** How an incident ended that was not resolved. */
  outcome: { withdrawn: 'Withdrawn', merged: 'Merged' },
  withdrawn: 'Withdrawn: this was a false alarm',
  mergedInto: (title: string) => `Merged into “${title}”`,
  retracted: (reason: string) => `Update retracted: ${reason}`,
  acknowledged: 'Our team is investigating.',
  withdrawnBecause: (reason: string) => `This incident was withdrawn as a false alarm: ${reason}`,
  continuesIn: (title: string) =>
    `This incident was merged into another one: ${title}. Further updates will appear there.`,
} as const;
