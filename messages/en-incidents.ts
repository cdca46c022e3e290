const have = (many: boolean) => (many ? 'have' : 'has');

/** Texts about incidents, in English. Arguments arrive as words. */
export const enIncidents = {
  /** What the keeper says by itself: neutral, for people, and no more than the probes show. */
  automatic: {
    title: (who: string) => `Problem with ${who}`,
    part: { partial: (who: string) => `part of ${who}`, major: (who: string) => `most of ${who}` },
    opened: (part: string, since: string) =>
      `Our monitoring has seen ${part} failing since ${since}. We are looking into it and will say more here as soon as we know more.`,
    joined: (part: string, since: string) => `It is wider than we said: our monitoring has seen ${part} failing as well since ${since}.`,
    back: (part: string, since: string) => `It is back: our monitoring has seen ${part} failing again since ${since}. We are looking into it.`,
    raised: (part: string) => `It has become worse: our monitoring now sees ${part} failing.`,
    monitoring: (who: string, many: boolean, since: string) =>
      `${who} ${have(many)} been working again since ${since}, as far as our monitoring sees. We go on watching before we call this over.`,
    resolved: (who: string, many: boolean, since: string) => `${who} ${have(many)} been working again since ${since}. This incident is over.`,
    erasedNote: (who: string, span: string) =>
      `Data that arrived late shows no outage of ${who} ${span}. Nothing was changed for readers: if there was none, withdraw the incident with a reason.`,
    span: (from: string, to: string | null) => (to === null ? `since ${from}` : `from ${from} to ${to}`),
  },
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
  retracted: (reason: string) => `This update was taken back: ${reason}`,
  confirmed: 'We have confirmed this and are investigating.',
  withdrawnBecause: (reason: string) => `This incident was withdrawn: ${reason}`,
  goesOnIn: (title: string) => `This goes on as part of another incident: ${title}`,
} as const;
