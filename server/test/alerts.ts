import { addDestination } from '#server/alerting/verbs/add-destination';
import type { TestWorld } from './database.ts';
import { type Mail, mailsIn } from './mailbox.ts';
import { ADA, as } from './people.ts';

export function aMailDestination({ ctx }: TestWorld, address = 'duty@status.example'): Promise<{ id: number }> {
  return addDestination(as(ctx, ADA), { kind: 'mail', name: 'Duty', address });
}

/** Returns the summaries of the alerts sent by mail, sorted. */
export async function subjectsTo({ mailFolder }: TestWorld, address = 'duty@status.example'): Promise<string[]> {
  return (await mailsTo(mailFolder, address)).map(({ subject }) => subject.replace('[Service status] ', '')).sort();
}

export async function mailsTo(folder: string, address: string): Promise<Mail[]> {
  return (await mailsIn(folder)).filter(({ to }) => to === address);
}
