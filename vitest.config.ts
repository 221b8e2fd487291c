import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/aws/**", "test/faults/full/**"],
    // For what hangs: a machine that others keep busy may take long, and no test measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { interval: 5, timeout: 30_000 } },
    reporters: ["./test/closing-line.ts"],
  },
});
