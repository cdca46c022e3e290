const be = (many: boolean) => (many ? 'are' : 'is');

/** Every text of the public page, in English. Arguments arrive as words: durations, percentages and times are formatted by the caller. */
export const en = {
  title: 'Service status',
  description: 'What works, what does not, since when, and the uptime that was measured.',

  label: {
    operational: 'Operational',
    degraded_performance: 'Degraded',
    partial_outage: 'Partly down',
    major_outage: 'Down',
    unknown: 'Monitoring data missing',
    not_monitored: 'Not monitored yet',
    possible: 'Possible problem',
  },
  recovering: 'Recovering',
  unconfirmed: 'not confirmed yet',
  since: 'since',

  headline: {
    allOperational: 'All systems operational',
    allMissing: 'Monitoring data is missing',
    noneMonitored: 'Not monitored yet',
    degraded_performance: (who: string, many: boolean) => `${who} ${be(many)} degraded`,
    partial_outage: (who: string, many: boolean) => `${who} ${be(many)} partly down`,
    major_outage: (who: string, many: boolean) => `${who} ${be(many)} down`,
    recovering: (who: string, many: boolean) => `${who} ${be(many)} recovering`,
    unknown: (who: string) => `Monitoring data for ${who} is missing`,
    not_monitored: (who: string, many: boolean) => `${who} ${be(many)} not monitored yet`,
    possible: (who: string) => `${who}: monitoring sees a possible problem`,
    worsening: (who: string) => `${who}: monitoring sees signs of a worse problem`,
  },

  noComponents: 'No component has been set up. Nothing is measured, so nothing can be said about any service.',
  components: 'Components',

  days: {
    caption: (name: string, count: number) => `${name}, last ${count} days`,
    oldest: (count: number) => (count === 1 ? '' : `${count - 1} days ago`),
    newest: 'today, UTC',
    legend: 'One bar a day: the taller, the worse the worst moment of that day.',
    table: 'Days as a table',
    head: { day: 'Day (UTC)', worst: 'Worst status', uptime: 'Uptime', down: 'Down', unknown: 'No data' },
    name: (day: string, words: string) => `${day}: ${words}`,
    nothing: { unknown: 'no data', not_monitored: 'not monitored' },
    down: (duration: string) => `${duration} down`,
    noDown: 'no downtime',
    degraded: (duration: string) => `${duration} degraded`,
    unknown: (duration: string) => `${duration} without data`,
  },

  figures: {
    last90Days: 'Last 90 days',
    noData: 'no data',
    target: 'Target',
    down: 'Down',
    none: 'none',
    budget: 'Budget used',
    coverage: 'Observed',
    ofMonitored: (share: string, monitored: string) => `${share} of ${monitored} monitored`,
    budgetOf: (share: string, budget: string) => `${share} of ${budget}`,
    kept: 'kept',
    keptSoFar: 'kept so far',
    missed: 'missed',
    belowSoFar: 'below so far',
  },

  fleet: {
    none: 'No instance is known yet.',
    lastKnown: (line: string) => `At the last judgement: ${line}`,
    inSync: (inSync: number, all: number) => `${inSync} of ${all} ${all === 1 ? 'instance' : 'instances'} in sync`,
    worstAge: (age: string) => `worst data age ${age}`,
    counts: {
      degraded: (n: number) => `${n} slow or degraded`,
      stale: (n: number) => `${n} with stale data`,
      down: (n: number) => `${n} down`,
      silent: (n: number) => `${n} silent`,
      unknown: (n: number) => `${n} not seen by monitoring`,
    },
  },

  rule: (r: { version: number; silence: string; confirm: string }) =>
    `Rules version ${r.version}: silence is counted up to ${r.silence} plus one probe interval after an instance was last seen; an outage counts from its first moment once it has lasted ${r.confirm}.`,
  judgedUpTo: 'Figures run up to',

  freshness: {
    asOf: 'As of',
    generated: 'Page generated',
    newest: 'Newest probe data',
    old: (age: string) => `${age} old then`,
    none: 'No probe data has been received yet.',
  },

  v2: {
    missing: 'Monitoring data is missing, so the state of this component is not known.',
    notMonitored: 'This component is not monitored yet: monitoring data is missing.',
    rollup: {
      critical: 'Major Service Outage',
      major: 'Partial System Outage',
      minorOutage: 'Minor Service Outage',
      minorDegraded: 'Partially Degraded Service',
      missing: 'Monitoring Data Missing',
      none: 'All Systems Operational',
    },
  },

  notFound: { title: 'Page not found', text: 'There is no page at this address.', link: 'Go to the service status' },
  error: {
    title: 'The status page cannot be shown',
    text: 'Something went wrong on our side while preparing this page. This says nothing about the services themselves. Please try again in a minute.',
    link: 'Try again',
  },
} as const;
