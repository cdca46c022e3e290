/** Texts of the console about components and their rules, in English. Arguments are formatted texts. */
export const consoleCatalogEn = {
  list: {
    title: 'Components',
    intro: 'What partners see, what was promised for it, and by which rules it is evaluated. Nothing is ever deleted.',
    add: 'Add a component',
    none: 'There is no component yet.',
    head: { component: 'Component', target: 'Target', rules: 'Rules in force', incidents: 'Incidents' },
    version: (version: number) => `version ${version}`,
    always: 'from the beginning',
    since: 'since',
  },
  ambiguous: (text: string, whole: string, decimal: string) =>
    `"${text}" can be read in two ways: write ${whole} or ${decimal}.`,
  page: { title: 'Component', back: 'All components', public: 'On the public page' },

  texts: {
    title: 'Name and target',
    slug: 'Slug',
    slugHint:
      'What probes and addresses call it: lower-case letters, digits and hyphens, like ad-serving. It never changes.',
    name: 'Name',
    description: 'Description',
    descriptionHint: 'One sentence for partners; may be empty.',
    group: 'Group',
    noGroup: 'none',
    target: 'Target, per cent',
    targetHint: 'The uptime that was promised, below 100. It holds for the time before, too.',
    reason: 'Reason for another target',
    reasonHint: 'Needed where the target changes: verdicts that were published may change.',
    archived: 'Archived',
    archivedHint:
      'Removes the component from the status page, badges, JSON and incident automation. Its own page and past figures stay.',
    add: 'Add the component',
    made: 'Added. It is evaluated by the default rules as soon as probes of it come.',
    taken: (slug: string) => `There is a component "${slug}" already: choose another slug.`,
    submit: 'Save name and target',
    saved: 'Saved.',
    conflict:
      'Somebody else changed this component meanwhile. Nothing was saved: open the page again, in another tab if you want to keep what you wrote.',
  },

  file: {
    title: 'The catalogue as a file',
    intro:
      'Components, groups, regions, sources and versions of rules in one text (YAML), as candor catalog export prints it. What is not in it is left alone; a text with any mistake changes nothing.',
    text: 'Catalogue',
    reason: 'Reason',
    reasonHint: 'Needed where a target changes or rules are dated back.',
    preview: 'Show what differs',
    apply: 'Apply it',
    differs: 'Applying it would make these changes:',
    applied: 'Applied.',
    nothing: 'Nothing differs: nothing was changed.',
    conflict:
      'Somebody else changed the catalogue meanwhile, and this text would undo it. Nothing was changed: open the page in another tab, and bring your change into the text there.',
  },

  incidents: {
    title: 'How outages become incidents',
    publish: 'A confirmed outage becomes public',
    publishAs: { 'at-once': 'at once', held: 'after a hold, so that staff may speak first', never: 'never by itself' },
    holdSeconds: 'Hold, seconds',
    holdHint: 'Counts where it is held.',
    resolve: 'Once probes are clean',
    resolveAs: { 'by-person': 'a person resolves the incident', automatically: 'the incident is resolved by itself' },
    approval: 'A further public word needs a second person',
    approvalFrom: { none: 'never', partial: 'where it is partly down or worse', major: 'where it is down' },
    rejoin: 'An outage brings a resolved incident back within, seconds',
    rejoinHint: 'Counts from the end of its last outage: 7200 is two hours.',
    join: 'An outage joins an incident of another component within, seconds',
    joinHint: 'Counts from the beginning of that incident: 600 is ten minutes.',
    submit: 'Save how incidents are made',
    saved: 'Saved.',
    brief: { at_once: 'at once', held: 'held', never: 'not by itself' },
  },

  rules: {
    title: 'New version of the rules',
    intro:
      'Versions are never edited. This makes the next one, beginning with what the last one says. One that is not in force yet gives way to a further one that applies sooner.',
    version: (version: number) => `It becomes version ${version}.`,
    field: {
      silenceAfterSeconds: 'Silence after, seconds',
      dataAgeLimitSeconds: 'Data is stale when older than, seconds',
      latencyLimitMs: 'Slow when an answer takes longer than, milliseconds',
      degradedAt: 'Degraded from, per cent of instances',
      partialAt: 'Partly down from, per cent of instances',
      majorAt: 'Down from, per cent of instances',
      coverageFloor: 'Unknown when fewer are seen than, per cent',
      confirmForSeconds: 'Trouble counts once it held for, seconds',
      recoverForSeconds: 'Trouble that comes back is the same within, seconds',
    },
    latencyHint: 'Empty: never.',
    from: 'In force from',
    fromHint: 'Empty for now; else with a zone, like 2026-12-01T00:00:00Z.',
    earliest: 'The earliest instant:',
    reason: 'Reason',
    reasonHint: 'Needed where it is dated back: figures that were published change.',
    preview: 'Preview its effect',
    changed: 'You changed something since the preview: preview it again.',
    superseded: (version: number) =>
      `Somebody else has saved version ${version} meanwhile: look at it in another tab. Yours is still here, and would be the next one.`,
    busy: 'Somebody else is previewing rules now. Try again in a few seconds.',
    save: 'Save this version',
    saved: (version: number) => `Version ${version} is saved.`,
    savedBack: (version: number) =>
      `Version ${version} is saved. What was evaluated since it is in force is re-evaluated.`,
    out: 'That is what the last version says already: change something.',
    reEvaluating: 'Being re-evaluated by new rules; figures before this instant are done:',
    reEvaluated: 'Done: everything is evaluated by the rules that were in force then.',
  },

  effect: {
    title: 'What it would change',
    none: 'Nothing that was evaluated so far falls under it: there is no figure to compare.',
    supposed:
      'It applies to what comes; no figure so far changes. This is what the month would be if it had applied from',
    dated: 'What was evaluated from this instant on is evaluated anew:',
    storage: 'Exact from there on: what probes said earlier is not stored any more. What came before stays as it is.',
    limit:
      'Exact from there on: there is more to evaluate than a preview takes, so that what came before is shown as it is. Saving evaluates all of it.',
    head: { figure: 'Figure', asIs: 'Now', asIf: 'With it' },
    uptime: 'Uptime',
    down: 'Down',
    degraded: 'Degraded',
    unknown: 'Not observed',
    budget: 'Budget used',
    verdict: 'Target',
    same: 'It changes none of these figures.',
  },

  silence: {
    reports: (source: string, interval: string) => `${source} reports every ${interval}`,
    warning: (reports: string) =>
      `Silence must be at least three intervals of an agent, else one late report is an outage: ${reports}.`,
  },
} as const;
