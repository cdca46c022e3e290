import { useEffect, useRef } from 'react';

/** Within this time the second key of two belongs to the first. */
const SECOND_KEY_MS = 1_500;
/** Where a text is written, on whichever page. */
const TEXT_ID = 'body';

type Goals = { g: Record<string, string>; n: string | null };
type Keys = { goals: Goals; isOn: boolean; showHelp: () => void };

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Sends the form that one writes in by its main button; where it has none, nothing is sent. */
function sendForm(target: EventTarget | null): boolean {
  const form = target instanceof HTMLElement ? target.closest('form') : null;
  const button = form?.querySelector<HTMLButtonElement>('button.button-main:not(:disabled)');
  if (form && button) form.requestSubmit(button);
  return Boolean(button);
}

/** What one key says by itself; true where it was meant for us. */
function follow(key: string, isSecond: boolean, { goals, showHelp }: Keys): boolean {
  const address = isSecond ? goals.g[key] : key === 'n' ? goals.n : null;
  if (address) window.location.assign(address);
  else if (key === '?') showHelp();
  else if (key === 'c' && !isSecond) {
    const text = document.getElementById(TEXT_ID);
    text?.focus();
    return text !== null;
  } else return false;
  return true;
}

/** Listens to the keys of the console: never while somebody types, but for Ctrl or Cmd with Enter, and not while a dialog is open. */
export function useConsoleKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let secondUntil = Number.NEGATIVE_INFINITY;
    function onKey(event: KeyboardEvent): void {
      if (
        event.defaultPrevented ||
        event.isComposing ||
        event.repeat ||
        event.altKey ||
        document.querySelector('dialog[open]')
      )
        return;
      const isHeld = event.ctrlKey || event.metaKey;
      if (isHeld && event.key === 'Enter' && sendForm(event.target)) event.preventDefault();
      if (isHeld || isTyping(event.target) || !latest.current.isOn) return;
      const isSecond = event.timeStamp < secondUntil;
      secondUntil = event.key === 'g' ? event.timeStamp + SECOND_KEY_MS : Number.NEGATIVE_INFINITY;
      if (follow(event.key, isSecond, latest.current)) event.preventDefault();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
