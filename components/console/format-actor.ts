import { consoleEn } from '#messages/en/console';

const words = consoleEn.audit;

/** Who did something: people and tokens by the name that they have today, where they have one. */
export function formatActor({ kind, id, name }: { kind: string; id: string; name: string | null }): string {
  if (kind === 'token') return name === null ? words.token(id) : words.tokenNamed(id, name);
  return kind === 'system' ? words.system(id) : (name ?? words.gone(id));
}
