import { test } from '@playwright/test';

const FIRST = 20_000;
const PORTS_EACH = 1_000;

/** Returns two ports that no other worker uses, below those that the system gives to connections. A port that was free a moment ago may be taken. */
export function ownPorts(): [number, number] {
  const first = FIRST + test.info().parallelIndex * PORTS_EACH + 2 * Math.floor((Math.random() * PORTS_EACH) / 2);
  return [first, first + 1];
}
