import { DefaultReporter, type TestModule } from "vitest/node";

/** Vitest's default report, closed by one line that machines read: `N passed, N failed[, N skipped]`. */
export default class ClosingLine extends DefaultReporter {
  override onTestRunEnd(...args: Parameters<DefaultReporter["onTestRunEnd"]>): void {
    super.onTestRunEnd(...args);
    const [modules, unhandledErrors] = args;
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) addResults(module, count);
    const skipped = count.skipped + count.pending;
    const line = `${count.passed} passed, ${count.failed} failed`;
    this.log(skipped > 0 ? `${line}, ${skipped} skipped` : line);
  }
}

function addResults(module: TestModule, count: Record<string, number>): void {
  let tests = 0;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    count[state] = (count[state] ?? 0) + 1;
    tests += 1;
  }
  // A file that fails while it is being loaded has no tests to count.
  if (tests === 0 && !module.ok()) count.failed = (count.failed ?? 0) + 1;
}
