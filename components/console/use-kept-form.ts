import { type RefObject, type SubmitEvent, startTransition, useActionState, useEffect, useRef } from 'react';

type Outcome = { kind: 'error' | 'done' } | null;
type KeptForm<R> = {
  result: R;
  isPending: boolean;
  form: { ref: RefObject<HTMLFormElement | null>; action: (form: FormData) => void; onSubmit: (event: SubmitEvent<HTMLFormElement>) => void };
};

/**
 * A form for a server action. What was filled in is kept; `isCleared`: until it was done. React would clear a form that it sends by itself, also
 * after an error. Without JavaScript the browser sends it.
 */
export function useKeptForm<R extends Outcome>(action: (previous: R, form: FormData) => Promise<R>, isCleared = false): KeptForm<R> {
  const [result, send, isPending] = useActionState(action as (previous: Awaited<R>, form: FormData) => Promise<R>, null as Awaited<R>);
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isCleared && result?.kind === 'done') ref.current?.reset();
  }, [isCleared, result]);

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const filled = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => send(filled));
  }
  return { result, isPending, form: { ref, action: send, onSubmit } };
}
