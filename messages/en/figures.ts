/** Texts of the pages about figures: uptime, components and the rules of measurement. Arguments are formatted by the caller. */
export const enFigures = {
  minutes: { min: 'min', s: 's' },

  verdict: { met: 'Met', met_so_far: 'Met so far', at_risk: 'At risk', missed: 'Missed' },

  uptime: {
    title: 'Uptime',
    intro: 'Uptime by month and year, with the calculation. Months and years are in UTC.',
    years: 'Year',
    target: (target: string) => `SLA target ${target}`,
    caption: (name: string, year: string) => `Uptime of ${name} in ${year}`,
    soFar: (period: string) => `${period} so far`,
    head: {
      period: 'Period',
      uptime: 'Uptime',
      verdict: 'Target',
      budget: 'Error budget used',
      coverage: 'Coverage',
    },
    monitored: (duration: string, period: string) => `${duration} in ${period}`,
    coverageNote: (parts: string) => `Coverage of the time monitored: ${parts}.`,
    used: (down: string, allowed: string) => `${down} of ${allowed}`,
    noneUsed: (allowed: string) => `0 of ${allowed}`,
    noBudget: (down: string) => `${down} down, none allowed`,
    noDowntime: 'No downtime, none allowed',
    archived: 'Archived components',
    none: 'No components yet.',
    about: 'About these figures',
    csv: 'Download as CSV',
    json: 'Uptime as JSON',
  },

  noYear: {
    title: 'Page not found',
    text: 'There are no figures for this year. Choose another year on the uptime page.',
    link: 'Open uptime',
    href: '/uptime',
  },

  sum: {
    title: 'How this is calculated',
    monitored: (period: string) => `Monitored, ${period}`,
    excluded: 'No data, excluded',
    measured: 'Measured',
    up: 'Up',
    uptime: 'Uptime, rounded down',
    down: (duration: string, count: number) =>
      `Down ${duration} in ${count === 1 ? '1 interval' : `${count} intervals`}.`,
    noDown: 'No downtime.',
    allowed: (target: string, budget: string, used: string) =>
      `Allowed at ${target}: ${budget}. Error budget used, rounded up: ${used}.`,
    noneAllowed: (target: string) => `No downtime is allowed at ${target}.`,
    bounds: (lowest: string, highest: string) =>
      `Uptime with missing data counted as down: ${lowest}. Counted as up: ${highest}.`,
    more: (count: number) =>
      count === 1
        ? '1 more interval is not listed here. See the months or the JSON API.'
        : `${count} more intervals are not listed here. See the months or the JSON API.`,
  },

  communication: {
    title: 'How quickly we communicate',
    intro:
      'Time from detection to the first public update, and how many updates were published by the announced time. Backfilled incidents have no time to first update. Notifications sent: the share of e-mails and webhooks that receiving servers accepted, and the time from an update to the last of them.',
    none: 'No incidents yet.',
    quarter: (year: number, quarter: number) => `Q${quarter} ${year}`,
    notMeasured: 'Not measured',
    noneAnnounced: 'None announced',
    noPostmortem: 'None yet',
    share: (part: number, all: number) => `${part} of ${all}`,
    after: (duration: string) => `after ${duration}`,
    incidents: (count: number, quarter: string) =>
      count === 1 ? `1 incident, ${quarter}` : `${count} incidents, ${quarter}`,
    noRecipients: 'No recipients',
    sent: (percent: number) => `${percent}\u00a0%`,
    sentWithin: (percent: number, duration: string) => `${percent}\u00a0% in ${duration}`,
    facts: {
      firstUpdate: 'First update, median',
      onTime: 'Updates on time',
      onTimeNote: 'Published by the announced time',
      notified: 'Notifications sent',
      notifiedNote: 'Median of the slowest update of each incident',
      postmortem: 'Post-mortem, median',
      postmortemNote: 'After the incident was resolved',
    },
    all: 'All quarters and incidents',
    byQuarter: 'By quarter',
    byIncident: 'By incident',
    head: {
      period: 'Quarter',
      incident: 'Incident',
      began: 'Start',
      incidents: 'Incidents',
      firstUpdate: 'First update',
      onTime: 'Updates on time',
      notified: 'Notifications sent',
      postmortem: 'Post-mortem',
    },
  },

  rules: {
    title: 'About these figures',
    intro: 'How statuses and uptime are measured, and the current policy.',
    statuses: 'Statuses',
    statusHead: { status: 'Status', meaning: 'Meaning', counts: 'Counts as' },
    meaning: {
      operational: 'Enough instances are working.',
      possible: 'Failures that have not lasted long enough to be confirmed.',
      degraded_performance: 'Some instances are slow or failing.',
      partial_outage: 'Many instances are failing.',
      major_outage: 'Most instances are failing.',
      recovering: 'A failure has ended, but recovery is not confirmed yet.',
      incident: 'An incident is open, but monitoring shows no failure.',
      maintenance: 'Planned work is in progress.',
      unknown: 'There is too little monitoring data to determine the status.',
      not_monitored: 'No monitoring data has been received yet.',
    },
    counts: {
      operational: 'Up',
      possible: 'Up until confirmed, then from the first failure',
      degraded_performance: 'Up',
      partial_outage: 'Down',
      major_outage: 'Down',
      recovering: 'Up from the end of the failure, unless it returns',
      incident: 'As measured',
      maintenance: 'As measured',
      unknown: 'Excluded',
      not_monitored: 'Excluded',
    },
    uptimeTitle: 'Uptime',
    policy: (names: string) => `Policy for ${names}`,
    version: (version: number) => `Policy v${version}`,
    thresholds: 'Thresholds',
    thresholdHead: { rule: 'Rule', value: 'Threshold' },
    threshold: {
      degraded: 'Degraded performance from this share of instances',
      partial: 'Partial outage from this share of instances',
      major: 'Major outage from this share of instances',
      floor: 'No data below this share of instances with data',
      dataAge: 'Data is stale after',
      latency: 'Slow response above',
      noLatency: 'No limit',
      silence: 'Instance is silent after',
      confirm: 'Failure is confirmed after',
      recover: 'Recovery is confirmed after',
    },
    inWords: 'Policy in full',
    versions: (name: string) => `All policy versions of ${name}`,
    instance: (r: { dataAge: string; latency: string | null; silence: string }) => [
      `Monitoring agents probe each instance. An instance that reports itself as down is down. An instance that serves data older than ${r.dataAge} is stale, even if it responds.`,
      r.latency === null
        ? 'A slow response does not make an instance degraded. An instance that reports itself as degraded is degraded.'
        : `An instance that responds more slowly than ${r.latency}, or reports itself as degraded, is degraded.`,
      `An instance is silent, and counts as down, if its agent has not reported it for ${r.silence} but still reports others. The page may show this up to one probe interval later. If the agent itself is silent, the status is unknown.`,
      'If several agents probe an instance, the median of their results counts. With two agents, the worse result counts.',
      'Alert sources report only changes: an alert lasts until it is resolved. If the sender does not repeat it in time (12 h by default), its instance becomes unknown.',
      'A job that only sends heartbeats is silent once its interval and grace period have passed without one.',
    ],
    status: (r: { degraded: string; partial: string; major: string; floor: string }) => [
      `A component has a major outage when ${r.major} or more of its known instances are stale, down or silent. It has a partial outage from ${r.partial}.`,
      `It has degraded performance from ${r.degraded}, including degraded instances.`,
      `If monitoring sees fewer than ${r.floor} of the instances, the status is unknown. Unknown time counts neither as up nor as down.`,
    ],
    time: (r: { confirm: string; recover: string }) => [
      `Once a failure has lasted ${r.confirm}, it counts from its start. Shorter failures are stored and shown, but not counted.`,
      `A failure that returns within ${r.recover} continues the one before. During this time the page shows "Recovering".`,
    ],
    uptime: [
      'Uptime is time up divided by time up plus time down, in whole milliseconds. Partial and major outages count as down, degraded performance as up. Time without data is excluded; coverage shows the share of time with data.',
      'The target is the uptime in the service level agreement. The error budget is the downtime it allows per month or year: at 99.9 %, 43 min 12 s of 30 days.',
      'A running period is met so far, at risk or missed. It is missed once its error budget is used up.',
      'A period with less than a day of data, or with too little coverage, has no figure. For a single day, coverage is measured over its 24 hours; for today, over the time so far.',
      'Percentages are rounded down, the used error budget is rounded up. 100 % is shown only without downtime.',
      'Days, months and years are in UTC. Probes that arrive up to 48 h late still count and can change past figures. All figures can be recalculated from the probes.',
    ],
    heading: { instance: 'Instances', status: 'Components', time: 'Confirmation and recovery' },
  },

  component: {
    back: 'All components',
    archived: 'This component is no longer on the status page.',
    headline: {
      operational: (name: string) => `${name} is operational`,
      incident: (name: string) => `${name} has an open incident`,
      unknown: (name: string) => `Current status of ${name} unknown`,
      not_monitored: (name: string) => `${name} is not monitored yet`,
      archived: (name: string) => `${name} is archived`,
    },
    operationalSince: 'Operational since',
    since: 'Since',
    failuresSince: 'Monitoring shows failures since',
    unconfirmed: 'not confirmed yet',
    noDataSince: 'No monitoring data since',
    periods: 'Uptime by month and year',
    regions: 'Regions',
    regionsNote: 'Current status of each region. Uptime is measured over all regions.',
    downtime: 'Measured downtime, last 90 days',
    downtimeNone: 'No downtime and no missing data.',
    intervalHead: { status: 'Status', from: 'From', to: 'To', duration: 'Duration' },
    ongoing: 'Ongoing',
    earlier: (count: number) =>
      count === 1
        ? '1 earlier interval is not listed here. The JSON below has all of them.'
        : `${count} earlier intervals are not listed here. The JSON below has all of them.`,
    unconfirmedCount: (count: number) =>
      count === 1 ? '1 problem was too short to count' : `${count} problems were too short to count`,
    unconfirmedTitle: 'Problems too short to count, last 31 days',
    unconfirmedNote: (confirm: string) =>
      `Last 31 days. Under the current policy, failures shorter than ${confirm} are not counted.`,
  },

  policy: {
    from: 'in force since',
    always: 'in force from the start',
    overtaken: 'replaced before it took effect',
  },
} as const;
