import type { ActionItem, ActionItemChange } from '#domain/postmortem/action-item';
import type { Advice } from '#domain/postmortem/advice';
import type { ChangedFact } from '#domain/postmortem/changed-facts';
import type { SectionFinding } from '#domain/postmortem/content-parts';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import type { Blocker, PostmortemState } from '#domain/postmortem/postmortem';
import type { PostmortemChart } from '#domain/postmortem/published-version';
import type { PostmortemContent, Section } from '#domain/postmortem/sections';
import type { Day } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { Author } from '#server/incidents/reads/author-names';

export type StaffComment = {
  id: number;
  /** Null: about the whole text. */
  section: Section | null;
  quote: string | null;
  html: string;
  author: Author;
  createdAt: Instant;
  resolved: { by: Author; at: Instant } | null;
  replies: { id: number; html: string; author: Author; createdAt: Instant }[];
};

export type StaffActionItem = ActionItem & { changes: (ActionItemChange & { author: Author })[] };

/** An image that was added to a post-mortem. `address`: as texts refer to it; `markdown`: how they show it. */
type StaffImage = { address: string; alt: string; markdown: string; isPublic: boolean };

/** An incident of a post-mortem, as staff see it. */
type StaffPostmortemIncident = {
  publicId: string;
  title: string;
  isOpen: boolean;
  isPublic: boolean;
  startedAt: Instant;
};

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
  images: StaffImage[];
  /** Null: the record cannot be read now, which blocks publishing. */
  record: PostmortemRecord | null;
  chart: PostmortemChart | null;
  findings: SectionFinding[];
  advice: Advice[];
  blockers: Blocker[];
  versions: { number: number; savedAt: Instant; author: Author; publishedAt: Instant | null; note: string | null }[];
  /** Facts of the record that have changed since publishing. */
  changedFacts: ChangedFact[];
  recipients: { people: number; webhooks: number };
  now: Instant;
};

/** An incident with an outage or a promise whose post-mortem is not published yet. `postmortem`: null if it was not started. */
export type OwedPostmortem = {
  incident: { publicId: string; title: string; startedAt: Instant; resolvedAt: Instant | null };
  postmortem: { publicId: string; state: PostmortemState } | null;
  promisedOn: Day | null;
  isOverdue: boolean;
};

/** A post-mortem in the list of the console. */
export type StaffListedPostmortem = {
  publicId: string;
  title: string;
  state: PostmortemState;
  author: Author;
  approver: Author | null;
  promisedOn: Day | null;
  publishedAt: Instant | null;
  updatedAt: Instant;
  incidents: { publicId: string; title: string; startedAt: Instant }[];
  openComments: number;
};
