import type { ActionItem, ActionItemChange, ActionItemCounts } from '#domain/postmortem/action-item';
import type { Fact, Finding, PostmortemRecord } from '#domain/postmortem/facts';
import type { Blocker, PostmortemState } from '#domain/postmortem/postmortem';
import type { PostmortemChart, PostmortemIncident } from '#domain/postmortem/published-version';
import type { PostmortemContent, Section } from '#domain/postmortem/sections';
import type { Day } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';

/** A person, program or part of Candor: staff by name, everything else by its kind. */
export type Author = { kind: string; name: string };

/** A finding in a section. Offsets are within the public text of the section, or of entry `entry` of the timeline. `reason`: why it differs, if explained. */
export type SectionFinding = Finding & { section: Section; entry: number | null; reason: string | null };

export type StaffComment = {
  id: number;
  section: Section;
  quote: string | null;
  html: string;
  author: Author;
  createdAt: Instant;
  resolved: { by: Author; at: Instant } | null;
  replies: { id: number; html: string; author: Author; createdAt: Instant }[];
};

export type StaffActionItem = ActionItem & { changes: (ActionItemChange & { author: Author })[] };

/** An incident of a post-mortem, as staff see it. */
export type StaffPostmortemIncident = { publicId: string; title: string; isOpen: boolean; isPublic: boolean; startedAt: Instant };

/** What the editor shows. `approval`: whether the actor may approve the working version, or why not. */
export type StaffPostmortem = {
  publicId: string;
  state: PostmortemState;
  title: string;
  version: number;
  savedAt: Instant;
  author: Author;
  approver: Author | null;
  approval: 'granted' | 'same_person' | 'no_person';
  reviewRequestedAt: Instant | null;
  approved: { by: Author; at: Instant } | null;
  publishedAt: Instant | null;
  publishedVersion: number | null;
  promisedOn: Day | null;
  incidents: StaffPostmortemIncident[];
  content: PostmortemContent;
  actionItems: StaffActionItem[];
  comments: StaffComment[];
  /** Null: the record cannot be read now, which blocks publishing. */
  record: PostmortemRecord | null;
  chart: PostmortemChart | null;
  findings: SectionFinding[];
  blockers: Blocker[];
  versions: { number: number; savedAt: Instant; author: Author; publishedAt: Instant | null; note: string | null }[];
  /** Facts of the record that have changed since publishing. */
  changedFacts: { key: string; kind: Fact['kind']; published: number; current: number | null }[];
  recipients: { people: number; webhooks: number };
  now: Instant;
};

/** A line of the list of published post-mortems. `cause`: the beginning of the section as plain text. `figures`: of the check at publishing. */
export type ListedPostmortem = {
  publicId: string;
  title: string;
  cause: string;
  incidents: PostmortemIncident[];
  publishedAt: Instant;
  readingMinutes: number;
  figures: { match: number; explained: number };
  actionItems: ActionItemCounts;
};

/** An action item on the list of improvements, with its post-mortem. `components`: slugs. */
export type Improvement = ActionItem & {
  postmortem: { publicId: string; title: string; startedAt: Instant };
  components: string[];
  /** Why its day was changed last; null if it was not. */
  reason: string | null;
};

/** A post-mortem that is not published yet, and was promised or is about an incident with an outage. `postmortem`: null if nobody has begun it. */
export type OwedPostmortem = {
  incident: { publicId: string; title: string; startedAt: Instant; resolvedAt: Instant | null };
  postmortem: { publicId: string; state: PostmortemState } | null;
  promisedOn: Day | null;
  isOverdue: boolean;
};
