import { editedText, type SentText } from '#domain/postmortem/edited-text';
import { type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';
import { clockUtc, dayUtc } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import { AppError } from '#server/errors';
import { type Fields, textFromForm } from './text-from-form.ts';

const TEXT = consolePostmortemsEn;

type Failure = {
  kind: 'error';
  message: string;
  unsaved: SentText;
  conflict?: { theirs: string; yours: string; version: number };
};

/**
 * Returns what the editor shows if saving was refused: the message, and the text that was sent, which pages without scripts show again. On a conflict, also the
 * parts that differ, of both people. Throws any other error.
 */
export function saveFailure(error: unknown, fields: Fields): Failure {
  if (!(error instanceof AppError) || error.code === 'forbidden') throw error;
  const unsaved = textFromForm(fields);
  const failure: Failure = { kind: 'error', message: error.message, unsaved };
  if (!('theirs' in error.more)) return failure;
  const { version, title, ...content } = error.more.theirs as PostmortemContent & { version: number; title: string }; // as savePostmortem throws it
  const differing = differingParts(unsaved, editedText({ title, content }));
  return {
    ...failure,
    message: TEXT.conflict,
    conflict: { theirs: written(differing, 'theirs'), yours: written(differing, 'yours'), version },
  };
}

type Part = { heading: string; yours: string; theirs: string };

function differingParts(yours: SentText, theirs: SentText): Part[] {
  const parts: Part[] = [
    { heading: TEXT.editor.title, yours: yours.title, theirs: theirs.title },
    ...TEXT_SECTIONS.flatMap((name) => {
      const heading = enPostmortems.section[name];
      const [own, other] = [yours.sections[name], theirs.sections[name]];
      return [
        { heading, yours: own.public, theirs: other.public },
        { heading: TEXT.editor.internalOf(heading), yours: own.internal, theirs: other.internal },
      ];
    }),
    { heading: enPostmortems.section.timeline, yours: timelineText(yours), theirs: timelineText(theirs) },
  ];
  return parts.filter((part) => part.yours.trim() !== part.theirs.trim());
}

function timelineText({ timeline }: SentText): string {
  return timeline.map(({ at, text }) => `${dayUtc(at)}, ${clockUtc(at)} UTC: ${text}`).join('\n');
}

function written(parts: readonly Part[], side: 'yours' | 'theirs'): string {
  return parts.map((part) => `${part.heading}\n${part[side]}`).join('\n\n');
}
