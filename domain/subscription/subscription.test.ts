import { describe, expect, test } from 'vitest';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { maskAddress } from './mask-address.ts';
import { choiceOfKinds, impactOfLevel, kindsOfChoice, levelOfImpact, MINIMUM_IMPACTS } from './subscription.ts';

test('each minimum impact has a level, and each level its impact', () => {
  expect(MINIMUM_IMPACTS.map(levelOfImpact)).toEqual([1, 2, 3]);
  expect(MINIMUM_IMPACTS.map(levelOfImpact).map(impactOfLevel)).toEqual(MINIMUM_IMPACTS);
  expect(impactOfLevel(9)).toBe('minor');
});

test('maps form choices to kinds of events and back', () => {
  expect(kindsOfChoice('all', [])).toEqual(EVENT_KINDS);
  expect(kindsOfChoice('ends', ['updated'])).toEqual(['opened', 'reopened', 'resolved']);
  expect(kindsOfChoice('some', ['updated'])).toEqual(['updated']);
  expect(choiceOfKinds([...EVENT_KINDS].reverse())).toBe('all');
  expect(choiceOfKinds(['resolved', 'opened', 'reopened'])).toBe('ends');
  expect(choiceOfKinds(['resolved', 'opened'])).toBe('some');
});

describe('a masked address', () => {
  test.each([
    ['noc@northgate.example', 'n•••@northgate.example'],
    ['a@b.example', 'a•••@b.example'],
    ['https://hooks.northgate.example/secret?key=1', 'hooks.northgate.example/•••'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080/•••'],
    ['', '•••@'],
  ])('%s is shown as %s', (address, masked) => expect(maskAddress(address)).toBe(masked));
});
