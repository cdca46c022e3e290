import { describe, expect, test } from 'vitest';
import { type ActionItem, countActionItems, daysOverdue, isOverdue } from './action-item.ts';

type Due = Pick<ActionItem, 'dueOn' | 'state' | 'doneOn'>;
const item = (change: Partial<Due> = {}): Due => ({ dueOn: '2026-11-20', state: 'planned', doneOn: null, ...change });

describe('an action item', () => {
  test('is overdue from the day after the one that was promised, until it is done', () => {
    expect(isOverdue(item(), '2026-11-20')).toBe(false);
    expect(isOverdue(item(), '2026-11-21')).toBe(true);
    expect(isOverdue(item({ state: 'in_progress' }), '2026-11-27')).toBe(true);
    expect(isOverdue(item({ state: 'done', doneOn: '2026-11-25' }), '2026-11-27')).toBe(false);
  });

  test('counts the days by which it is late, or was done late', () => {
    expect(daysOverdue(item(), '2026-11-27')).toBe(7);
    expect(daysOverdue(item(), '2026-11-01')).toBe(0);
    expect(daysOverdue(item({ state: 'done', doneOn: '2026-11-21' }), '2026-12-31')).toBe(1);
    expect(daysOverdue(item({ state: 'done', doneOn: '2026-11-19' }), '2026-12-31')).toBe(0);
  });
});

test('items are counted by what readers see: an overdue one is neither planned nor in progress', () => {
  const items = [
    item(),
    item({ state: 'in_progress' }),
    item({ dueOn: '2026-12-04' }),
    item({ dueOn: '2026-12-04', state: 'in_progress' }),
    item({ state: 'done', doneOn: '2026-11-25' }),
  ];
  expect(countActionItems(items, '2026-11-27')).toEqual({ overdue: 2, inProgress: 1, planned: 1, done: 1 });
});
