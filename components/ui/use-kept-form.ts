import { unstable_rethrow } from 'next/navigation';
import { type RefObject, type SubmitEvent, startTransition, useActionState, useEffect, useRef } from 'react';
import { consoleEn } from '#messages/en/console';

type Outcome = { kind: 'error' | 'done' } | null;
type Send<R> = (previous: R, form: FormData) => Promise<R>;
/** As React has it. */
type Step<R> = (previous: Awaited<R>, form: FormData) => Promise<R>;
type KeptForm<R> = {
  result: R;
  isPending: boolean;
  form: {
    ref: RefObject<HTMLFormElement | null>;
    action: (form: FormData) => void;
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  };
};

/** An action whose answer did not arrive says so; else the whole page would be replaced, with all that was written in it. */
function answering<R extends Outcome>(action: Send<R>): Send<R> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      unstable_rethrow(error); // Next signals a redirect by an error, not found
      return { kind: 'error', message: consoleEn.form.noAnswer } as Outcome as R; // every form can say an error
    }
  };
}

/**
 * A form for a server action. What was filled in is kept; `isCleared`: until it was done. React would clear a form that it sends by itself, also
 * after an error. Without JavaScript the browser sends it.
 */
export function useKeptForm<R extends Outcome>(action: Send<R>, isCleared = false): KeptForm<R> {
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
