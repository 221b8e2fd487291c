import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Random, seededRandom } from "../../local/github/faults/random.ts";
import type { Answer } from "../functions/contract/hosts.ts";
import { type Issuer, startIssuer } from "../functions/contract/issuer.ts";
import { now } from "../functions/contract/request.ts";
import { heavyBodies } from "./hostile/bodies.ts";
import { eventsOf } from "./hostile/events.ts";
import { noises } from "./hostile/noise.ts";
import {
  allTricks,
  createGenerate,
  type Generate,
  type HostileRequest,
  plainRequest,
} from "./hostile/request.ts";
import { type Stage, startStage } from "./hostile/stage.ts";
import { createWebTokens } from "./hostile/tokens.ts";
import { complaintsAbout, leaksOf } from "./hostile/verdict.ts";

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
const requestsPerSeed = 500;

let issuer: Issuer;
let generate: Generate;
beforeAll(async () => {
  issuer = await startIssuer();
  generate = createGenerate(await createWebTokens(issuer));
});
afterAll(() => issuer.close());

let stage: Stage;
beforeEach(async () => {
  stage = await startStage(issuer);
});
afterEach(() => stage.close());

test.each(seeds)(`seed %i: none of ${requestsPerSeed} requests does harm`, async (seed) => {
  const random = seededRandom(seed);
  const eventRandom = seededRandom(seed + 1_000_000);
  const harm: string[] = [];
  expect(await stage.callWell("before")).toMatchObject({ status: 201 });
  for (let number = 0; number < requestsPerSeed; number += 1) {
    // At this pace no limit of GitHub's is reached by those that only GitHub refuses.
    stage.world.pass(1000);
    const request = generate(random, stage.world.app.now());
    const found = await attack(request, `${seed}-${number}`, eventRandom);
    const about = `seed ${seed}, number ${number}, ${request.tricks.join(", ")}`;
    harm.push(...found.map((complaint) => `${about}: ${complaint}`));
  }
  expect(harm).toEqual([]);
  expect(await stage.callWell("after")).toMatchObject({ status: 201 });
  const { github, queued, letters } = stage.world;
  const inputs = github.runs().map((run) => run.inputs);
  expect(inputs).toEqual([{ source: "before" }, { source: "after" }]);
  expect({ queued, letters }).toEqual({ queued: [], letters: [] });
});

/** Sends a request in all its forms, and gives what is wrong with what comes of it. */
async function attack(
  request: HostileRequest,
  id: string,
  random: Random,
): Promise<readonly string[]> {
  const { records } = stage.world;
  const logged = records.length;
  const sent = await stage.send(request);
  const answers: (readonly [where: string, answer: Answer])[] = sent.map((one) => ["server", one]);
  for (const event of eventsOf(request, id, random)) {
    answers.push([event.name, await stage.handle(event)]);
  }
  const logs = records.slice(logged).map((record) => JSON.stringify(record));
  const texts = answers.map(([, { headers, body }]) => `${JSON.stringify(headers)} ${body}`);
  const wrong = answers.flatMap(([where, answer]) =>
    complaintsAbout(answer).map((complaint) => `${where}: ${complaint}`),
  );
  const isMissing = request.isHttp && sent.length !== 1;
  return [
    ...(isMissing ? [`server: ${sent.length} answers instead of one`] : []),
    ...wrong,
    ...leaksOf(request, [...texts, ...logs]),
  ];
}

test.each(Object.entries(heavyBodies))("an open route gets a body: %s", async (name, body) => {
  for (const route of ["/parse", "/whole"]) {
    const found = await attack(plainRequest(route, body), `${name} ${route}`, seededRandom(1));
    expect(found, route).toEqual([]);
  }
  expect(stage.world.github.runs()).toEqual([]);
});

test.each(Object.entries(noises))("what is no HTTP: %s", async (_, make) => {
  const answers = await stage.sendBytes(make(seededRandom(1)));
  const well = await stage.callWell("after");
  expect(answers.flatMap(complaintsAbout)).toEqual([]);
  expect(well).toMatchObject({ status: 201 });
  expect(stage.world.github.runs()).toHaveLength(1);
  expect(stage.world.records).toHaveLength(1);
});

test("each trick is tried", () => {
  const tried = seeds.flatMap((seed) => {
    const random = seededRandom(seed);
    const numbers = Array.from({ length: requestsPerSeed });
    return numbers.flatMap(() => generate(random, now).tricks);
  });
  expect(allTricks.filter((trick) => !tried.includes(trick))).toEqual([]);
});
