import { describe, expect, test } from "vitest";
import { AwsError } from "../../../functions/lambda/aws/aws.ts";
import { openEarly, readEarly } from "../../../functions/lambda/early.ts";

/** Secrets that tell how often each was read; each read gives another text. */
function createSecrets(read = async (text: string) => text) {
  const reads: string[] = [];
  return {
    reads,
    read: (name: string) => {
      reads.push(name);
      return read(`${name} ${reads.filter((each) => each === name).length}`);
    },
  };
}

/** Longer than an early secret may be used, in milliseconds. */
const long = 10_001;

describe("a secret that is read early", () => {
  test("is read before anybody asks, and not again when somebody does", async () => {
    const { reads, read } = createSecrets();
    const early = readEarly(read, ["pat"], () => 0);
    expect(reads).toEqual(["pat"]);
    expect(await early("pat")).toBe("pat 1");
    expect(reads).toEqual(["pat"]);
  });

  test("is forgotten with its first use: who asks again wants a fresh one", async () => {
    const { reads, read } = createSecrets();
    const early = readEarly(read, ["pat"], () => 0);
    expect(await Promise.all([early("pat"), early("pat")])).toEqual(["pat 1", "pat 2"]);
    expect(await early("pat")).toBe("pat 3");
    expect(reads).toHaveLength(3);
  });

  test("is used for ten seconds, however long it took to arrive", async () => {
    for (const [passed, expected] of [
      [long - 1, "pat 1"],
      [long, "pat 2"],
    ] as const) {
      let clock = 0;
      const early = readEarly(createSecrets().read, ["pat"], () => clock);
      clock = passed;
      expect(await early("pat")).toBe(expected);
    }
  });

  test("that is too old is forgotten, too", async () => {
    let clock = 0;
    const { read } = createSecrets();
    const early = readEarly(read, ["pat"], () => clock);
    clock = long;
    expect([await early("pat"), await early("pat")]).toEqual(["pat 2", "pat 3"]);
  });

  test("that was refused is read again for whoever asks", async () => {
    const { reads, read } = createSecrets(async (text) => {
      if (text === "pat 1") throw new AwsError(400, { __type: "AccessDeniedException" });
      return text;
    });
    const early = readEarly(read, ["pat"], () => 0);
    expect(await early("pat")).toBe("pat 2");
    expect(reads).toHaveLength(2);
  });

  test("that got no answer is not waited for once more: a function has seconds in all", async () => {
    const { reads, read } = createSecrets(async (text) => {
      if (text === "pat 1") throw new DOMException("silence", "TimeoutError");
      return text;
    });
    const early = readEarly(read, ["pat"], () => 0);
    await expect(early("pat")).rejects.toThrow("silence");
    expect(reads).toHaveLength(1);
    expect(await early("pat")).toBe("pat 2");
  });

  test("that can't be read at all says why", async () => {
    const { read } = createSecrets(async () => {
      throw new Error("denied");
    });
    const early = readEarly(read, ["pat"], () => 0);
    await expect(early("pat")).rejects.toThrow("denied");
  });

  test("that nobody asks for may fail", async () => {
    readEarly(createSecrets(() => Promise.reject(new Error("denied"))).read, ["pat"], () => 0);
    // An error that nobody takes would end the function here.
    await new Promise(setImmediate);
  });

  test("is one of four at most; the others are read when they are asked for", async () => {
    const { reads, read } = createSecrets();
    const names = ["a", "b", "c", "d", "e", "f"];
    const early = readEarly(read, names, () => 0);
    expect(reads).toEqual(["a", "b", "c", "d"]);
    expect(await Promise.all(names.map(early))).toEqual(names.map((name) => `${name} 1`));
    expect(reads).toEqual(names);
  });

  test.each(["other", "__proto__", "constructor"])("is not taken for '%s'", async (name) => {
    const early = readEarly(createSecrets().read, ["pat"], () => 0);
    expect(await early(name)).toBe(`${name} 1`);
  });
});

describe("early connections", () => {
  const dynamoDb = "https://dynamodb.test";
  const openedFor = (gitHub: readonly string[]) => {
    const opened: string[] = [];
    const open = (url: string) => opened.push(url);
    openEarly({ open }, { open }, { dynamoDb, gitHub });
    return opened;
  };

  test("are two to DynamoDB, which is asked for two things at the same time, and one to each GitHub", () => {
    const urls = ["https://api.github.com", "https://ghes.test/api/v3", "https://ghes.test/other"];
    const gitHub = ["https://api.github.com", "https://ghes.test"];
    expect(openedFor(urls)).toEqual([dynamoDb, dynamoDb, ...gitHub]);
  });

  test("are opened to two GitHubs at most", () => {
    const hosts = ["a", "b", "c"].map((name) => `https://${name}.test`);
    expect(openedFor(hosts)).toEqual([dynamoDb, dynamoDb, ...hosts.slice(0, 2)]);
  });
});
