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
  if (!("$metadata" in error)) return undefined;
  if (!wasAnswered(error.$metadata)) return `AWS can't be reached: ${message || codeOf(error)}.`;
  if (/^Stack .* does not exist/.test(message)) {
    return `AWS answered: ${message}. Set STACK_NAME to the stack's name, and AWS_REGION to its region.`;
  }
  return `AWS answered ${name}: ${message}`;
}

function wasAnswered(metadata: unknown): boolean {
  return typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata;
}

/** When no address of a host answers, Node.js gives an error without a message. */
function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : error.name;
}
