/** Texts of e-mails, in English. `site` is a name like "the Larkfield status page". */
export const enMail = {
  site: (name: string | null) => (name === null ? 'the status page' : `the ${name} status page`),
  invitation: {
    subject: (site: string) => `Invitation to ${site}`,
    title: (inviter: string | null, site: string) =>
      inviter === null ? `You have been invited to ${site}` : `${inviter} invited you to ${site}`,
    role: {
      viewer: 'Your role: viewer. You can read incidents and internal notes.',
      communicator: 'Your role: communicator. You can create incidents and post updates.',
      editor: 'Your role: editor. You can manage incidents, templates, components and policies.',
      admin: 'Your role: admin. You can manage everything, including staff and settings.',
    },
    expires: (until: string) => `The invitation works once and expires at ${until}.`,
    button: 'Accept invitation',
    reason: (email: string, site: string) =>
      `You received this e-mail because ${email} was invited to ${site}. If you did not expect it, you can ignore it.`,
  },
  reset: {
    subject: 'Choose a new password',
    title: 'Choose a new password',
    text: 'Choosing a new password ends all your sessions. Two-factor authentication does not change.',
    expires: (until: string) => `The link works once and expires at ${until}.`,
    button: 'Choose new password',
    reason: (email: string, site: string) =>
      `You received this e-mail because a new password was requested for ${email} on ${site}. If this wasn’t you, you can ignore it. Your password stays the same.`,
  },
  /** `what`: the address of the subscriber, or the host of the endpoint. */
  subscription: {
    subject: {
      confirm: 'Confirm your subscription',
      already_active: 'You are already subscribed',
      link: 'Manage your subscription',
      endpoint_failing: 'Your webhook endpoint is failing',
      endpoint_disabled: 'Your webhook was disabled',
      new_secret: 'Your signing secret was replaced',
    },
    confirm: {
      title: (site: string) => `Confirm your subscription to ${site}`,
      body: [(what: string) => `${what} gets updates once you confirm.`],
      button: 'Confirm subscription',
    },
    confirm_webhook: {
      title: (site: string) => `Set up your webhook for ${site}`,
      body: [
        (what: string) => `The endpoint at ${what} gets updates once you confirm.`,
        () => 'The next page shows the signing secret once, and sends a test event to the endpoint.',
      ],
      button: 'Set up webhook',
    },
    already_active: {
      title: (site: string) => `You are already subscribed to ${site}`,
      body: [
        (what: string) => `A subscription for ${what} was requested again. Nothing has changed.`,
        () => 'You can change what you receive, or unsubscribe.',
      ],
      button: 'Manage subscription',
    },
    link: {
      title: (site: string) => `Your subscription to ${site}`,
      body: [(what: string) => `Use this link to change what ${what} receives, or to unsubscribe.`],
      button: 'Manage subscription',
    },
    endpoint_failing: {
      title: () => 'Your webhook endpoint is failing',
      body: [
        (what: string) =>
          `Deliveries to ${what} have been failing for several days, and at least one event was not delivered. After 5 days of failures we stop sending.`,
        () => 'Fix the endpoint, then send a test event to resume deliveries.',
      ],
      button: 'Manage subscription',
    },
    endpoint_disabled: {
      title: () => 'Your webhook was disabled',
      body: [
        (what: string) => `The endpoint at ${what} responded with 410 Gone, so we stopped sending events to it.`,
        () => 'If this was a mistake, send a test event to resume deliveries.',
      ],
      button: 'Manage subscription',
    },
    new_secret: {
      title: () => 'Your signing secret was replaced',
      body: [
        (what: string) =>
          `Events to ${what} are signed with the new signing secret, and for 24 hours with the one that it replaces.`,
        () => 'If you did not expect this, replace the signing secret again.',
      ],
      button: 'Manage subscription',
    },
    /** One mail with the links to several subscriptions of the recipient. */
    links: {
      subject: 'Manage your subscriptions',
      title: (site: string) => `Your subscriptions to ${site}`,
      intro: 'Use these links to change what each subscription receives, or to unsubscribe.',
      email: 'E-mail',
      webhook: (host: string) => `Webhook to ${host}`,
      ofIncident: (what: string, title: string) => `${what}, about “${title}”`,
      unconfirmed: (until: string) => `(not confirmed; the link expires at ${until})`,
      manage: 'Manage subscription',
      confirm: 'Confirm subscription',
      button: 'Open status page',
      reason: (email: string, site: string) =>
        `You get this message because links for ${email} were requested on ${site}. If this wasn’t you, ignore it.`,
    },
    expires: (until: string) => `The link expires at ${until}.`,
    reasonAsked: (email: string, site: string) =>
      `You get this message because ${email} was entered on ${site}. If this wasn’t you, ignore it and you won’t get further messages.`,
    reason: (email: string, site: string) => `You get this message because ${email} is subscribed to ${site}.`,
  },
  /** `who`: names of components. */
  event: {
    recovered: (who: string, many: boolean) => `${who} ${many ? 'have' : 'has'} recovered`,
    since: (moment: string) => `Since ${moment}`,
    closed: (state: string, moment: string) => `${state} at ${moment}`,
    down: (duration: string) => `Total downtime: ${duration}`,
    corrected: (moment: string) => `The update of ${moment} was corrected. It now reads:`,
    retracted: (moment: string, reason: string) => `The update of ${moment} was retracted: ${reason}`,
    detected: 'Detected by monitoring.',
    button: 'View incident',
    earlier: 'Earlier updates',
    others: 'Other updates',
    omitted: (count: number) => (count === 1 ? '1 more on the incident page' : `${count} more on the incident page`),
    manage: 'Manage subscription',
    unsubscribe: 'Unsubscribe',
    subject: {
      incident: 'this incident',
      all: 'all components',
    },
    reason: (email: string, what: string, name: string | null) =>
      `You get this message because ${email} is subscribed to ${what}${name === null ? '' : ` at ${name}`}.`,
    zone: (zone: string) => `Times in ${zone}.`,
    sampleAddress: 'name@partner.example',
    number: (count: number) => `Update ${count} of this incident.`,
  },
  test: {
    subject: 'Test e-mail',
    title: 'E-mail delivery works',
    text: 'This is a test of the mail server that sends updates to subscribers.',
    button: 'Open deliveries',
    reason: (email: string) => `You get this message because a test e-mail to ${email} was requested in the console.`,
  },
  digest: {
    title: (incidents: number) => `Updates on ${incidents} incidents`,
    why: 'You got many messages within an hour, so these updates are combined.',
    incident: (title: string) => `${title}:`,
    omitted: (count: number) => `${count} more ${count === 1 ? 'incident' : 'incidents'} on the status page`,
    button: 'View status page',
  },
  alert: {
    reason: (email: string, site: string) =>
      `You received this e-mail because ${email} receives staff alerts from ${site}.`,
  },
} as const;
