import type { ReactNode } from 'react';

/**
 * `isEnd`: a column of numbers. `isWhole`: no line breaks where the card has its full width. `isLead`: on phones, in the first line of its row. `isWide`: on
 * phones, in a line of its own. `width`: a class; tables whose columns have the same widths are aligned with each other.
 */
type Column = {
  label: string;
  isEnd?: boolean;
  isWhole?: boolean;
  isLead?: boolean;
  isWide?: boolean;
  width?: string;
};
/** `isClosing`: a stronger line separates this row from the next, as below a sum. */
type DataRow = { key: string; cells: readonly ReactNode[]; isClosing?: boolean };

type Props = {
  caption: string;
  columns: readonly Column[];
  rows: readonly DataRow[];
  /** Rows of a narrow table stay rows on phones; those of a wide one become blocks of two lines. */
  onPhone?: 'rows' | 'blocks';
};

/** Shows a table. The first cell of each row is its header. */
export function DataTable({ caption, columns, rows, onPhone = 'rows' }: Props) {
  const isFixed = columns.some(({ width }) => width !== undefined);
  return (
    <table className={`data-table ${onPhone === 'blocks' ? 'blocks' : ''} ${isFixed ? 'min-[54rem]:table-fixed' : ''}`}>
      <caption className="sr-only">{caption}</caption>
      {isFixed && (
        <colgroup className="max-sm:hidden">
          {columns.map(({ label, width }) => (
            <col key={label} className={width} />
          ))}
        </colgroup>
      )}
      <thead>
        <tr>
          {columns.map(({ label, isEnd }) => (
            <th key={label} scope="col" className={isEnd ? 'end' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells, isClosing }) => (
          <tr key={key} className={isClosing ? 'closes' : undefined}>
            {cells.map((cell, i) => (
              <Cell key={columns[i]?.label} column={columns[i]} isHead={i === 0}>
                {cell}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ column, isHead, children }: { column: Column | undefined; isHead: boolean; children: ReactNode }) {
  const classes = [
    column?.isEnd && 'end',
    column?.isWhole && 'whole',
    column?.isLead && 'lead',
    column?.isWide && 'wide',
  ].filter(Boolean);
  const className = classes.length > 0 ? classes.join(' ') : undefined;
  if (isHead)
    return (
      <th scope="row" className={className}>
        {children}
      </th>
    );
  return (
    <td className={className} data-label={column?.isWide ? undefined : column?.label}>
      {children}
    </td>
  );
}
