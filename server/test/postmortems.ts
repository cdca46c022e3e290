import { TEXT_SECTIONS } from '#domain/postmortem/sections';
import type { Instant } from '#domain/time/interval';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { addActionItem } from '#server/postmortems/verbs/add-action-item';
import { approvePostmortem } from '#server/postmortems/verbs/approve-postmortem';
import { changeActionItem } from '#server/postmortems/verbs/change-action-item';
import { createPostmortem } from '#server/postmortems/verbs/create-postmortem';
import { publishPostmortem } from '#server/postmortems/verbs/publish-postmortem';
import { requestReview } from '#server/postmortems/verbs/request-review';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import type { TestWorld } from './database.ts';
import { anIncident } from './incidents.ts';
import { ADA, as, CORY, ED } from './people.ts';
import { plantRecord } from './records.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}Z`);
const DOWN = [
  { from: at('13:20:00'), to: at('14:30:00'), level: 3, confirmedAt: at('13:20:30') },
  { from: at('15:06:00'), to: at('15:14:00'), level: 2, confirmedAt: at('15:06:30') },
];
/** When the record of the planted incident ends, if nothing else is given: the year is complete. */
const AFTER = Date.UTC(2023, 0, 2);

/**
 * Plants the record of 30 March 2022, in a year without another outage, and its public incident, posted by Cory and resolved. The clock ends at
 * `evaluatedUntil`. Returns the id of the incident.
 */
export async function plantMarchIncident(world: TestWorld, evaluatedUntil: Instant = AFTER): Promise<string> {
  const { ctx, clock } = world;
  await plantMarchRecord(world, evaluatedUntil);
  clock.set(at('13:20:31'));
  const affected = [{ component: 'serving', status: 'major_outage' as const }];
  const startedAt = new Date(at('13:20:00')).toISOString();
  const { incident } = await anIncident(world, {
    title: 'Serving down',
    body: 'Serving is down.',
    affected,
    startedAt,
  });
  clock.set(at('13:34:00'));
  await postUpdate(as(ctx, CORY), { incident, body: 'The cause is known.', state: 'identified' });
  clock.set(at('15:16:00'));
  await resolveIncident(as(ctx, CORY), { incident, body: 'All instances are in sync.' });
  const { id: incidentId } = await ctx.prisma.incident.findUniqueOrThrow({ where: { publicId: incident } });
  const { id: componentId } = await ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'serving' } });
  await ctx.prisma.episode.createMany({
    data: DOWN.map(({ from, to, level, confirmedAt }) => ({
      ...{ incidentId, componentId, level },
      fromAt: new Date(from),
      toAt: new Date(to),
      confirmedAt: new Date(confirmedAt),
    })),
  });
  clock.set(evaluatedUntil);
  return incident;
}

/** Plants the status of Serving and Analytics in 2022. `secondEnd`: when the second outage ended. */
export async function plantMarchRecord(
  { ctx }: TestWorld,
  evaluatedUntil: Instant = AFTER,
  secondEnd = at('15:14:00'),
): Promise<void> {
  const from = Date.UTC(2022, 0);
  await plantRecord(ctx, 'serving', {
    intervals: [
      [from, at('13:20:00'), 'operational'],
      [at('13:20:00'), at('14:30:00'), 'major_outage'],
      [at('14:30:00'), at('15:06:00'), 'operational'],
      [at('15:06:00'), secondEnd, 'partial_outage'],
      [secondEnd, null, 'operational'],
    ],
    evaluatedUntil,
  });
  await plantRecord(ctx, 'analytics', { intervals: [[from, null, 'operational']], evaluatedUntil });
}

/** A complete text without figures. Each public text has its section's name, so that tests find it in what is published. */
export const SECTION_TEXTS = Object.fromEntries(
  TEXT_SECTIONS.map((name) => [
    name,
    { public: `Readers see the ${name} text.`, internal: `Staff keep the ${name} note.` },
  ]),
);

/** Starts the post-mortem of an incident as Ed, with a complete text and an action item. Returns its id and version. */
export async function aPostmortem({ ctx }: TestWorld, incident: string, due = '2023-02-01') {
  const { postmortem, version } = await createPostmortem(as(ctx, ED), { incidents: [incident] });
  const saved = await savePostmortem(as(ctx, ED), {
    ...{ postmortem, version, title: 'Serving down after a network failure' },
    sections: SECTION_TEXTS,
    timeline: [{ at: '2022-03-30T13:20:00Z', text: 'The network fails.', isKey: true }],
  });
  const { item } = await addActionItem(as(ctx, ED), {
    ...{ postmortem, action: 'Limit how many instances reload', owner: 'Serving team', dueOn: due },
  });
  return { postmortem, version: saved.version, item };
}

/** Has the working version of a post-mortem reviewed and approved by Ada. */
export async function approved(
  { ctx }: TestWorld,
  { postmortem, version }: { postmortem: string; version: number },
): Promise<void> {
  await requestReview(as(ctx, ED), { postmortem, version });
  await approvePostmortem(as(ctx, ADA), { postmortem, version });
}

/** Has a complete post-mortem approved, and publishes it. */
export async function published(world: TestWorld, input: { postmortem: string; version: number }): Promise<void> {
  await approved(world, input);
  await publishPostmortem(as(world.ctx, ED), { postmortem: input.postmortem, version: input.version });
}

/** Publishes a post-mortem of a resolved incident, with one action item. Returns its id. */
export async function aPublishedPostmortem(world: TestWorld, incident: string): Promise<string> {
  const input = await aPostmortem(world, incident);
  await published(world, input);
  return input.postmortem;
}

/** Marks the action item of the post-mortem of an incident as done. */
export async function finishActionItem({ ctx }: TestWorld, incident: string): Promise<void> {
  const { publicId: item, postmortem } = await ctx.prisma.actionItem.findFirstOrThrow({
    where: { postmortem: { incidents: { some: { incident: { publicId: incident } } } } },
    select: { publicId: true, postmortem: { select: { publicId: true } } },
  });
  await changeActionItem(as(ctx, ED), { postmortem: postmortem.publicId, item, state: 'done' });
}
