import { answerAws } from "./aws-request.ts";
import { createDynamoDb } from "./dynamodb.ts";
import type { Answer, Request } from "./exchange.ts";
import { createGitHub, type Dispatch } from "./github.ts";
import { createSecretsManager } from "./secrets-manager.ts";

/** What the stand-ins have been asked. */
export interface Counts {
  readonly secrets: number;
  readonly records: number;
  /** The bytes of the bodies of requests to DynamoDB. */
  readonly recordBytes: number;
  /** Runs that were started. */
  readonly runs: number;
  /** Requests that were refused, other than for a condition that was not met. */
  readonly refused: number;
}

/** What there is: the dispatch that GitHub takes, and the texts of secrets by name. */
export interface CloudOptions {
  readonly dispatch: Dispatch;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Cloud {
  readonly answer: (request: Request) => Answer;
  readonly counts: () => Counts;
}

/** Secrets Manager, DynamoDB and GitHub at one address: a request to AWS says its target in a header. */
export function createCloud({ dispatch, secrets }: CloudOptions): Cloud {
  const secretsManager = createSecretsManager(secrets);
  const dynamoDb = createDynamoDb();
  const github = createGitHub(dispatch);
  const counts = { secrets: 0, records: 0, recordBytes: 0, runs: 0, refused: 0 };

  function answer(request: Request): Answer {
    const target = String(request.headers["x-amz-target"]);
    if (target.startsWith(`${secretsManager.target}.`)) {
      counts.secrets += 1;
      return answerAws(secretsManager, request);
    }
    if (target.startsWith(`${dynamoDb.target}.`)) {
      counts.records += 1;
      counts.recordBytes += Buffer.byteLength(request.body);
      return answerAws(dynamoDb, request);
    }
    const answered = github(request);
    if (answered.status === 200) counts.runs += 1;
    return answered;
  }

  return {
    counts: () => ({ ...counts }),
    answer(request) {
      const answered = answer(request);
      if (answered.status !== 200 && !isUnmetCondition(answered)) counts.refused += 1;
      return answered;
    },
  };
}

function isUnmetCondition({ body }: Answer): boolean {
  return JSON.stringify(body).includes("#ConditionalCheckFailedException");
}
