import { z } from 'zod';
import { ACTION_ITEM_STATES } from '#domain/postmortem/action-item';
import { ADVICE_CODES } from '#domain/postmortem/advice';
import { CLAIM_KINDS, FACT_SOURCES, VERDICTS } from '#domain/postmortem/facts';
import { POSTMORTEM_STATES } from '#domain/postmortem/postmortem';
import { SECTIONS, TEXT_SECTIONS, type TextSection } from '#domain/postmortem/sections';
import { textLine } from '#server/markdown/plain-text';

const SLUG_LENGTH_MAX = 63;

const instant = z.iso.datetime().meta({ description: 'UTC with milliseconds', example: '2022-03-30T13:20:00.000Z' });
const day = z.iso.date().meta({ description: 'A day in UTC', example: '2022-04-15' });
const id = z.string().meta({ description: '12 letters and digits' });
const ms = z.number().int();
const millionths = z.number().int();
const count = z.number().int();
const rendered = { html: z.string().meta({ description: 'Sanitised HTML' }), text: z.string() };
const verdict = z.enum(VERDICTS);

const incident = z.object({
  id,
  title: z.string(),
  startedAt: instant,
  resolvedAt: instant.nullable(),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  downMs: ms.nullable(),
});

const item = z.object({
  id,
  action: z.string(),
  owner: z.string(),
  state: z.enum(ACTION_ITEM_STATES),
  dueOn: day.meta({ description: 'The day that was promised first' }),
  movedTo: day.nullable().meta({ description: 'The new day, if it was moved. It does not change isOverdue' }),
  doneOn: day.nullable(),
  isOverdue: z.boolean(),
  evidenceUrl: z.string().nullable(),
});

const uptime = z.object({
  component: z.string(),
  name: z.string(),
  period: z.string().meta({ description: 'A month or a year (UTC)', example: '2022-03' }),
  from: instant,
  to: instant,
  downMs: ms,
  uptimeMillionths: millionths.nullable(),
  targetMillionths: millionths,
  isMet: z.boolean().nullable(),
  budgetMs: ms,
  budgetShareMillionths: millionths.nullable(),
});

const series = z.object({
  component: z.string(),
  name: z.string(),
  steps: z.array(z.object({ at: instant, millionths, affected: count, known: count })).meta({
    description: 'The share of instances that were down, silent or served outdated data, from each instant on',
  }),
  partialAt: millionths,
  majorAt: millionths,
  episodes: z.array(
    z.object({
      from: instant,
      to: instant,
      level: z.union([z.literal(2), z.literal(3)]).meta({ description: '2: partial outage, 3: major outage' }),
      peak: z.object({ at: instant, millionths }).nullable(),
    }),
  ),
});

const figure = z.object({
  text: z.string(),
  kind: z.enum(CLAIM_KINDS),
  claimed: z.string(),
  recorded: z.string().nullable(),
  verdict,
  fact: z.string().nullable(),
  source: z.enum([...FACT_SOURCES, 'text']).nullable(),
  section: z.enum(SECTIONS),
  sentence: z.string(),
  reason: z.string().nullable().meta({ description: 'Why the figure differs from the record' }),
});

export const postmortemSchema = z
  .object({
    id,
    url: z.string(),
    title: z.string(),
    publishedAt: instant.meta({ description: 'Time of the first publication' }),
    changedAt: instant.meta({ description: 'Time of the publication of this version' }),
    incidents: z.array(incident),
    sections: z.array(z.object({ key: z.enum(TEXT_SECTIONS), ...rendered })),
    timeline: z.array(z.object({ at: instant, ...rendered, isKey: z.boolean() })),
    markdown: z.string().meta({ description: 'The whole text, without action items' }),
    readingMinutes: count,
    figures: z.object({
      downMs: ms.nullable(),
      episodes: count,
      detectedAfterMs: ms.nullable(),
      identifiedAfterMs: ms.nullable(),
      firstUpdateAfterMs: ms.nullable(),
      updates: count,
      promises: z.object({ met: count, missed: count }),
      uptime: z.array(uptime),
    }),
    chart: z.object({ from: instant, to: instant, series: z.array(series) }),
    check: z
      .object({ checkedAt: instant, figures: z.array(figure) })
      .meta({ description: 'The check of the figures in the text against the record, at publication' }),
    policies: z.array(z.object({ component: z.string(), name: z.string(), version: count })),
    evaluatedUntil: instant.meta({ description: 'Time up to which the figures count' }),
    recordChanges: z
      .array(
        z.object({
          fact: z.string(),
          kind: z.enum(CLAIM_KINDS),
          published: z.number().nullable(),
          current: z.number().nullable(),
        }),
      )
      .meta({ description: 'What late data has changed in the record since the publication' }),
    actionItems: z.array(
      item.extend({
        changes: z.array(
          z.object({
            at: instant,
            fromDue: day,
            toDue: day,
            fromState: z.enum(ACTION_ITEM_STATES),
            toState: z.enum(ACTION_ITEM_STATES),
            reason: z.string().nullable(),
          }),
        ),
      }),
    ),
    versions: z
      .array(z.object({ number: count, publishedAt: instant, note: z.string().nullable() }))
      .meta({ description: 'Published versions, newest first' }),
  })
  .meta({ id: 'Postmortem' });

