import { useEffect } from 'react';
import { EDITOR_FORM } from './editor-form.ts';

/** Saves the text with Ctrl or Cmd and S, instead of the page. */
export function useSaveKey(canSave: boolean): void {
  useEffect(() => {
    if (!canSave) return;
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      const form = document.getElementById(EDITOR_FORM);
      if (form instanceof HTMLFormElement && !event.repeat) form.requestSubmit();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [canSave]);
}
