import type { SectionFinding } from '#domain/postmortem/content-parts';
import { publishedFigures } from '#domain/postmortem/published-figures';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import { countWords, readingMinutes } from '#domain/postmortem/reading-time';
import { resolveReferences } from '#domain/postmortem/references';
import { type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';
import { wholeMarkdown } from '#domain/postmortem/whole-markdown';
import type { Instant } from '#domain/time/interval';
import { enPostmortems } from '#messages/en/postmortems';
import type { ActingContext } from '#server/actor';
import { renderText } from '#server/markdown/render-text';
import type { IncidentRecord } from '#server/postmortems/reads/postmortem-record';

type Checked = {
  content: PostmortemContent;
  of: IncidentRecord;
  findings: readonly SectionFinding[];
  checkedAt: Instant;
};

/** Returns what readers see of a version: its public texts with live references filled in, and its figures as they are now. Errors: invalid_input, overloaded. */
export async function freezeVersion(
  ctx: Pick<ActingContext, 'texts'>,
  { content, of, findings, checkedAt }: Checked,
): Promise<FrozenVersion> {
  const { record, boxes, chart, policies } = of;
  const written = TEXT_SECTIONS.flatMap((key) => {
    const text = content.sections[key].public.trim();
    return text === '' ? [] : [{ key, markdown: resolveReferences(text, record).text }];
  });
  const entries = content.timeline.map((entry) => ({ ...entry, text: resolveReferences(entry.text, record).text }));
  const sections: FrozenVersion['sections'][number][] = [];
  for (const { key, markdown } of written)
    sections.push({ key, ...(await renderText(ctx, markdown, `sections.${key}.public`, { hasImages: true })) });
  const timeline: FrozenVersion['timeline'][number][] = [];
  for (const [i, { at, isKey, text }] of entries.entries())
    timeline.push({ at, isKey, ...(await renderText(ctx, text, `timeline.${i}.text`)) });
  const words = [...sections, ...timeline].reduce((sum, { text }) => sum + countWords(text), 0);
  return {
    ...{ sections, timeline, boxes, chart, policies },
    markdown: wholeMarkdown({
      sections: Object.fromEntries(written.map(({ key, markdown }) => [key, markdown])),
      timeline: entries,
      headings: enPostmortems.section,
    }),
    readingMinutes: readingMinutes(words),
    check: { checkedAt, figures: publishedFigures(content, record, findings) },
    facts: record.facts,
    evaluatedUntil: record.evaluatedUntil,
  };
}
