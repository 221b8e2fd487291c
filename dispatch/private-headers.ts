/** Headers that prove who calls: expressions can't read them, so no input, log or answer ever holds one. */
const privateHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "webhook-signature",
  "x-amz-security-token",
  "x-hub-signature",
  "x-hub-signature-256",
]);

/** Whether a header proves who calls. */
export function isPrivateHeader(name: string): boolean {
  return privateHeaders.has(name.toLowerCase());
}
