import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandFailure } from "./command.ts";

/** Reads a secret: what is piped in, or one line that is typed and not shown. */
export function readHidden(
  question: string,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  return input.isTTY ? askHidden(question, input, output) : text(input);
}

/** Asks for one line. @throws CommandFailure when it is broken off. */
export function askHidden(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  // On a terminal, readline takes the echo over, and here writes it nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(question);
  return new Promise((resolve, reject) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      output.write("\n");
      reject(new CommandFailure("Nothing was entered."));
    });
  });
}
