import { consoleEn } from '#messages/en/console';

const texts = consoleEn.audit;

/** Formats an actor. People and tokens appear under their current name, if they have one. */
export function formatActor({ kind, id, name }: { kind: string; id: string; name: string | null }): string {
  if (kind === 'token') return name === null ? texts.token(id) : texts.tokenNamed(id, name);
  return kind === 'system' ? texts.system(id) : (name ?? texts.gone(id));
}
