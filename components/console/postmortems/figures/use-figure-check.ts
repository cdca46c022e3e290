import { startTransition, useEffect, useMemo, useRef, useState } from 'react';
import { type ContentPart, contentParts, type SectionFinding } from '#domain/postmortem/content-parts';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import type { PostmortemContent } from '#domain/postmortem/sections';
import type { Instant } from '#domain/time/interval';
import { type Figure, figuresOf } from './figure.ts';

/** The check begins when nothing was typed for this time. */
const CHECK_DELAY_MS = 400;
/** A browser that is never idle checks after this time. */
const IDLE_WAIT_MS_MAX = 1_000;

/** `figures`: of all public texts, as they were checked last: the same array until the next check. `checkedAt`: null before the first one. */
export type FigureCheck = {
  state: 'checked' | 'checking' | 'unavailable';
  checkedAt: Instant | null;
  figures: readonly Figure[];
};

/** `record`: null if it can't be read now. `findings`: of the content when the page was rendered, at `now` by the clock of the server. */
type Options = {
  record: PostmortemRecord | null;
  content: PostmortemContent;
  findings: readonly SectionFinding[];
  now: Instant;
};
type Checked = { texts: string; parts: ContentPart[]; findings: readonly SectionFinding[]; record: PostmortemRecord };

/** Checks the figures of a post-mortem while it is written. All its texts are checked as one, as the server does when they are saved. */
export function useFigureCheck({ record, content, findings, now }: Options): FigureCheck {
  const parts = contentParts(content);
  const texts = JSON.stringify(parts);
  const [checked, setChecked] = useState<(Checked & { at: Instant }) | null>(() =>
    record === null ? null : { texts, parts, findings, record, at: now },
  );
  const [hasFailed, setFailed] = useState(false);
  const clock = useServerClock(now);
  const latest = useRef(content);
  latest.current = content;
  const isChecked = checked !== null && checked.texts === texts && checked.record === record;
  useEffect(() => {
    if (record === null || isChecked) return;
    let isLatest = true;
    const check = async () => {
      const found = await findingsOf(latest.current, record);
      if (!isLatest) return;
      setFailed(found === null);
      if (found === null) return;
      const next = { texts, parts: JSON.parse(texts), findings: found, record, at: clock() };
      startTransition(() => setChecked(next));
    };
    const stop = whenQuiet(() => void check());
    return () => {
      isLatest = false;
      stop();
    };
  }, [record, texts, isChecked, clock]);
  const { explanations } = content;
  const figures = useMemo(
    () => (checked === null ? [] : figuresOf({ ...checked, explanations })),
    [checked, explanations],
  );
  return {
    state: record === null || hasFailed ? 'unavailable' : isChecked ? 'checked' : 'checking',
    checkedAt: checked?.at ?? null,
    figures,
  };
}

/** Loads the check when it is needed first. Returns null if it can't be loaded, such as without a connection. */
async function findingsOf(content: PostmortemContent, record: PostmortemRecord): Promise<SectionFinding[] | null> {
  const loaded = await import('#domain/postmortem/check-content').catch(() => null);
  return loaded?.checkContent(content, record) ?? null;
}

/** Runs something when the browser has nothing else to do. Returns a function that cancels it. */
function whenQuiet(run: () => void): () => void {
  let idle: number | null = null;
  const timer = setTimeout(() => {
    if (window.requestIdleCallback === undefined)
      run(); // Safari
    else idle = requestIdleCallback(run, { timeout: IDLE_WAIT_MS_MAX });
  }, CHECK_DELAY_MS);
  return () => {
    clearTimeout(timer);
    if (idle !== null) cancelIdleCallback(idle);
  };
}

/** Returns a clock that continues from the server's time, because the clock of the browser may be wrong. */
function useServerClock(now: Instant): () => Instant {
  const start = useRef<{ server: Instant; browser: Instant } | null>(null);
  useEffect(() => {
    start.current ??= { server: now, browser: Date.now() };
  }, [now]);
  return useRef(() => (start.current === null ? now : start.current.server + Date.now() - start.current.browser))
    .current;
}
