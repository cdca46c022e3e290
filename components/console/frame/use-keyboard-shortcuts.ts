import { useEffect, useRef } from 'react';

/** Maximum time between the two keys of a sequence. */
const SECOND_KEY_MS = 1_500;
/** The text field of updates, on any page. */
const TEXT_ID = 'body';

type Goals = { g: Record<string, string>; n: string | null };
type Keys = { goals: Goals; isOn: boolean; showHelp: () => void };

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Submits the focused form with its main button, if it has one. */
function sendForm(target: EventTarget | null): boolean {
  const form = target instanceof HTMLElement ? target.closest('form') : null;
  const button = form?.querySelector<HTMLButtonElement>('button.button-primary:not(:disabled)');
  if (form && button) form.requestSubmit(button);
  return Boolean(button);
}

/** Handles a single key. Returns whether it is one of ours. */
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

/** Listens to keyboard shortcuts, except while typing (but for Ctrl or Cmd with Enter) or while a dialog is open. */
export function useKeyboardShortcuts(keys: Keys): void {
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
