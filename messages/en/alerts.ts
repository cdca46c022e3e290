/** Texts of staff alerts, and of the console about them, in English. */
export const consoleAlertsEn = {
  about: {
    outage: (name: string, level: string, since: string) => `${name} is ${level} since ${since}, monitoring says.`,
    outageAgain: (name: string, level: string, since: string) =>
      `${name} is ${level} again, since ${since}, monitoring says.`,
    outageClosed: (name: string, level: string, since: string, how: string) =>
      `The incident was ${how}, and ${name} is still ${level}, since ${since}, monitoring says.`,
    outageUnknown: (name: string, level: string, since: string) =>
      `Monitoring no longer sees ${name}. When last seen it was ${level}, since ${since}.`,
    outageBetter: (name: string, level: string, since: string) =>
      `${name} is degraded, monitoring says. Before that it was ${level}, since ${since}.`,
    level: { 2: 'partly down', 3: 'down' },
    closed: { resolved: 'resolved', withdrawn: 'withdrawn' },
    promiseSoon: (title: string, by: string) => `${title}: the next update is promised by ${by}.`,
    promiseLapsed: (title: string, by: string) => `${title}: the next update was promised by ${by}, and is overdue.`,
    forgotten: (title: string, who: string, hours: number, at: string) =>
      `${title}: readers still see trouble with ${who}, and the last public word is ${hours} h old, of ${at}.`,
    agentSilent: (source: string, seen: string) =>
      `Agent ${source} has gone blind: nothing that it observed since ${seen} has come.`,
    clockAhead: (source: string, seconds: number) => `The clock of agent ${source} is ${seconds} s ahead.`,
    clockBehind: (source: string, seconds: number) =>
      `The clock of agent ${source} is ${seconds} s behind, or all that it sends is late.`,
    lapsed: (source: string, instances: number, since: string) =>
      `Alert source ${source} stopped repeating its alerts: ${instances === 1 ? '1 instance is' : `${instances} instances are`} unknown since ${since}.`,
    truncated: (source: string, alerts: number) =>
      `Alert source ${source} sends notifications that leave out alerts (${alerts} in the last one): their status is unknown. Raise max_alerts.`,
    destinationGone: (name: string) => `Alerts do not reach ${name}: the receiver says that it is gone.`,
    destinationFails: (name: string, count: number) => `Alerts do not reach ${name}: the last ${count} did not arrive.`,
    queue: (since: string) =>
      `Probes that reached Candor since ${since} are not stored: they wait for the database, or were refused for a fault of ours.`,
    automation: (upTo: string) =>
      `Incidents follow what is evaluated only up to ${upTo}: outages since then open none.`,
    evaluation: (upTo: string) => `Candor is behind: it has evaluated probes only up to ${upTo}.`,
  },
  cleared: {
    outage: (name: string, since: string, level: string, length: string) =>
      `${name} works again since ${since}, monitoring says. It was seen ${level} for ${length}.`,
    outageAgain: (name: string, since: string, level: string, length: string) =>
      `${name} works again since ${since}, monitoring says. The last time it was seen ${level} for ${length}.`,
    outageRemoved: (name: string, level: string, since: string) =>
      `${name} was not ${level} at ${since} after all: late data shows it.`,
    outageUnmonitored: (name: string, level: string) =>
      `${name} is not monitored any more. When last seen it was ${level}.`,
    statedBetter: (name: string) => `${name}: what readers are told is no longer better than what probes see.`,
    statedWorse: (name: string) => `${name}: what readers are told is no longer worse than what probes see.`,
    promise: (title: string) => `${title}: the next update was given.`,
    forgotten: (title: string) => `${title}: readers were told more of it.`,
    closed: (title: string) => `${title}: the incident is closed, and no further update is due.`,
    agentSilent: (source: string) => `Agent ${source} is back.`,
    agentSilentLate: (source: string) =>
      `Agent ${source} reports again, late as it has for a day. It is waited for no more.`,
    removed: (source: string) => `Agent ${source} was taken away: it has no token any more.`,
    clock: (source: string) => `The clock of agent ${source} is right again.`,
    clockSilent: (source: string) => `Nothing is heard of agent ${source} any more, nor of its clock, which was wrong.`,
    lapsed: (source: string) => `All open alerts of source ${source} are repeated again, or have ended.`,
    truncated: (source: string) => `Notifications of ${source} have left out no alerts for a day.`,
    destination: (name: string) => `Alerts go to ${name} again.`,
    destinationRemoved: (name: string) => `Alerts go to ${name} no more: it was removed.`,
    queue: 'Candor stores probes again as they come.',
    automation: 'Incidents follow what is re-evaluated.',
    evaluation: 'Candor evaluates probes again without delay.',
    days: (n: number) => `${n} d`,
    hours: (n: number) => `${n} h`,
    minutes: (n: number) => `${n} min`,
    underOneMinute: 'under 1 min',
  },
  message: {
    subject: (site: string, text: string) => `[${site}] ${text}`,
    still: (text: string) => `Still: ${text}`,
    worse: (text: string) => `Worse: ${text}`,
    test: 'This is a test of staff alerts. Nothing is wrong.',
    since: (moment: string) => `Noticed at ${moment}.`,
    ended: (begun: string, ended: string) => `Noticed at ${begun}, over since ${ended}.`,
    database: {
      raised: (since: string) =>
        `Candor's database has not been usable since ${since}. Statuses are not evaluated, and no alerts are sent.`,
      ended: (since: string) => `Candor's database is usable again. It was not from ${since}.`,
    },
    diskFull: {
      raised: (since: string) =>
        `The disk of Candor's database has been full since ${since}. New probes are refused and statuses are not evaluated. Free up space: agents keep their probes and send them again.`,
      ended: (since: string) => `Candor's database can store data again. Its disk was full from ${since}.`,
    },
    once: 'It is told once.',
    how: (minutes: number) =>
      `Acknowledge it there; until somebody does, it is told again every ${minutes} minutes, a few times.`,
  },

  open: 'Alerts',
  acknowledge: 'Acknowledge',
  acknowledgeOf: (text: string) => `Acknowledge: ${text}`,
  acknowledged: 'Acknowledged: it is not told again.',
  worseNow: 'It got worse meanwhile. Look at it again, then acknowledge it.',
  acknowledgedBy: (who: string) => `acknowledged by ${who} at`,
  look: 'Open it',

  page: {
    title: 'Alerts',
    intro:
      'Who hears of it when monitoring finds an outage, the page contradicts the probes, a promised update runs out, nothing is said of trouble for hours, monitoring itself fails, or alerts do not reach somebody. Each alert is told once, and again until somebody acknowledges it; what is forgotten, once after 3, 6, 12 and 24 hours, then every day.',
    destinations: 'Alert recipients',
    noMail: 'SMTP_URL is not set: alert e-mails are written to DATA_DIR/mail and not sent.',
    none: 'None yet. Without a recipient, alerts appear only in the console.',
    add: 'Add a destination',
    name: 'What it is called',
    kind: 'Kind',
    kinds: {
      mail: 'Mail',
      webhook: 'Webhook, plain JSON',
      pagerduty: 'PagerDuty, Events API v2',
      slack: 'Slack, incoming webhook',
    },
    address: 'Address',
    addressHint: 'A mail address, or the address of a webhook, with https. For PagerDuty it may stay empty.',
    routingKey: 'Routing key',
    routingKeyHint: 'For PagerDuty alone.',
    secret: 'Addresses of webhooks and routing keys are secrets: they are not shown again.',
    submit: 'Add it',
    added: 'Added. Send it a test.',
    test: 'Send a test',
    testOf: (name: string) => `Send a test to ${name}`,
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    removed: 'Removed. What was told there and is not over stays open there.',
    last: 'last alert',
    never: 'no alert yet',
    pending: 'under way',
    stopped: 'Nothing is told there any more: the receiver said that it is gone.',
    resume: 'Try again',
    resumeOf: (name: string) => `Tell ${name} again`,
    resumed: 'Alerts are told there again. Send it a test.',
  },
  result: {
    sent: 'it was taken',
    gone: 'the receiver says that it is gone',
    refused: 'the receiver refused it',
    redirected: 'the receiver points elsewhere, which is not followed',
    blocked: 'the address is none that may be called',
    failed: 'the receiver failed',
    timed_out: 'there was no answer in time',
    unreachable: 'it cannot be reached',
    lost: 'nobody knows whether it was sent',
    dropped: 'it was not needed any more',
  },
  tested: (result: string) => `The test was sent: ${result}.`,
  testFailed: (result: string) => `The test did not arrive: ${result}.`,
} as const;
