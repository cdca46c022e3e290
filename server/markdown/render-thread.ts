// Renders markdown in a separate thread: receives one text per message and answers each with its outcome.
import { parentPort } from 'node:worker_threads';
import type { RenderOutcome } from '#server/context';
import { assert } from '#server/errors';
import { renderMarkdown } from './render-markdown.ts';
import { FAULTS } from './text-limits.ts';
import { UnrenderableText } from './unrenderable-text.ts';
import type { WritingOptions } from './write-tokens.ts';

type RenderRequest = WritingOptions & { markdown: string };

assert(parentPort, 'this file runs as a thread');
const port = parentPort;

function outcomeOf({ markdown, ...options }: RenderRequest): RenderOutcome {
  try {
    return { kind: 'rendered', ...renderMarkdown(markdown, options) };
  } catch (error) {
    return { kind: 'refused', reason: error instanceof UnrenderableText ? error.message : FAULTS.unknown };
  }
}

port.on('message', (request: RenderRequest) => port.postMessage(outcomeOf(request)));
port.postMessage('ready');
