import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { type Action, may } from '#domain/permission';
import type { ActingContext } from '../actor.ts';
import { context } from '../context.ts';
import { AppError, type ProblemCode } from '../errors.ts';
import { withReturn } from '../sign-in/return-path.ts';
import { currentPath, currentSession } from './current-staff.ts';

const ABSENT = new Set<ProblemCode>(['not_found', 'forbidden', 'invalid_input']);

type Render<P> = (props: P) => ReactNode | Promise<ReactNode>;
type RenderFor<P> = (ctx: ActingContext, props: P) => ReactNode | Promise<ReactNode>;

/** The world as whoever is signed in acts on it, if they may; null for nobody. What is not for them is not there. */
async function actingFor(action: Action): Promise<ActingContext | null> {
  const session = await currentSession();
  if (!session) return null;
  if (!may(session.actor.role, action)) notFound();
  return { ...context(), actor: session.actor };
}

/** What a verb or query calls absent, not allowed or no such input is a page that is not there. */
async function absentAs(render: () => ReactNode | Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render();
  } catch (error) {
    if (error instanceof AppError && ABSENT.has(error.code)) notFound();
    throw error;
  }
}

/**
 * The edge of every page. `public` is for anybody. Of an action: whoever is not signed in is sent to sign in, whatever they asked for, and then on to it; whoever may
 * not do it gets what they would get if there were no such page.
 */
export function page<P>(access: 'public', render: Render<P>): (props: P) => Promise<ReactNode>;
export function page<P>(access: Action, render: RenderFor<P>): (props: P) => Promise<ReactNode>;
export function page<P>(access: 'public' | Action, render: Render<P> | RenderFor<P>) {
  return async (props: P): Promise<ReactNode> => {
    if (access === 'public') return (render as Render<P>)(props); // the overloads pair them
    const ctx = await actingFor(access);
    return ctx ? absentAs(() => (render as RenderFor<P>)(ctx, props)) : redirect(withReturn('/sign-in', await currentPath()));
  };
}

/** The title of a page of the console, for whoever may see it: `export const generateMetadata = titleOf(action, title)`. */
export function titleOf(action: Action, title: string): () => Promise<Metadata> {
  return async () => {
    const session = await currentSession();
    return session && may(session.actor.role, action) ? { title } : {};
  };
}
