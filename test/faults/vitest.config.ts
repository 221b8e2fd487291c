import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../../", import.meta.url)),
    include: ["test/faults/**/*.test.ts"],
    reporters: ["./test/closing-line.ts"],
    // Each storm is told of when it is over.
    disableConsoleIntercept: true,
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
