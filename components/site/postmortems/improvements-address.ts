/** Returns the address of the improvements of a component, or of all; with `isAll`, all done ones are shown. */
export function improvementsAddress({
  component,
  isAll = false,
}: {
  component: string | null;
  isAll?: boolean;
}): string {
  const query = new URLSearchParams({
    ...(component === null ? {} : { component }),
    ...(isAll ? { show: 'all' } : {}),
  });
  return query.size === 0 ? '/improvements' : `/improvements?${query}`;
}