export const postmortemListSchema = z
  .object({
    postmortems: z.array(
      z.object({
        id,
        url: z.string(),
        title: z.string(),
        cause: z.string().meta({ description: 'The beginning of the section, as plain text' }),
        incidents: z.array(incident),
        publishedAt: instant,
        readingMinutes: count,
        figures: z.object({ match: count, explained: count }),
        actionItems: z.object({ overdue: count, inProgress: count, planned: count, done: count }),
      }),
    ),
    promised: z
      .array(z.object({ incident: id, title: z.string(), promisedOn: day, isOverdue: z.boolean() }))
      .meta({ description: 'Post-mortems that were promised and are not published yet' }),
  })
  .meta({ id: 'PostmortemList' });

export const improvementListSchema = z
  .object({
    improvements: z.array(
      item.extend({
        reason: z.string().nullable().meta({ description: 'Why its day was changed last' }),
        postmortem: z.object({ id, url: z.string(), title: z.string() }),
        components: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'ImprovementList' });

export const improvementQuerySchema = z.strictObject({ component: textLine(SLUG_LENGTH_MAX).optional() });

const author = z.object({ kind: z.string(), name: z.string() });
const act = z.object({ by: author, at: instant }).nullable();
const reply = { id: count, html: z.string(), author, createdAt: instant };
const finding = z.object({
  start: count.meta({ description: 'Offset in UTF-16 units, within the section or the entry' }),
  end: count,
  text: z.string(),
  kind: z.enum(CLAIM_KINDS),
  claimed: z.string(),
  recorded: z.string().nullable(),
  verdict,
  suggestion: z.string().nullable(),
});
const sectionText = z.object({ public: z.string(), internal: z.string() });

const place = {
  section: z.enum(SECTIONS),
  entry: count.nullable().meta({ description: 'Index in the timeline; null for a section' }),
};
const checked = {
  findings: z.array(
    finding.extend({
      ...place,
      fact: z.string().nullable(),
      source: z.enum([...FACT_SOURCES, 'text']).nullable(),
      reason: z.string().nullable().meta({ description: 'Why the figure differs, if that is explained' }),
    }),
  ),
  advice: z.array(z.object({ ...place, code: z.enum(ADVICE_CODES), start: count, end: count, text: z.string() })),
  blockers: z
    .array(z.object({ code: z.string(), section: z.enum(SECTIONS).nullable(), count }))
    .meta({ description: 'What prevents publishing' }),
};

/** A saved version with its check. */
export const savedPostmortemSchema = z
  .object({ postmortem: id, version: count, state: z.enum(POSTMORTEM_STATES), ...checked })
  .meta({ id: 'SavedPostmortem' });

/** The working version, for staff and their programs. */
export const workingPostmortemSchema = z
  .object({
    id,
    state: z.enum(POSTMORTEM_STATES),
    title: z.string(),
    version: count,
    savedAt: instant,
    author,
    approver: author.nullable(),
    reviewRequestedAt: instant.nullable(),
    approved: act,
    publishedAt: instant.nullable(),
    publishedVersion: count.nullable(),
    promisedOn: day.nullable(),
    incidents: z.array(id),
    sections: z.object(
      Object.fromEntries(TEXT_SECTIONS.map((name) => [name, sectionText])) as Record<TextSection, typeof sectionText>, // every section
    ),
    timeline: z.array(z.object({ at: instant, text: z.string(), isKey: z.boolean() })),
    explanations: z.array(
      z.object({
        section: z.enum(SECTIONS),
        claimed: z.string(),
        fact: z.string().nullable(),
        reason: z.string(),
      }),
    ),
    ...checked,
    comments: z.array(
      z.object({
        ...reply,
        section: z.enum(SECTIONS).nullable(),
        quote: z.string().nullable(),
        resolved: act,
        replies: z.array(z.object(reply)),
      }),
    ),
    images: z
      .array(z.object({ image: z.string(), alt: z.string(), markdown: z.string(), isPublic: z.boolean() }))
      .meta({ description: 'Images that were added; `markdown` shows one in a text' }),
    actionItems: z.array(item.omit({ isOverdue: true })),
    versions: z.array(
      z.object({
        number: count,
        savedAt: instant,
        author,
        publishedAt: instant.nullable(),
        note: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'PostmortemDraft' });

/** The answer of the check, for texts that are written elsewhere. */
export const findingsSchema = z.strictObject({ findings: z.array(finding) }).meta({ id: 'Findings' });
