import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../../", import.meta.url));

export default defineConfig({
  test: {
    root,
    include: ["test/aws/**/*.test.ts"],
    globalSetup: ["test/aws/emulator.ts"],
    reporters: ["./test/closing-line.ts"],
    // One emulator, whose time the tests of the deployed stack measure.
    fileParallelism: false,
    // The phases are printed while they run: a minute without a word looks like a hang.
    disableConsoleIntercept: true,
    hookTimeout: 300_000,
    testTimeout: 180_000,
    teardownTimeout: 30_000,
  },
});
