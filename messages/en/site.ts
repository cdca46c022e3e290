const be = (many: boolean) => (many ? 'are' : 'is');

/** Every text of the public page, in English. Arguments are texts: the caller formats durations, percentages and times. */
export const en = {
  lang: 'en',
  dir: 'ltr',
  title: 'Service status',
  description: 'What works, what does not, since when, and the uptime that was measured.',

  label: {
    operational: 'Operational',
    degraded_performance: 'Degraded performance',
    partial_outage: 'Partial outage',
    major_outage: 'Major outage',
    unknown: 'No data',
    not_monitored: 'Not monitored yet',
    possible: 'Possible problem',
    incident: 'Incident open',
    maintenance: 'Under maintenance',
  },
  recovering: 'Recovering',
  unconfirmed: 'not confirmed yet',
  since: 'since',
  zone: 'UTC',

  nav: {
    label: 'Pages',
    skip: 'Skip to the content',
    status: 'Status',
    history: 'History',
    uptime: 'Uptime',
    rules: 'About these figures',
  },
  where: {
    most: (sentence: string) => `${sentence} for most regions`,
    some: (sentence: string, regions: string) => `${sentence} in ${regions}`,
    count: (sentence: string, bad: number, all: number) => `${sentence} in ${bad} of ${all} regions`,
  },

  headline: {
    allOperational: 'All systems operational',
    othersOperational: 'All monitored components are operational',
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
    unseen: 'whether it works cannot be said',
    before: {
      operational: 'operational from',
      degraded_performance: 'degraded from',
      partial_outage: 'partly down from',
      major_outage: 'down from',
      unknown: 'without data from',
      not_monitored: 'not monitored from',
    },
  },

  duration: { under: 'under', d: 'd', h: 'h', min: 'min', s: 's' },

  noComponents: 'No component has been set up. Nothing is measured, so nothing can be said about any service.',
  components: 'Components',

  days: {
    caption: (name: string, count: number) => `${name}, last ${count} days`,
    monitoredSince: (day: string) => `Monitored since ${day}`,
    newest: 'Today',
    legend: 'One bar per day. Taller bars mark a worse status; a hollow end means missing data.',
    table: 'Days as a table',
    worst: (name: string) => `${name}, worst days`,
    hint: 'Use the arrow keys to move between days.',
    head: { day: 'Day (UTC)', worst: 'Worst status', uptime: 'Uptime', down: 'Down', unknown: 'No data' },
    name: (day: string, text: string) => `${day}: ${text}`,
    nothing: { unknown: 'no data', not_monitored: 'not monitored' },
    down: (duration: string) => `${duration} down`,
    noDown: 'no downtime',
    degraded: (duration: string) => `${duration} degraded`,
    soFar: (duration: string) => `${duration} so far`,
    unknown: (duration: string) => `${duration} without data`,
  },

  figures: {
    last90Days: 'Last 90 days',
    noData: 'no data',
    notEnough: 'not enough data yet',
    target: 'Target',
    down: 'Down',
    none: 'none',
    budget: 'Budget used',
    coverage: 'Observed',
    ofMonitored: (share: string, monitored: string) => `${share} of ${monitored} monitored`,
    budgetOf: (share: string, budget: string) => `${share} of ${budget}`,
    periodMet: 'kept',
    metSoFar: 'kept so far',
    missed: 'missed',
    atRisk: 'below so far, can still be kept',
    met: 'met',
    notMet: 'not met',
    measuredOver: (monitored: string) => `measured over ${monitored}`,
  },

  more: (name: string) => `More about ${name}`,

  fleet: {
    none: 'No instance is known yet.',
    noneSeen: (all: number) =>
      all === 1 ? 'Its one instance is not seen by monitoring.' : `None of its ${all} instances is seen by monitoring.`,
    inSync: (inSync: number, all: number) => `${inSync} of ${all} ${all === 1 ? 'instance' : 'instances'} in sync`,
    worstAge: (age: string) => `worst data age ${age}`,
    counts: {
      degraded: (n: number) => `${n} of them slow or degraded`,
      stale: (n: number) => `${n} with stale data`,
      down: (n: number) => `${n} down`,
      silent: (n: number) => `${n} silent`,
      unknown: (n: number) => `${n} not seen by monitoring`,
    },
  },

  countedBy: 'Counted by',
  ruleVersion: (version: number) => `rules version ${version}`,
  evaluatedUntil: 'up to',

  freshness: {
    asOf: 'As of',
    generated: 'Page generated',
    newest: 'Newest probe data',
    old: (age: string) => `${age} old then`,
    none: 'No probe data has been received yet.',
    changesOnly: 'Its sources report changes alone, and have reported none since.',
  },

  live: {
    region: 'Changes on this page',
    updates: 'Updates automatically',
    lost: 'Connection lost. Showing data from',
    zone: 'Times in',
    zoneBoth: 'UTC, and yours beside it',
    zoneNote: 'Days, months and years are those of UTC for everyone, so that a figure is the same wherever it is read.',
  },

  component: {
    back: 'All components',
    archived: 'Archived. This component is no longer on the status page.',
    periods: 'Uptime by month and year',
    figures: 'Days and figures',
    regions: 'Regions now',
    regionsNote:
      'What each region looks like by itself at this moment. The status above, and the figures, are of the whole.',
    regionHead: { region: 'Region', status: 'Status', fleet: 'Instances' },
    inSync: (inSync: number, all: number) => `${inSync} of ${all} in sync`,
    chart: 'Data age and latency, last 24 hours',
    staleFrom: (limit: string) => `Stale from ${limit}`,
    chartNone: 'No data yet. The first values appear after a few minutes.',
    chartTable: 'Show as a table',
    chartHead: {
      at: 'From (UTC)',
      age: 'Data age, median',
      worst: 'Data age, worst',
      latency: 'Latency, median',
      p95: 'Latency, 95th percentile',
    },
    dataAge: 'Data age',
    dataAgeNote: 'worst and median instance, in seconds',
    latency: 'Latency',
    latencyNote: '95th percentile and median, in milliseconds',
    trouble: 'What was measured, last 90 days',
    troubleNone: 'No trouble, and no time without data.',
    troubleHead: { from: 'From', to: 'To', status: 'Status', length: 'Length' },
    ongoing: 'ongoing',
    earlier: (count: number) =>
      `${count} earlier ${count === 1 ? 'one is' : 'ones are'} not listed here. The JSON answers below hold all of them.`,
    unconfirmed: 'Seen, but too short to count, last 31 days',
    unconfirmedNote: (confirm: string) =>
      `Trouble that did not last long enough, ${confirm} by the rules in force now, is in no figure.`,
    rules: 'Rules in force',
    policyHead: (version: number) => `Version ${version}`,
    policyFrom: 'in force from',
    policyAlways: 'in force from the beginning',
    policyOvertaken: 'but never came into force: a later version took its place',
    json: 'As JSON',
    intervals: 'intervals',
    uptimeJson: 'uptime of this month',
    unconfirmedJson: 'unconfirmed',
  },

  badge: { overall: 'status' },

  v2: {
    missing: 'Monitoring data is missing, so the state of this component is not known.',
    notMonitored: 'This component is not monitored yet: monitoring data is missing.',
    rollup: {
      critical: 'Major Service Outage',
      major: 'Partial System Outage',
      minorOutage: 'Minor Service Outage',
      minorDegraded: 'Partially Degraded Service',
      missing: 'Monitoring Data Missing',
      incident: 'Incident Open',
      none: 'All Systems Operational',
    },
  },

  problems: {
    title: 'What an answer of this type means',
    status: (status: number) => `Answers with HTTP status ${status}. The field "detail" of the answer says what to do.`,
  },

  notice: {
    code: (status: number) => `Error ${status}`,
    scope: 'This error is about the status page, not about the components.',
  },
  notFound: {
    title: 'Page not found',
    text: 'This page doesn’t exist or has moved. Check the address, or go to the current status.',
    link: 'Go to the current status',
  },
  absent: {
    component: {
      title: 'Component not found',
      text: 'There is no component at this address. Check the address, or go to the current status.',
      link: 'Go to the current status',
      href: '/',
    },
    incident: {
      title: 'Incident not found',
      text: 'There is no public incident at this address. Check the link, or look for the incident in the history.',
      link: 'Open the history',
      href: '/history',
    },
    history: {
      title: 'Page not found',
      text: 'The history has no such page or month.',
      link: 'Open the history',
      href: '/history',
    },
  },
  refusal: {
    malformed: {
      title: 'Bad request',
      text: 'We can’t read this request. Reload the page and try again.',
      link: 'Reload this page',
    },
    otherSite: {
      title: 'Request from another site',
      text: 'Forms are only accepted from this site. Reload the page and send the form again.',
      link: 'Reload this page',
    },
    method: { title: 'Method not allowed', text: 'This page can only be opened, not changed.', link: 'Open this page' },
    outdated: {
      title: 'This form is out of date',
      text: 'Candor was updated after you opened the page. Nothing was changed. Reload the page and send the form again.',
      link: 'Reload this page',
    },
    tooLarge: {
      title: 'Form too large',
      text: 'A form can hold at most 1 MB. Shorten the text and send it again.',
      link: 'Reload this page',
    },
    internal: {
      title: 'Internal error',
      text: 'Something went wrong on this page, and the error has been logged. Try again in a minute.',
      link: 'Try again',
    },
  },
  error: {
    title: 'The status page is temporarily unavailable',
    text: 'We can’t show the current status right now. Try again in a minute.',
    link: 'Try again',
  },
} as const;
