const have = (many: boolean) => (many ? 'have' : 'has');
const are = (many: boolean) => (many ? 'are' : 'is');

/** Texts about incidents, in English. Arguments are formatted texts. */
export const enIncidents = {
  /** Automatic updates: neutral, for people, and no more than monitoring shows. None says that people are at work: that is theirs to say. */
  automatic: {
    title: (who: string) => `Problem with ${who}`,
    shows: (outages: string) => `Our monitoring shows ${outages}.`,
    outage: {
      partial: (who: string) => `a partial outage of ${who}`,
      major: (who: string) => `a major outage of ${who}`,
    },
    since: (outage: string, since: string) => `${outage} since ${since}`,
    /** The change, before the outages; not used for a new incident. */
    lead: {
      joined: (who: string, many: boolean) => `${who} ${are(many)} now also affected.`,
      recurred: (who: string, many: boolean) => `${who} ${are(many)} failing again.`,
      reopened: (who: string, many: boolean) =>
        `${who} ${have(many)} not recovered: data that arrived late shows a failure without a break.`,
      flapping: (who: string, many: boolean) => `${who} ${have(many)} failed and recovered several times.`,
      sustained: (who: string, many: boolean) => `${who} ${have(many)} not recovered this time.`,
      raised: () => 'Impact has increased.',
    },
    more: 'Updates will appear here.',
    flappingNotice:
      'This page shows further changes. We send a notification only if an outage lasts, gets worse, or has not come back for an hour.',
    monitoring: (who: string, many: boolean, since: string) =>
      `${who} ${have(many)} been operational again since ${since}, according to our monitoring. We are monitoring to confirm recovery.`,
    stable: (who: string, many: boolean, since: string) =>
      `${who} ${have(many)} been operational for an hour, since ${since}, according to our monitoring. We are monitoring to confirm recovery.`,
    resolved: (who: string, many: boolean, since: string) =>
      `${who} ${have(many)} been operational again since ${since}, according to our monitoring. This incident is resolved.`,
    removedNote: (who: string, span: string) =>
      `What is known now shows no outage of ${who} ${span}: data arrived late, or the rules for that time were changed. Nothing was changed for readers: if there was none, withdraw the incident with a reason.`,
    span: (from: string, to: string | null) => (to === null ? `since ${from}` : `from ${from} to ${to}`),
  },
  whatYouCanDo: 'What you can do:',
  headline: (title: string, now: string) => `${title}: ${now}`,
  state: {
    detected: 'Detected',
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
    postmortem: 'Post-mortem',
  },
  /** As the end of a sentence about an incident. */
  stateNow: {
    detected: 'detected by our monitoring',
    investigating: 'being investigated',
    identified: 'the cause is known',
    monitoring: 'being watched',
    resolved: 'resolved',
    postmortem: 'looked back on',
  },
  page: {
    more: 'All updates',
    published: 'published',
    automatic: 'by our monitoring',
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
      text: 'The search took too long or too many searches are running. Try again in a few seconds, or find the incident by its month.',
      link: 'All incidents by month',
    },
  },
  feed: { title: (page: string) => `${page}: incidents`, atom: 'Incidents (Atom)', rss: 'Incidents (RSS)' },
  /** How an incident ended that was not resolved. */
  outcome: { withdrawn: 'Withdrawn', merged: 'Merged' },
  withdrawn: 'Withdrawn: this was a false alarm',
  mergedInto: (title: string) => `Merged into “${title}”`,
  retracted: (reason: string) => `This update was taken back: ${reason}`,
  acknowledged: 'We have confirmed this and are investigating.',
  withdrawnBecause: (reason: string) => `This incident was withdrawn: ${reason}`,
  continuesIn: (title: string) => `This goes on as part of another incident: ${title}`,
} as const;
