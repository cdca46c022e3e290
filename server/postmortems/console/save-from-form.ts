import { checkContent } from '#domain/postmortem/check-content';
import type { SectionFinding } from '#domain/postmortem/content-parts';
import {
  editedText,
  findingKeys,
  type SavedText,
  type SentText,
  withReason,
  withSuggestion,
} from '#domain/postmortem/edited-text';
import { EXPLANATION_LENGTH_MAX, EXPLANATION_LENGTH_MIN } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import { readWorking } from '#server/postmortems/reads/read-working';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { findPostmortem, workingVersion } from '#server/postmortems/working/find-postmortem';
import { completed, type Fields, fieldOf, textFromForm } from './text-from-form.ts';

const TEXT = consolePostmortemsEn.figures;
const USE = 'use:';
const REASON = 'reason:';

/**
 * Saves what the form of the editor holds. Its button may ask for the correction of a figure, and it may hold reasons of figures that differ. Errors: those of
 * savePostmortem; conflict if the figure is no longer in the text.
 */
export async function saveFromForm(ctx: ActingContext, fields: Fields): Promise<SavedText> {
  const postmortem = fieldOf(fields, 'postmortem');
  const whole = completed(textFromForm(fields));
  const { text, explanations } = await withFigures(ctx, fields, whole);
  const { title, sections, timeline } = text;
  const { version } = await savePostmortem(ctx, {
    ...{ postmortem, title, sections, version: Number(fieldOf(fields, 'version')) },
    timeline: timeline.map((entry) => ({ ...entry, at: isoOf(entry.at) })),
    ...(explanations && { explanations: [...explanations] }),
  });
  const stored = await workingVersion(ctx.prisma, await findPostmortem(ctx.prisma, postmortem));
  return { version, text: editedText(stored) };
}

function isoOf(at: number): string {
  return Number.isSafeInteger(at) ? new Date(at).toISOString() : '';
}

type Figures = { text: SentText; explanations: SentText['explanations'] };

/** Applies what the form says about figures. Explanations are null if none changes. */
async function withFigures(ctx: ActingContext, fields: Fields, text: SentText): Promise<Figures> {
  const intent = fieldOf(fields, 'intent');
  const reasons = Object.entries(fields).filter(([name]) => name.startsWith(REASON));
  if (!intent.startsWith(USE) && reasons.length === 0) return { text, explanations: text.explanations };
  const { content, of } = await readWorking(ctx, fieldOf(fields, 'postmortem'));
  if (!of) throw new AppError('conflict', TEXT.noRecord);
  const findings = checkContent({ ...text, explanations: content.explanations }, of.record);
  const byKey = new Map(findingKeys(findings).map((key, i) => [key, findings[i] as SectionFinding])); // one key each
  let { explanations } = content;
  for (const [name, value] of reasons) {
    const finding = byKey.get(name.slice(REASON.length));
    const reason = finding ? reasonOf(String(value), finding) : null;
    if (finding && reason !== finding.reason) explanations = withReason(explanations, finding, reason);
  }
  if (!intent.startsWith(USE)) return { text, explanations };
  const finding = byKey.get(intent.slice(USE.length));
  if (!finding || finding.suggestion === null) throw new AppError('conflict', TEXT.gone);
  return { text: withSuggestion(text, finding), explanations };
}

/** Returns a reason for readers; null without one. Errors: invalid_input if it is too short or too long. */
function reasonOf(value: string, { text }: SectionFinding): string | null {
  const reason = value.trim().replaceAll('\r\n', '\n');
  if (reason === '') return null;
  if (reason.length < EXPLANATION_LENGTH_MIN || reason.length > EXPLANATION_LENGTH_MAX)
    throw new AppError('invalid_input', TEXT.reasonLength(text, EXPLANATION_LENGTH_MIN, EXPLANATION_LENGTH_MAX));
  return reason;
}
