import { expect, test } from 'vitest';
import { qrCode } from './qr-code.ts';

test('a QR code has its three finder patterns, and each dark module once within its size', () => {
  const { size, path } = qrCode('otpauth://totp/Candor:ada@status.example?secret=ABC');
  const squares = path.split('z').filter(Boolean);
  const places = squares.map((square) => {
    const [, x, y] = /^M(\d+) (\d+)h1v1h-1$/.exec(square) ?? [];
    return `${x} ${y}`;
  });
  expect((size - 17) % 4).toBe(0); // ISO/IEC 18004: 17 + 4 · version
  expect(new Set(places).size).toBe(places.length);
  const isDark = (x: number, y: number) => places.includes(`${x} ${y}`);
  for (const [left, top] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ] as const)
    for (let i = 0; i < 7; i++)
      expect([
        isDark(left + i, top),
        isDark(left, top + i),
        isDark(left + 3, top + 3),
        isDark(left + 1, top + 1),
      ]).toEqual([true, true, true, false]);
  expect([isDark(size - 1, size), isDark(size, 0), places.length < size * size]).toEqual([false, false, true]);
});
