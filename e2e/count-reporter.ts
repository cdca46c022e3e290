import type { Reporter, TestCase } from '@playwright/test/reporter';

/** Prints one line of counts after a run. */
export default class CountReporter implements Reporter {
  #cases: TestCase[] = [];

  onTestEnd(test: TestCase): void {
    if (!this.#cases.includes(test)) this.#cases.push(test);
  }

  onEnd(): void {
    const count = (...outcomes: ReturnType<TestCase['outcome']>[]) =>
      this.#cases.filter((test) => outcomes.includes(test.outcome())).length;
    process.stdout.write(
      `\ne2e: ${count('expected', 'flaky')} passed, ${count('unexpected')} failed, ${count('skipped')} skipped\n`,
    );
  }
}
