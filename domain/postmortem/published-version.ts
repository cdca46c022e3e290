import type { Instant, Span } from '#domain/time/interval';
import type { ActionItem, ActionItemChange } from './action-item.ts';
import type { ChangedFact } from './changed-facts.ts';
import type { Fact, Finding } from './facts.ts';
import type { Section, TextSection } from './sections.ts';

/** A text as readers see it: sanitised HTML, and plain text. */
type FrozenText = { html: string; text: string };

/** Uptime of a component in a calendar month or year (UTC) up to `evaluatedUntil`. `period`: "2022-03" or "2022". Shares in millionths. */
export type FrozenUptime = Span & {
  component: string;
  name: string;
  period: string;
  downMs: number;
  uptimeMillionths: number | null;
  targetMillionths: number;
  isMet: boolean | null;
  budgetMs: number;
  budgetShareMillionths: number | null;
};

/**
 * The figures beside the text. Times count from the start of the first episode; null: not known. `downMs`: without episodes, the time that staff reported.
 * `promises`: announced times of updates.
 */
export type FactBoxes = {
  downMs: number | null;
  episodes: number;
  detectedAfterMs: number | null;
  identifiedAfterMs: number | null;
  firstUpdateAfterMs: number | null;
  updates: number;
  promises: { met: number; missed: number };
  uptime: readonly FrozenUptime[];
};

/** The share of instances of a component that were down, silent or served outdated data. Steps: each share lasts until the next one. */
export type ChartSeries = {
  component: string;
  name: string;
  steps: readonly { at: Instant; millionths: number; affected: number; known: number }[];
  partialAt: number;
  majorAt: number;
  episodes: readonly (Span & { level: 2 | 3; peak: { at: Instant; millionths: number } | null })[];
};
export type PostmortemChart = Span & { series: readonly ChartSeries[] };

/** A figure of the published text. `reason`: why it differs, as readers see it. */
export type CheckedFigure = Pick<Finding, 'text' | 'kind' | 'claimed' | 'recorded' | 'verdict' | 'fact' | 'source'> & {
  section: Section;
  sentence: string;
  reason: string | null;
};

/** The check at publishing. Figures that differ are explained; others block publishing. */
type FrozenCheck = { checkedAt: Instant; figures: readonly CheckedFigure[] };

/** What readers see of a published version, stored when it is published. Contains no internal text. */
export type FrozenVersion = {
  sections: readonly ({ key: TextSection } & FrozenText)[];
  timeline: readonly ({ at: Instant; isKey: boolean } & FrozenText)[];
  /** The whole text as Markdown, without action items. */
  markdown: string;
  readingMinutes: number;
  boxes: FactBoxes;
  chart: PostmortemChart;
  check: FrozenCheck;
  policies: readonly { component: string; name: string; version: number }[];
  /** The record that the text was checked against. */
  facts: readonly Fact[];
  evaluatedUntil: Instant;
};

/** A published post-mortem as readers see it. `changedAt`: when the version that they see was published. */
export type PublicPostmortem = {
  publicId: string;
  title: string;
  publishedAt: Instant;
  changedAt: Instant;
  incidents: readonly PostmortemIncident[];
  frozen: FrozenVersion;
  actionItems: readonly PublicActionItem[];
  /** All published versions, newest first. `note`: what changed, from the second one on. */
  versions: readonly { number: number; publishedAt: Instant; note: string | null }[];
  /** Facts of the record that have changed since this version was published; empty if none has. */
  changedFacts: readonly ChangedFact[];
};

/** An incident that a post-mortem is about, as readers see it. */
export type PostmortemIncident = {
  publicId: string;
  title: string;
  startedAt: Instant;
  resolvedAt: Instant | null;
  impact: 'none' | 'minor' | 'major' | 'critical';
  downMs: number | null;
};

/** `changes`: changes after publishing, newest first. */
export type PublicActionItem = ActionItem & { changes: readonly ActionItemChange[] };
