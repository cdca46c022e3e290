import { unstable_rethrow } from 'next/navigation';
import { type RefObject, type SubmitEvent, startTransition, useActionState, useEffect, useRef } from 'react';
import { consoleEn } from '#messages/en/console';

type Outcome = { kind: 'error' | 'done' } | null;
type Send<R> = (previous: R, form: FormData) => Promise<R>;
/** The state of useActionState in React. */
type Step<R> = (previous: Awaited<R>, form: FormData) => Promise<R>;
type PreservedForm<R> = {
  result: R;
  isPending: boolean;
  form: {
    ref: RefObject<HTMLFormElement | null>;
    action: (form: FormData) => void;
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  };
};

/** Turns a lost answer into an error of the form. Otherwise the whole page would be replaced, with everything the person wrote. */
function answering<R extends Outcome>(action: Send<R>): Send<R> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      unstable_rethrow(error); // Next signals a redirect by an error, not found
      return { kind: 'error', message: consoleEn.form.noAnswer } as Outcome as R; // every form can show an error
    }
  };
}

/**
 * Connects a form to a server action and preserves its content; with `isCleared`, until the action succeeds. If React submitted the form, it would clear
 * it even after an error. Without JavaScript the browser submits it.
 */
export function usePreservedForm<R extends Outcome>(action: Send<R>, isCleared = false): PreservedForm<R> {
  const [plain, sendPlain] = useActionState(action as Step<R>, null as Awaited<R>);
  const [answer, send, isPending] = useActionState(answering(action) as Step<R>, null as Awaited<R>);
  const result = answer ?? plain;
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isCleared && result?.kind === 'done') ref.current?.reset();
  }, [isCleared, result]);

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const filled = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => send(filled));
  }
  return { result, isPending, form: { ref, action: sendPlain, onSubmit } };
}
