import { answerAws } from "./aws-request.ts";
import { createDynamoDb } from "./dynamodb.ts";
import type { Answer, Request } from "./exchange.ts";
import { createGitHub, type Dispatch } from "./github.ts";
import { createSecretsManager } from "./secrets-manager.ts";

/** What the stand-ins have been asked. */
export interface Counts {
  /** Requests to Secrets Manager. */
  readonly secrets: number;
  /** Requests to DynamoDB. */
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

/** The services that a dispatch asks, with something for each. */
export interface ForServices<Each> {
  readonly secretsManager: Each;
  readonly dynamoDb: Each;
  readonly gitHub: Each;
}

export interface Cloud {
  /** What each service answers; to what another one is asked, it has no answer but an error. */
  readonly services: ForServices<(request: Request) => Answer>;
  readonly counts: () => Counts;
}

/** Secrets Manager, DynamoDB and GitHub. */
export function createCloud({ dispatch, secrets }: CloudOptions): Cloud {
  const secretsManager = createSecretsManager(secrets);
  const dynamoDb = createDynamoDb();
  const gitHub = createGitHub(dispatch);
  const counts = { secrets: 0, records: 0, recordBytes: 0, runs: 0, refused: 0 };

  const countRefused = (answer: Answer): Answer => {
    if (answer.status !== 200 && !isUnmetCondition(answer)) counts.refused += 1;
    return answer;
  };
  return {
    counts: () => ({ ...counts }),
    services: {
      secretsManager: (request) => {
        counts.secrets += 1;
        return countRefused(answerAws(secretsManager, request));
      },
      dynamoDb: (request) => {
        counts.records += 1;
        counts.recordBytes += Buffer.byteLength(request.body);
        return countRefused(answerAws(dynamoDb, request));
      },
      gitHub: (request) => {
        const answer = gitHub(request);
        if (answer.status === 200) counts.runs += 1;
        return countRefused(answer);
      },
    },
  };
}

function isUnmetCondition({ body }: Answer): boolean {
  return JSON.stringify(body).includes("#ConditionalCheckFailedException");
}
