import { expect, test } from 'vitest';
import { type MonitoringReport, mergeReports } from './monitoring-report.ts';

const joined = (id: number): MonitoringReport => ({ kind: 'joined', componentIds: [id] });
const raised = (id: number): MonitoringReport => ({ kind: 'raised', componentIds: [id] });
const back = (id: number): MonitoringReport => ({ kind: 'recurred', componentIds: [id] });
const recovered: MonitoringReport = { kind: 'monitoring', componentIds: [1], since: 7 };

test.each<[string, MonitoringReport[], MonitoringReport[]]>([
  [
    'a spreading failure names each component once',
    [joined(2), joined(3), joined(2)],
    [{ kind: 'joined', componentIds: [2, 3] }],
  ],
  ['a component that has just failed is not also reported as worse', [joined(2), raised(2)], [joined(2)]],
  ['a component that failed before is reported as worse', [joined(2), raised(1)], [joined(2), raised(1)]],
  ['a recovery replaces earlier failures', [joined(2), recovered], [recovered]],
  ['a failure replaces an earlier recovery', [recovered, back(1)], [back(1)]],
  ['nothing', [], []],
])('a burst reports the current situation: %s', (_, reports, expected) => {
  expect(mergeReports(reports)).toEqual(expected);
});
