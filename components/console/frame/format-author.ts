import { consoleIncidentsEn } from '#messages/en/console-incidents';
import type { Author } from '#server/incidents/reads/author-names';

const TEXT = consoleIncidentsEn.page;

/** Names an author: a person, a token, or Candor. */
export function formatAuthor({ kind, name }: Author): string {
  if (kind === 'system') return TEXT.monitoring;
  return kind === 'token' ? TEXT.program(name) : name;
}
