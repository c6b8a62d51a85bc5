import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Costs a whole run of the compiler, so `scripts/test` alone asks for it (--typecheck).
    typecheck: { include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
    // Two cores and native engines that bring their own threads: files side by side would only queue.
    maxWorkers: 2,
  },
});
