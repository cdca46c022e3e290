'use client'; // shows progress and result; a plain form without JavaScript

import type { ReactNode } from 'react';
import { consoleEn } from '#messages/en/console';
import { usePreservedForm } from './use-preserved-form.ts';

type Result = {
  kind: 'error' | 'done';
  message: string;
  link?: { href: string; label: string };
  shown?: { label: string; lines: string[]; qr?: { size: number; path: string; label: string } };
} | null;
export type Send = (previous: Result, form: FormData) => Promise<Result>;

type Props = {
  action: Send;
  submit: string;
  /** The accessible name of the button if several on the page have the same text. */
  label?: string;
  isMain?: boolean;
  isSmall?: boolean;
  /** The button looks like a link. */
  isGhost?: boolean;
  /** A second button, which sends `intent` `preview`. The form then keeps its content. */
  preview?: string;
  className?: string;
  children?: ReactNode;
};

/** Shows a form for one change. The result appears above its button and is announced. The fields are cleared on success only. */
export function ActionForm({
  action,
  submit,
  label,
  isMain = false,
  isSmall = false,
  isGhost = false,
  preview,
  className = '',
  children,
}: Props) {
  const { result, isPending, form } = usePreservedForm<Result>(action, preview === undefined);
  return (
    <form {...form} className={className}>
      {children}
      <div aria-live="polite">{result && <Outcome {...result} />}</div>
      <button
        type="submit"
        disabled={isPending}
        aria-label={isPending ? undefined : label}
        className={`button sm:justify-self-start ${isMain ? 'button-primary' : ''} ${isGhost ? 'button-ghost' : ''} ${isSmall ? 'button-small' : 'mt-3'}`}
      >
        {isPending ? consoleEn.form.working : submit}
      </button>
      {preview !== undefined && (
        <button type="submit" name="intent" value="preview" disabled={isPending} className="button mt-3 ms-2">
          {preview}
        </button>
      )}
    </form>
  );
}

function Outcome({ kind, message, link, shown }: NonNullable<Result>) {
  const isError = kind === 'error';
  return (
    <div className={`my-3 border-s-4 ps-3 ${isError ? 'border-maj-solid' : 'border-accent'}`}>
      <p className={isError ? 'font-semibold text-maj-ink' : 'font-semibold'}>{message}</p>
      {link && (
        <a href={link.href} className="inline-block min-h-6 text-accent underline underline-offset-2">
          {link.label}
        </a>
      )}
      {shown && (
        <section aria-label={shown.label} className="mt-3">
          {shown.qr && <Qr {...shown.qr} />}
          <ul className="mt-2 grid gap-1">
            {shown.lines.map((line) => (
              <li key={line}>
                <code className="break-all select-all">{line}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Dark on light in both themes, so that cameras can read it. */
function Qr({ size, path, label }: { size: number; path: string; label: string }) {
  return (
    <svg
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      className="w-56 max-w-full"
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect x={-4} y={-4} width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
