import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { type ComponentProps, createElement, type ReactNode } from 'react';
import { Notice, PlainNotice } from '#components/ui/plain-notice';
import { type Action, may } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';
import { en } from '#messages/en/site';
import { type ActingContext, authorize } from '#server/actor';
import { context } from '#server/context';
import { AppError, PROBLEMS, type ProblemCode } from '#server/errors';
import { withReturn } from '#server/identity/sign-in/return-path';
import { currentPath, currentSession } from './current-staff.ts';
import { isConsolePath } from './paths.ts';
import { isLostForm, noteFailure, setStatus } from './request-context.ts';

/** Errors that become a notice with this status. Every other error is a failure of the page. */
const REFUSALS: Partial<Record<ProblemCode, { status: number; title: string }>> = {
  not_found: { status: 404, title: consoleEn.refusal.absent },
  invalid_input: { status: 404, title: consoleEn.refusal.absent },
  forbidden: { status: PROBLEMS.forbidden[0], title: consoleEn.refusal.forbidden },
  malformed_body: { status: PROBLEMS.malformed_body[0], title: consoleEn.refusal.notAForm },
};

type NoticeTexts = Omit<ComponentProps<typeof PlainNotice>, 'status'>;
type Render<P> = (props: P) => ReactNode | Promise<ReactNode>;
/** `absent`: nothing exists at the addresses of the page, so that a form is answered with 404 as well. */
type Kind = 'present' | 'absent';
type RenderFor<P> = (ctx: ActingContext, props: P) => ReactNode | Promise<ReactNode>;

/**
 * Renders a 404 page with one link, the same for what does not exist and what is not published. Next's notFound() would send a body that needs scripts.
 */
export function absent(notice: NoticeTexts): ReactNode {
  return refused('not_found', notice);
}

/** Answers with 404 and a page of the site. */
export function absentPage(content: ReactNode): ReactNode {
  setStatus(PROBLEMS.not_found[0]);
  return content;
}

/** Renders the 503 page for a query that is overloaded. */
export function busy(notice: NoticeTexts): ReactNode {
  return refused('overloaded', notice);
}

function refused(code: ProblemCode, notice: NoticeTexts): ReactNode {
  const [status] = PROBLEMS[code];
  setStatus(status);
  return createElement(PlainNotice, { ...notice, status });
}

/** Renders a page of the console, or a notice with the message of the error and a link. */
async function orRefusal(render: () => ReactNode | Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render();
  } catch (error) {
    const refusal = error instanceof AppError ? REFUSALS[error.code] : undefined;
    if (!refusal) throw error;
    setStatus(refusal.status);
    return createElement(Notice, {
      status: refusal.status,
      title: refusal.title,
      text: (error as AppError).message,
      link: consoleEn.refusal.link,
      href: '/console',
    });
  }
}

/**
 * Wraps every page. `public` is open to everyone. A page of an action redirects to sign-in and then back if no one is signed in, and answers 403 with the
 * name of the missing role. A form without a known server action is answered with 400.
 */
export function page<P>(access: 'public', render: Render<P>, kind?: Kind): (props: P) => Promise<ReactNode>;
export function page<P>(access: Action, render: RenderFor<P>): (props: P) => Promise<ReactNode>;
export function page<P>(access: 'public' | Action, render: Render<P> | RenderFor<P>, kind: Kind = 'present') {
  return async (props: P): Promise<ReactNode> => {
    try {
      // The overloads pair access and function.
      return await (access === 'public'
        ? renderPublic(render as Render<P>, props, kind)
        : renderFor(access, render as RenderFor<P>, props));
    } catch (error) {
      noteFailure(error);
      throw error;
    }
  };
}

async function renderPublic<P>(render: Render<P>, props: P, kind: Kind): Promise<ReactNode> {
  if (kind === 'absent') return absentPage(await render(props));
  if (!isLostForm()) return render(props);
  return refused('malformed_body', {
    title: consoleEn.refusal.notAForm,
    text: consoleEn.refusal.unreadable,
    ...(isConsolePath(await currentPath())
      ? { link: consoleEn.refusal.link, href: '/console' }
      : { link: en.notFound.link, href: '/' }),
  });
}

async function renderFor<P>(access: Action, render: RenderFor<P>, props: P): Promise<ReactNode> {
  const session = await currentSession();
  if (!session) return redirect(withReturn('/sign-in', await currentPath()));
  return orRefusal(() => {
    if (isLostForm()) throw new AppError('malformed_body', consoleEn.refusal.unreadable);
    authorize(session, access);
    return render({ ...context(), actor: session.actor }, props);
  });
}

/** Returns the title of a page of the console to those who may open it: `export const generateMetadata = titleOf(action, title)`. */
export function titleOf(action: Action, title: string): () => Promise<Metadata> {
  return async () => {
    const session = await currentSession();
    return session && may(session.actor.role, action) ? { title } : {};
  };
}
