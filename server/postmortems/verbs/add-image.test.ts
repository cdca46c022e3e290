import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { readPublicImage, readStaffImage } from '#server/postmortems/reads/postmortem-image';
import { publicPostmortem } from '#server/postmortems/reads/public-postmortem';
import { postmortemV1 } from '#server/site/formats/api-v1/postmortems';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { aPostmortem, plantMarchIncident } from '#server/test/postmortems';
import { addImage } from './add-image.ts';
import { approvePostmortem } from './approve-postmortem.ts';
import { publishPostmortem } from './publish-postmortem.ts';
import { requestReview } from './request-review.ts';
import { savePostmortem } from './save-postmortem.ts';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const ed = () => as(world.ctx, ED);
const ORIGIN = 'https://status.example';
let incident = '';
let postmortem = '';
let version = 0;
let red = Buffer.alloc(0);

const filled = (background: string) =>
  sharp({ create: { width: 40, height: 20, channels: 3, background } })
    .png()
    .toBuffer();
const nameOf = (address: string) => address.slice('/images/'.length);

beforeAll(async () => {
  red = await filled('#ff0000');
  incident = await plantMarchIncident(world);
  ({ postmortem, version } = await aPostmortem(world, incident));
});
beforeEach(() => world.ctx.prisma.postmortemImage.deleteMany());

describe('adding an image', () => {
  test('stores it with its description for staff, once', async () => {
    const added = await addImage(ed(), { postmortem, alt: 'Load [left] \\ right', content: red });
    expect(added.image).toMatch(/^\/images\/[0-9a-f]{32}-40x20\.png$/);
    expect(added.markdown).toBe(`![Load \\[left\\] \\\\ right](${added.image})`);
    expect(await addImage(ed(), { postmortem, alt: 'Load [left] \\ right', content: red })).toEqual(added);
    const rows = await world.ctx.prisma.postmortemImage.findMany({ omit: { content: true } });
    expect(rows).toMatchObject([
      { name: nameOf(added.image), alt: 'Load [left] \\ right', authorId: 'ed', publishedAt: null },
    ]);
    const entries = await world.ctx.prisma.auditRow.findMany({ where: { action: 'postmortem:add-image' } });
    expect(entries.map(({ after }) => after)).toEqual([{ image: nameOf(added.image), alt: 'Load [left] \\ right' }]);
    const shown = await readStaffImage(as(world.ctx, VERA), { id: postmortem, name: nameOf(added.image) });
    expect([shown.mediaType, (await sharp(shown.content).metadata()).width]).toEqual(['image/png', 40]);
  });

  test('is refused for roles that cannot write, without a description, and for other files', async () => {
    const content = red;
    for (const who of [VERA, CORY])
      await expect(addImage(as(world.ctx, who), { postmortem, alt: 'A', content })).rejects.toMatchObject({
        code: 'forbidden',
      });
    await expect(addImage(ed(), { postmortem, alt: ' ', content })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('describe what the image shows'),
    });
    await expect(addImage(ed(), { postmortem, alt: 'A', content: Buffer.from('no image') })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'image: must be PNG, JPEG, WebP or SVG.',
    });
    await expect(addImage(ed(), { postmortem: 'none00000001', alt: 'A', content })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await world.ctx.prisma.postmortemImage.count()).toBe(0);
  });

  test('is refused beyond 50 images', async () => {
    const { image } = await addImage(ed(), { postmortem, alt: 'A', content: red });
    const { postmortemId, ...row } = await world.ctx.prisma.postmortemImage.findFirstOrThrow();
    const more = Array.from({ length: 49 }, (_, i) => ({
      ...row,
      postmortemId,
      name: nameOf(image).replace(/^../, String(i + 10)),
    }));
    await world.ctx.prisma.postmortemImage.createMany({ data: more });
    await expect(addImage(ed(), { postmortem, alt: 'A', content: await filled('#00ff00') })).rejects.toMatchObject({
      code: 'conflict',
      message: 'A post-mortem has at most 50 images.',
    });
  });
});

test('readers see an image once a published text shows it, and programs get its absolute address', async () => {
  const [shown, hidden] = [
    await addImage(ed(), { postmortem, alt: 'Instances that were down', content: red }),
    await addImage(ed(), { postmortem, alt: 'Not used', content: await filled('#0000ff') }),
  ];
  const missing = `/images/${'0f'.repeat(16)}-1x1.png`;
  const cause = (markdown: string) => ({ cause: { public: `A switch failed.\n\n${markdown}` } });
  const save = async (markdown: string) => {
    ({ version } = await savePostmortem(ed(), { postmortem, version, sections: cause(markdown) }));
    await approvePostmortem(as(world.ctx, ADA), { postmortem, version });
  };
  await requestReview(ed(), { postmortem, version });
  await save(`![Gone](${missing})`);
  await expect(publishPostmortem(ed(), { postmortem, version })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(nameOf(missing)),
  });
  await save(`![](${shown.image})`);
  await expect(publishPostmortem(ed(), { postmortem, version })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('sections.cause.public: must describe every image'),
  });
  await expect(readPublicImage(world.ctx, nameOf(shown.image))).rejects.toMatchObject({ code: 'not_found' });
  await save(shown.markdown);
  await publishPostmortem(ed(), { postmortem, version });
  expect((await readPublicImage(world.ctx, nameOf(shown.image))).mediaType).toBe('image/png');
  for (const name of [nameOf(hidden.image), nameOf(missing), 'x.png'])
    await expect(readPublicImage(world.ctx, name)).rejects.toMatchObject({ code: 'not_found' });
  const answer = postmortemV1(await publicPostmortem(world.ctx, postmortem), ORIGIN, world.clock.now());
  const { html } = answer.sections.find(({ key }) => key === 'cause') ?? { html: '' };
  expect(html).toContain(`<img src="${ORIGIN}${shown.image}" alt="Instances that were down" width="40" height="20"`);
  expect(answer.markdown).toContain(`![Instances that were down](${ORIGIN}${shown.image})`);
  expect((await publicIncident(world.ctx, incident)).postmortemText?.markdown).toContain(`](${shown.image})`);
});

test('an approver may add an image too', async () => {
  expect(await addImage(as(world.ctx, ADA), { postmortem, alt: 'A', content: red })).toHaveProperty('markdown');
});
