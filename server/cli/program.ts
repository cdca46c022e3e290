import { Command, CommanderError } from 'commander';
import { AppError } from '#server/errors';
import { surviveClosedPipes } from './survive-closed-pipes.ts';

const FAILED = 1;
const WRONG_USAGE = 2;

/** Creates a program that answers wrong usage with an error and a hint at --help. `name` is what people type before the arguments. */
export function createProgram(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride() // throws instead of ending the process, so that open output is still written
    .showHelpAfterError('Use --help to see the commands and options.')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'candor: ')) });
}

/** Runs the command that the arguments name. The exit code is 0 for success and help, 1 for a failed command, 2 for wrong usage. */
export async function runProgram(program: Command): Promise<void> {
  surviveClosedPipes();
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE; // commander has already printed the message
      return;
    }
    process.stderr.write(`candor: ${error instanceof AppError ? error.message : (error as Error).stack}\n`);
    process.exitCode = FAILED;
  }
}
