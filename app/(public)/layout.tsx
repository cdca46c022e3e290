import type { ReactNode } from 'react';

/** Pages of this folder show current data, so the build prerenders none of them. */
export const dynamic = 'force-dynamic';

export default function PublicLayout({ children }: { children: ReactNode }) {
  return children;
}
