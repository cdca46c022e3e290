'use client'; // listens to keys; shows nothing without JavaScript

import { useEffect, useRef, useState } from 'react';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { useKeyboardShortcuts } from './use-keyboard-shortcuts.ts';

const TEXT = consoleIncidentsEn.keys;
const GO = { o: '/console', i: '/console/incidents' };
const NEW = '/console/incidents/new';
/** Stored in this browser, for people whom single-key shortcuts disturb. */
const STORAGE_KEY = 'candor-keys';

/** Enables the keyboard shortcuts, with a dialog that lists them and can switch them off. */
export function KeyboardShortcuts({ canOpen }: { canOpen: boolean }) {
  const sheet = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState<boolean | null>(null); // unknown until localStorage is read
  useEffect(() => setOn(localStorage.getItem(STORAGE_KEY) !== 'off'), []);
  const showHelp = () => sheet.current?.showModal();
  useKeyboardShortcuts({ goals: { g: GO, n: canOpen ? NEW : null }, isOn: isOn ?? false, showHelp });
  if (isOn === null) return null;

  function turn(isWanted: boolean): void {
    localStorage.setItem(STORAGE_KEY, isWanted ? 'on' : 'off');
    setOn(isWanted);
  }

  return (
    <>
      <button
        type="button"
        onClick={showHelp}
        className="hidden min-h-8 text-accent underline underline-offset-4 sm:inline-flex sm:items-center"
      >
        {TEXT.show}
      </button>
      <dialog
        ref={sheet}
        aria-labelledby="keys-title"
        className="m-auto max-w-[26rem] border border-edge rounded-dialog bg-raised p-5 shadow-dialog text-ink backdrop:bg-ink/50"
      >
        <h2 id="keys-title" className="text-section">
          {TEXT.title}
        </h2>
        <KeyList canOpen={canOpen} />
        <div className="mt-4 flex items-start gap-2">
          <input
            type="checkbox"
            id="keys-on"
            checked={isOn}
            onChange={(event) => turn(event.target.checked)}
            className="mt-1 size-5 shrink-0 accent-accent-solid"
          />
          <label htmlFor="keys-on">{TEXT.isOn}</label>
        </div>
        <form method="dialog" className="mt-4">
          <button type="submit" className="button">
            {TEXT.close}
          </button>
        </form>
      </dialog>
    </>
  );
}

function KeyList({ canOpen }: { canOpen: boolean }) {
  const lines: [keys: string[], text: string][] = [
    [['g', 'o'], TEXT.go.o],
    [['g', 'i'], TEXT.go.i],
    ...(canOpen
      ? [
          [['n'], TEXT.go.n] as [string[], string],
          [['c'], TEXT.focus] as [string[], string],
          [[TEXT.held], TEXT.publish] as [string[], string],
        ]
      : []),
    [['?'], TEXT.help],
  ];
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      {lines.map(([keys, text]) => (
        <div key={text} className="contents">
          <dt>
            {keys.map((key, i) => (
              <span key={key}>
                {i > 0 && ` ${TEXT.andThen} `}
                <kbd className="border border-edge px-1.5 font-mono text-small">{key}</kbd>
              </span>
            ))}
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
