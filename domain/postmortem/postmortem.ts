// The states of the working version. Each edit makes a new version, which has to be reviewed again.
// Readers keep the version that was published last until another one is published.
//
//   draft ──review──► in_review ──approval──► approved ──publication──► published
//     ▲                  │  ▲                    │                          │
//     └─────changes──────┘  └────────edit────────┘                          │
//     └──────────────────────────────edit───────────────────────────────────┘

export const POSTMORTEM_STATES = ['draft', 'in_review', 'approved', 'published'] as const;
export type PostmortemState = (typeof POSTMORTEM_STATES)[number];

/** What prevents publishing. `section`: where to look, if it is one section. */
export type Blocker = {
  code:
    | 'section_missing'
    | 'figures_differ'
    | 'unknown_reference'
    | 'not_in_review'
    | 'not_approved'
    | 'incident_open'
    | 'record_unavailable'
    | 'change_note_missing';
  section: string | null;
  count: number;
};
