import { expect, test } from 'vitest';
import { type AutomaticNews, reportedNews } from './automatic-news.ts';

const joined = (id: number): AutomaticNews => ({ kind: 'joined', componentIds: [id] });
const raised = (id: number): AutomaticNews => ({ kind: 'raised', componentIds: [id] });
const back = (id: number): AutomaticNews => ({ kind: 'back', componentIds: [id] });
const recovered: AutomaticNews = { kind: 'monitoring', componentIds: [1], since: 7 };

test.each<[string, AutomaticNews[], AutomaticNews[]]>([
  [
    'a failure that spreads names each component once',
    [joined(2), joined(3), joined(2)],
    [{ kind: 'joined', componentIds: [2, 3] }],
  ],
  ['what has only just failed need not be said to be worse', [joined(2), raised(2)], [joined(2)]],
  ['what failed before does', [joined(2), raised(1)], [joined(2), raised(1)]],
  ['a recovery is the state as it then is', [joined(2), recovered], [recovered]],
  ['a failure after a recovery takes it back', [recovered, back(1)], [back(1)]],
  ['nothing', [], []],
])('of a burst readers are told the state as it then is: %s', (_, news, expected) => {
  expect(reportedNews(news)).toEqual(expected);
});
