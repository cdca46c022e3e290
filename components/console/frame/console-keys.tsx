'use client'; // listens to keys; without JavaScript there is nothing to listen, and nothing is shown

import { useEffect, useRef, useState } from 'react';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { useConsoleKeys } from './use-console-keys.ts';

const TEXT = consoleIncidentsEn.keys;
const GO = { o: '/console', i: '/console/incidents' };
const NEW = '/console/incidents/new';
/** Kept in this browser, for those whom single keys get in the way. */
const KEPT_AS = 'candor-keys';

/** The keys of the console, with a sheet that tells them and lets them be switched off. */
export function ConsoleKeys({ canOpen }: { canOpen: boolean }) {
  const sheet = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState<boolean | null>(null); // not known before the browser is asked
  useEffect(() => setOn(localStorage.getItem(KEPT_AS) !== 'off'), []);
  const showHelp = () => sheet.current?.showModal();
  useConsoleKeys({ goals: { g: GO, n: canOpen ? NEW : null }, isOn: isOn ?? false, showHelp });
  if (isOn === null) return null;

  function turn(isWanted: boolean): void {
    localStorage.setItem(KEPT_AS, isWanted ? 'on' : 'off');
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
        className="m-auto max-w-[26rem] border border-quiet bg-paper p-5 text-ink backdrop:bg-black/50"
      >
        <h2 id="keys-title" className="text-lg font-semibold">
          {TEXT.title}
        </h2>
        <KeyList canOpen={canOpen} />
        <div className="mt-4 flex items-start gap-2">
          <input
            type="checkbox"
            id="keys-on"
            checked={isOn}
            onChange={(event) => turn(event.target.checked)}
            className="mt-1 size-5 shrink-0 accent-accent"
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
  const lines: [keys: string[], words: string][] = [
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
      {lines.map(([keys, words]) => (
        <div key={words} className="contents">
          <dt>
            {keys.map((key, i) => (
              <span key={key}>
                {i > 0 && ` ${TEXT.andThen} `}
                <kbd className="border border-quiet px-1.5 font-mono text-sm">{key}</kbd>
              </span>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
