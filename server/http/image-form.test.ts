import { expect, test } from 'vitest';
import { imageOfForm } from './image-form.ts';

/** Returns a form as a browser sends it. */
async function sent(fields: Record<string, string | Blob>): Promise<[Uint8Array<ArrayBuffer>, string]> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const response = new Response(form);
  return [new Uint8Array(await response.arrayBuffer()), response.headers.get('content-type') ?? ''];
}

test('the image and its description are read', async () => {
  const image = new Blob([Uint8Array.of(1, 2, 3)], { type: 'image/png' });
  expect(await imageOfForm(...(await sent({ image, alt: 'A chart' })))).toEqual({
    alt: 'A chart',
    content: Uint8Array.of(1, 2, 3),
  });
});

test.each([
  ['without a file', async () => sent({ image: 'x', alt: 'A' })],
  ['without a description', async () => sent({ image: new Blob(['x']) })],
  [
    'that is no form',
    async () => [Uint8Array.of(1), 'multipart/form-data; boundary=x'] as [Uint8Array<ArrayBuffer>, string],
  ],
])('a form %s is refused', async (_, form) => {
  await expect(imageOfForm(...(await form()))).rejects.toMatchObject({ code: 'malformed_body' });
});
