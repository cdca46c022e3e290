import type { Finding } from './facts.ts';
import { type PostmortemContent, REQUIRED_SECTIONS, type Section } from './sections.ts';

// The states of the working version. An edit makes a new version, which its approval does not cover. Readers keep the
// version that was published last until another one is published.
//
//   draft ──review──► in_review ──approval──► approved ──publication──► published
//     ▲ ▲                │  ▲  │                │  │                        │
//     │ └─────changes────┘  └──┘◄────edit───────┘  │                        │
//     │ └─────────────────changes──────────────────┘                        │
//     └──────────────────────────────edit───────────────────────────────────┘

export const POSTMORTEM_STATES = ['draft', 'in_review', 'approved', 'published'] as const;
export type PostmortemState = (typeof POSTMORTEM_STATES)[number];

/** What people do to the working version. */
export type PostmortemStep = 'edit' | 'review' | 'changes' | 'approval' | 'publication';

const NEXT: Record<PostmortemStep, Partial<Record<PostmortemState, PostmortemState>>> = {
  edit: { draft: 'draft', in_review: 'in_review', approved: 'in_review', published: 'draft' },
  review: { draft: 'in_review' },
  changes: { in_review: 'draft', approved: 'draft' },
  approval: { in_review: 'approved' },
  publication: { approved: 'published' },
};

/** Returns the state after a step; null if the step is not possible in this state. */
export function stateAfter(state: PostmortemState, step: PostmortemStep): PostmortemState | null {
  return NEXT[step][state] ?? null;
}

/** What prevents publishing. `section`: where, if it is one section. `count`: how many, such as figures that differ. */
export type Blocker = {
  code:
    | 'section_missing'
    | 'figures_differ'
    | 'unknown_reference'
    | 'record_unavailable'
    | 'incident_open'
    | 'incident_not_public'
    | 'not_in_review'
    | 'not_approved';
  section: Section | null;
  count: number;
};

/** `findings`: of the public text; `reason`: why one differs, for readers. `unknownReferences`: the sections of live references without a fact. */
export type Readiness = {
  state: PostmortemState;
  content: PostmortemContent;
  actionItems: number;
  findings: readonly (Pick<Finding, 'verdict'> & { section: Section; reason: string | null })[];
  unknownReferences: readonly Section[];
  incidents: readonly { isOpen: boolean; isPublic: boolean }[];
  hasRecord: boolean;
};

/** Returns everything that prevents publishing the working version, in the order in which people solve it. Comments never block. */
export function blockersOf(readiness: Readiness): Blocker[] {
  const { findings, unknownReferences, incidents, hasRecord, state } = readiness;
  const open = incidents.filter(({ isOpen }) => isOpen).length;
  const internal = incidents.filter(({ isPublic }) => !isPublic).length;
  return [
    ...missingSections(readiness).map((section): Blocker => ({ code: 'section_missing', section, count: 1 })),
    ...bySection(
      'figures_differ',
      findings.filter(isUnexplained).map(({ section }) => section),
    ),
    ...bySection('unknown_reference', unknownReferences),
    ...(hasRecord ? [] : [whole('record_unavailable', 1)]),
    ...(open > 0 ? [whole('incident_open', open)] : []),
    ...(internal > 0 ? [whole('incident_not_public', internal)] : []),
    ...(state === 'draft' ? [whole('not_in_review', 1)] : []),
    ...(state === 'in_review' ? [whole('not_approved', 1)] : []),
  ];
}

/** Returns whether a figure disagrees with the record or the text, without a reason for readers. */
export function isUnexplained({ verdict, reason }: { verdict: Finding['verdict']; reason: string | null }): boolean {
  return (verdict === 'differs' || verdict === 'contradicts') && reason === null;
}

/** Returns whether a section is complete: it has a public text, entries or items. */
function hasSection({ content, actionItems }: Pick<Readiness, 'content' | 'actionItems'>, section: Section): boolean {
  if (section === 'actions') return actionItems > 0;
  if (section === 'timeline') return content.timeline.length > 0;
  return content.sections[section].public.trim() !== '';
}

function missingSections(readiness: Readiness): Section[] {
  return REQUIRED_SECTIONS.filter((section) => !hasSection(readiness, section));
}

function bySection(code: Blocker['code'], sections: readonly Section[]): Blocker[] {
  return [...Map.groupBy(sections, (section) => section)].map(([section, own]) => ({
    code,
    section,
    count: own.length,
  }));
}

function whole(code: Blocker['code'], count: number): Blocker {
  return { code, section: null, count };
}
