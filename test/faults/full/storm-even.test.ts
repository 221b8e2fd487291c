import { describe } from "vitest";
import { testStorm } from "../storm-cases.ts";

const seeds = Array.from({ length: 10 }, (_, index) => 2 * index + 2);
describe("a storm", () => testStorm({ seeds, deliveries: 10_000 }));
