import { describe, expect, test } from 'vitest';
import { addressOfImage, imageAt, imagesIn, markdownOfImage, withAbsoluteImages, withStaffImages } from './images.ts';

const NAME = `${'0f'.repeat(16)}-1280x720.png`;
const ORIGIN = 'https://status.example';

describe('the address of an image', () => {
  test('has its size', () => {
    expect(imageAt(addressOfImage(NAME))).toEqual({ name: NAME, width: 1_280, height: 720 });
  });

  test.each([
    `https://evil.example/images/${NAME}`,
    `/images/../${NAME}`,
    `/images/${NAME}?x=1`,
    `/images/${'0F'.repeat(16)}-1x1.png`,
    `/images/${'0f'.repeat(16)}-0x1.png`,
    `/images/${'0f'.repeat(16)}-1x1.svg`,
    `/images/${NAME}\n`,
    '',
  ])('is not %s', (address) => expect(imageAt(address)).toBeNull());
});

test('the images of a text are named once each', () => {
  const image = `<img src="/images/${NAME}" alt="a">`;
  expect(imagesIn(`<p>${image}${image}</p>`)).toEqual([NAME]);
  expect(imagesIn(`<p>&lt;img src="/images/${NAME}"</p>`)).toEqual([]);
});

test('a description with brackets stays one', () => {
  expect(markdownOfImage(NAME, 'Load [left] \\ right')).toBe(`![Load \\[left\\] \\\\ right](/images/${NAME})`);
});

test('staff see images that are not published', () => {
  expect(withStaffImages(`<p><img src="/images/${NAME}" alt=""></p>`, 'k3f9a0c2m7xq')).toBe(
    `<p><img src="/api/v1/postmortems/k3f9a0c2m7xq/images/${NAME}" alt=""></p>`,
  );
});

test('addresses of images become absolute, and nothing else does', () => {
  const markdown = `![A chart](/images/${NAME}), /images/${NAME}, [link](/uptime)`;
  expect(withAbsoluteImages(markdown, ORIGIN)).toBe(
    `![A chart](${ORIGIN}/images/${NAME}), /images/${NAME}, [link](/uptime)`,
  );
  expect(withAbsoluteImages(`<img src="/images/${NAME}" alt="">`, ORIGIN)).toBe(
    `<img src="${ORIGIN}/images/${NAME}" alt="">`,
  );
});
