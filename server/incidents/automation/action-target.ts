import type { AutomationAction } from '#domain/automation/automation-action';
import type { WritingContext } from '#server/actor';
import { type AuditAction, appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { LoadedFacts } from './load-facts.ts';

/** Where an action is applied. */
export type Target = { tx: IncidentTransaction; ctx: WritingContext & Pick<Context, 'worker'>; loaded: LoadedFacts };
export type Action<K extends AutomationAction['do']> = Extract<AutomationAction, { do: K }>;

/** Returns the name of a component. */
export async function nameOf({ tx }: Target, id: number): Promise<string> {
  return (await tx.component.findUniqueOrThrow({ where: { id }, select: { name: true } })).name;
}

/** Appends the audit entry of an action. */
export async function audit(
  { tx, ctx }: Target,
  action: AuditAction,
  incident: { publicId: string },
  after: object,
  before: object | null = null,
): Promise<void> {
  await appendAudit(tx, ctx, { action, object: { kind: 'incident', id: incident.publicId }, before, after });
}
