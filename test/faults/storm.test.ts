import { describe } from "vitest";
import { testStorm } from "./storm-cases.ts";

// The same with 20 seeds and 10,000 deliveries each: npm run test:faults.
describe("a storm", () => testStorm({ seeds: [1, 2], deliveries: 400 }));
