// Renders markdown in a separate thread: receives one text per message and answers each with its outcome.
import { parentPort } from 'node:worker_threads';
import type { RenderOutcome } from '#server/context';
import { assert } from '#server/errors';
import { renderMarkdown } from './render-markdown.ts';
import { FAULTS } from './text-limits.ts';
import { UnrenderableText } from './unrenderable-text.ts';

assert(parentPort, 'this file runs as a thread');
const port = parentPort;

function outcomeOf(markdown: string): RenderOutcome {
  try {
    return { kind: 'rendered', ...renderMarkdown(markdown) };
  } catch (error) {
    return { kind: 'refused', reason: error instanceof UnrenderableText ? error.message : FAULTS.unknown };
  }
}

port.on('message', (markdown: string) => port.postMessage(outcomeOf(markdown)));
port.postMessage('ready');
