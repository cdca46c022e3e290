import { beforeAll, describe, expect, test } from 'vitest';
import { commentPostmortem } from '#server/postmortems/verbs/comment-postmortem';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, ED, plantPerson, VERA } from '#server/test/people';
import { aPostmortem, plantMarchIncident, SECTION_TEXTS } from '#server/test/postmortems';
import { approverChoices } from './approver-choices.ts';
import { postmortemOfIncident } from './postmortem-of-incident.ts';
import { previewPostmortem } from './preview-postmortem.ts';

const world = testWorld();
const [ed, vera] = [() => as(world.ctx, ED), () => as(world.ctx, VERA)];
const one = { incident: '', postmortem: '', version: 0 };

beforeAll(async () => {
  one.incident = await plantMarchIncident(world);
  Object.assign(one, await aPostmortem(world, one.incident));
});

describe('who may approve', () => {
  test('are active editors and admins other than the author, by name', async () => {
    const { id: admin } = await plantPerson(world.ctx, 'Ada Admin', 'admin');
    const { id: gone } = await plantPerson(world.ctx, 'Gus Gone', 'editor');
    await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
    const { id: editor } = await plantPerson(world.ctx, 'Edith Editor', 'editor');
    await world.ctx.prisma.staff.update({ where: { id: gone }, data: { deactivatedAt: new Date(0) } });
    expect(await approverChoices(ed(), one.postmortem)).toEqual([
      { id: admin, name: 'Ada Admin' },
      { id: editor, name: 'Edith Editor' },
    ]);
    const by = as(world.ctx, { kind: 'staff', id: editor, name: 'Edith Editor', role: 'editor' });
    ({ version: one.version } = await savePostmortem(by, {
      ...{ postmortem: one.postmortem, version: one.version },
      title: 'Serving down after a failure of the network',
    }));
    expect((await approverChoices(ed(), one.postmortem)).map(({ name }) => name)).toEqual(['Ada Admin']);
  });

  test('is for editors', async () => {
    await expect(approverChoices(vera(), one.postmortem)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('an incident leads to its post-mortem, if it has one', async () => {
  const { incident: other } = await anIncident(world);
  expect(await postmortemOfIncident(vera(), one.incident)).toEqual({ publicId: one.postmortem, state: 'draft' });
  expect(await postmortemOfIncident(vera(), other)).toBeNull();
});

describe('the preview', () => {
  test('shows what readers would see, without internal texts and comments', async () => {
    await commentPostmortem(as(world.ctx, ADA), { postmortem: one.postmortem, body: 'Why this?' });
    const preview = await previewPostmortem(vera(), one.postmortem);
    const shown = JSON.stringify(preview);
    expect(preview?.postmortem).toMatchObject({
      title: 'Serving down after a failure of the network',
      incidents: [{ publicId: one.incident }],
      actionItems: [{ action: 'Limit how many instances reload', changes: [] }],
    });
    expect(shown).toContain('Readers see the cause text.');
    for (const own of ['Staff keep', 'Why this?']) expect(shown).not.toContain(own);
  });

  test('leaves out figures that differ, and counts them', async () => {
    await savePostmortem(ed(), {
      ...{ postmortem: one.postmortem, version: one.version },
      sections: { ...SECTION_TEXTS, impact: { public: 'Serving was down from 14:20 to 14:30 UTC.' } },
    });
    const preview = await previewPostmortem(ed(), one.postmortem);
    expect(preview?.differing).toBe(1);
    expect(preview?.postmortem.frozen.check.figures.map(({ text }) => text)).toEqual(['14:30 UTC']);
  });

  test('does not exist without the post-mortem', async () => {
    await expect(previewPostmortem(ed(), 'none00000001')).rejects.toMatchObject({ code: 'not_found' });
  });
});
