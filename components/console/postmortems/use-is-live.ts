import { useEffect, useState } from 'react';

/** Returns whether the page reacts, which it does only with JavaScript and once it has been loaded. */
export function useIsLive(): boolean {
  const [isLive, setLive] = useState(false);
  useEffect(() => setLive(true), []);
  return isLive;
}
