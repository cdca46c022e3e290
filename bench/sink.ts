// Child process of the delivery benches: receivers of webhooks, as many as its argument says, and a mail server. Prints their URLs as one JSON line.
import { startHookSinks } from './lib/hook-sink.ts';
import { startMailSink } from './lib/mail-sink.ts';

const hooks = await startHookSinks(Number(process.argv[2]));
const mails = await startMailSink();
process.stdout.write(`${JSON.stringify({ hooks: hooks.urls, mails: mails.url })}\n`);
