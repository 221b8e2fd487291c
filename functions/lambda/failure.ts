/**
 * What AWS, or the way to it, has refused, for a terminal; nothing for a bug of ours.
 *
 * @param error what a client of the AWS SDK has thrown: it gives errors of requests their `$metadata`.
 */
export function awsFailure(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name } = error;
  const message = error.message.replace(/\.$/, "");
  if (/^Region (is missing|not accepted)/.test(message)) {
    return "The AWS region is not known. Set AWS_REGION to that of the stack.";
  }
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    return `There are no AWS credentials that can be used: ${message}.`;
  }
  if ("code" in error && error.code === "ERR_INVALID_URL") return addressFailure(error);
  if (!("$metadata" in error)) return undefined;
  if (!wasAnswered(error.$metadata)) return `AWS can't be reached: ${message || codeOf(error)}.`;
  if (isStackMissing(error)) {
    return `AWS answered: ${message}. Set STACK_NAME to the stack's name, and AWS_REGION to its region.`;
  }
  return `AWS answered ${name}: ${message}`;
}

/** Whether an error of CloudFormation says that there is no such stack. */
export function isStackMissing(error: unknown): boolean {
  return error instanceof Error && /^Stack .* does not exist/.test(error.message);
}

/**
 * Reads something of AWS that may not be there.
 *
 * @param missing the name of the error that says so.
 * @returns nothing if it is not there. Rejects with the other errors of AWS.
 */
export async function ifThere<Value>(
  missing: string,
  read: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.name === missing) return undefined;
    throw error;
  }
}

/** docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function addressFailure(error: Error): string {
  const found = "input" in error ? ` ${JSON.stringify(error.input)}` : "";
  return `The address of AWS${found} is no URL. Set AWS_ENDPOINT_URL to one, such as https://host:4566, or to nothing; or endpoint_url in the AWS profile.`;
}

function wasAnswered(metadata: unknown): boolean {
  return typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata;
}

/** When no address of a host answers, Node.js gives an error without a message. */
function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : error.name;
}
