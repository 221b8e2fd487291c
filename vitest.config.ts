import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/aws/**", "test/faults/full/**"],
    reporters: ["./test/closing-line.ts"],
  },
});
