const WIDTHS = ['w-3/5', 'w-full', 'w-5/6'] as const;

/** Shows grey lines while text loads. `label` is announced. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div role="status" className="grid gap-2">
      <span className="sr-only">{label}</span>
      {WIDTHS.map((width) => (
        <span key={width} className={`h-3.5 rounded-full bg-line ${width}`} />
      ))}
    </div>
  );
}
