import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { type ComponentProps, createElement, type ReactNode } from 'react';
import { Notice, PlainNotice } from '#components/ui/plain-notice';
import { type Action, may } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';
import { type ActingContext, authorize } from '#server/actor';
import { context } from '#server/context';
import { AppError, PROBLEMS, type ProblemCode } from '#server/errors';
import { withReturn } from '#server/identity/sign-in/return-path';
import { currentPath, currentSession } from './current-staff.ts';
import { isLostForm, setStatus } from './exchange.ts';

/** What a verb or query calls so is a page of its own, with this status; everything else is a failure of the page. */
const REFUSALS: Partial<Record<ProblemCode, { status: number; title: string }>> = {
  not_found: { status: 404, title: consoleEn.refusal.absent },
  invalid_input: { status: 404, title: consoleEn.refusal.absent },
  forbidden: { status: PROBLEMS.forbidden[0], title: consoleEn.refusal.forbidden },
  malformed_body: { status: PROBLEMS.malformed_body[0], title: consoleEn.refusal.notAForm },
};

type Render<P> = (props: P) => ReactNode | Promise<ReactNode>;
type RenderFor<P> = (ctx: ActingContext, props: P) => ReactNode | Promise<ReactNode>;

/**
 * The page for an address where there is nothing, or nothing that is published: both look the same. Next's own notFound() leaves a body that only its
 * scripts can fill.
 */
export function absent(words: ComponentProps<typeof PlainNotice>): ReactNode {
  return refused('not_found', words);
}

/** The page in place of one that cannot be made now. */
export function busy(words: ComponentProps<typeof PlainNotice>): ReactNode {
  return refused('overloaded', words);
}

function refused(code: ProblemCode, words: ComponentProps<typeof PlainNotice>): ReactNode {
  setStatus(PROBLEMS[code][0]);
  return createElement(PlainNotice, words);
}

/** A refusal within the frame of the console: what happened, in the words of the error, and a way on. */
async function orRefusal(render: () => ReactNode | Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render();
  } catch (error) {
    const refusal = error instanceof AppError ? REFUSALS[error.code] : undefined;
    if (!refusal) throw error;
    setStatus(refusal.status);
    return createElement(Notice, {
      title: refusal.title,
      text: (error as AppError).message,
      link: consoleEn.refusal.link,
      href: '/console',
    });
  }
}

/**
 * The edge of every page. `public` is for anybody. Of an action: whoever is not signed in is sent to sign in, whatever they asked for, and then on to it; whoever
 * lacks the role is told which, with 403. What was sent as a form and holds none is 400.
 */
export function page<P>(access: 'public', render: Render<P>): (props: P) => Promise<ReactNode>;
export function page<P>(access: Action, render: RenderFor<P>): (props: P) => Promise<ReactNode>;
export function page<P>(access: 'public' | Action, render: Render<P> | RenderFor<P>) {
  return async (props: P): Promise<ReactNode> => {
    if (access === 'public' && isLostForm()) {
      setStatus(PROBLEMS.malformed_body[0]);
      return createElement(PlainNotice, {
        title: consoleEn.refusal.notAForm,
        text: consoleEn.refusal.unreadable,
        link: consoleEn.refusal.link,
        href: '/console',
      });
    }
    if (access === 'public') return (render as Render<P>)(props); // the overloads pair them
    const session = await currentSession();
    if (!session) return redirect(withReturn('/sign-in', await currentPath()));
    return orRefusal(() => {
      if (isLostForm()) throw new AppError('malformed_body', consoleEn.refusal.unreadable);
      authorize(session, access);
      return (render as RenderFor<P>)({ ...context(), actor: session.actor }, props);
    });
  };
}

/** The title of a page of the console, for whoever may see it: `export const generateMetadata = titleOf(action, title)`. */
export function titleOf(action: Action, title: string): () => Promise<Metadata> {
  return async () => {
    const session = await currentSession();
    return session && may(session.actor.role, action) ? { title } : {};
  };
}
