import { DefaultReporter, type TestModule } from "vitest/node";

/** Vitest's default report, closed by one line that machines read: `N passed, N failed[, N skipped]`. */
export default class ClosingLine extends DefaultReporter {
  override onTestRunEnd(...args: Parameters<DefaultReporter["onTestRunEnd"]>): void {
    super.onTestRunEnd(...args);
    const [modules, unhandledErrors, reason] = args;
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) addResults(module, count);
    // A set-up or a file that fails while it is loaded has no test to count.
    if (reason === "failed" && count.failed === 0) count.failed = 1;
    const skipped = count.skipped + count.pending;
    const line = `${count.passed} passed, ${count.failed} failed`;
    this.log(skipped > 0 ? `${line}, ${skipped} skipped` : line);
  }
}

function addResults(module: TestModule, count: Record<string, number>): void {
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    count[state] = (count[state] ?? 0) + 1;
  }
}
