import type { Day } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { ActionItem, ActionItemCounts } from './action-item.ts';
import type { PostmortemIncident } from './published-version.ts';

/** A published post-mortem in a list. `cause`: the beginning of the section as plain text. `figures`: of the check at publishing. */
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

/** A post-mortem that was promised and is not published yet, as readers see it. */
export type PromisedPostmortem = {
  incident: { publicId: string; title: string; startedAt: Instant };
  promisedOn: Day;
  isOverdue: boolean;
};

/**
 * Published post-mortems, the newest incident first, and those that were promised, the earliest first. `year`: of the incidents with an impact that began in
 * this year (UTC) and are over, how many have one, and the median time from their end to the publication.
 */
export type PostmortemList = {
  postmortems: ListedPostmortem[];
  promised: PromisedPostmortem[];
  year: { year: number; incidents: number; published: number; medianAfterMs: number | null };
  generatedAt: Instant;
};

/** An action item with its post-mortem. `startedAt`: of its incident. `components`: slugs. `reason`: why its day was changed last; null if it was not. */
export type Improvement = ActionItem & {
  postmortem: { publicId: string; title: string; startedAt: Instant };
  components: string[];
  reason: string | null;
};

/**
 * The action items of published post-mortems. `open`: overdue ones first, then by their day. `done`: the latest first. `onTime`: how many were done by the day
 * that was promised first. `component`: the slug, if only items of one component are listed; `components`: those that can be chosen.
 */
export type Improvements = {
  components: { slug: string; name: string }[];
  component: string | null;
  open: Improvement[];
  done: Improvement[];
  counts: ActionItemCounts;
  onTime: number;
  today: Day;
  generatedAt: Instant;
};
