import { subscribe } from "node:diagnostics_channel";
import fs, { writeSync } from "node:fs";
import { registerHooks, syncBuiltinESMExports } from "node:module";
import { dirname, sep } from "node:path";
import process, { argv } from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Preloaded into a cold process, it tells through the file descriptor 4 how many bytes of files were loaded before the
 * dispatch was sent: modules wherever they are, and what else was read of the handler's folder. Bytes are those of the
 * files, each counted once.
 */
const [, runner = "", handler = ""] = argv;
const loaded = new Map<string, number>();
let beforeDispatch: number | undefined;

function count(path: string): void {
  if (path !== runner && fs.existsSync(path)) loaded.set(path, fs.statSync(path).size);
}

registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) count(fileURLToPath(url));
    return next(url, context);
  },
});

const { readFileSync } = fs;
fs.readFileSync = ((...args: Parameters<typeof readFileSync>) => {
  const [from] = args;
  const path = from instanceof URL ? fileURLToPath(from) : String(from);
  if (path.startsWith(dirname(handler) + sep)) count(path);
  return readFileSync(...args);
}) as typeof readFileSync;
syncBuiltinESMExports();

/** Both of Node's clients say when a request begins. */
function onRequest(message: unknown): void {
  const { request } = message as { readonly request: { readonly path: string } };
  if (!request.path.endsWith("/dispatches")) return;
  beforeDispatch ??= [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
}
subscribe("undici:request:create", onRequest);
subscribe("http.client.request.start", onRequest);

process.once("exit", () => writeSync(4, String(beforeDispatch ?? "")));
