/** Returns whether two texts are the same but for two neighbouring digits: "99.285" and "99.825", "13:02" and "13:20". */
export function areSwapped(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => text.replace(/\D/g, '')) as [string, string];
  if (first.length !== second.length) return false;
  const at = [...first].findIndex((digit, i) => digit !== second[i]);
  if (at === -1) return false;
  const swapped = first.slice(0, at) + (first[at + 1] ?? '') + first[at] + first.slice(at + 2);
  return swapped === second;
}
