import { DataTable } from '#components/ui/data-table';
import type { Policy } from '#domain/measurement/policy';
import { enFigures } from '#messages/en/figures';
import { formatThresholds } from './format-policy.ts';

const TEXT = enFigures.rules;
const COLUMNS = [{ label: TEXT.thresholdHead.rule }, { label: TEXT.thresholdHead.value, isEnd: true }];

/** Shows the thresholds of a policy as a table. */
export function PolicyThresholds({ policy }: { policy: Policy }) {
  return (
    <DataTable
      caption={TEXT.thresholds}
      columns={COLUMNS}
      rows={formatThresholds(policy).map(({ name, value }) => ({ key: name, cells: [name, value] }))}
    />
  );
}
