import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { SettingsError } from "../local/settings.ts";

/** What the commands' exit codes mean. */
export const exitCodes = {
  /** It is done. */
  done: 0,
  /** It was tried, and it failed. */
  failed: 1,
  /** It was not tried: the arguments or the settings are wrong. */
  unusable: 2,
} as const;

/** The values of a command's options, by name. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Command {
  /** The text of --help. */
  readonly usage: string;
  readonly options?: ParseArgsOptionsConfig;
  /** Whether what isn't an option is an argument of the command. */
  readonly positionals?: boolean;
  /**
   * @returns the exit code.
   * @throws UsageError, SettingsError or CommandFailure, whose messages are printed.
   */
  readonly run: (positionals: readonly string[], values: Values) => Promise<number>;
}

/** Arguments that a command can't use. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** That something was tried and has failed, with the reason for a terminal. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}

/** Runs a command with the arguments of this process, and sets its exit code. */
export async function runCommand(command: Command, args = process.argv.slice(2)): Promise<void> {
  try {
    const { positionals, values } = parse(command, args);
    if (values.help === true) {
      console.log(command.usage.trim());
      return;
    }
    process.exitCode = await command.run(positionals, values);
  } catch (error) {
    process.exitCode = explain(error, command);
  }
}

/** Prints why a command has not done its work, and tells the exit code. */
function explain(error: unknown, { usage }: Command): number {
  const isFailure = error instanceof CommandFailure;
  if (!(isFailure || error instanceof UsageError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${usage.trim()}`);
  return isFailure ? exitCodes.failed : exitCodes.unusable;
}

function parse(command: Command, args: string[]) {
  const help = { type: "boolean", short: "h" } as const;
  try {
    return parseArgs({
      args,
      options: { ...command.options, help },
      allowPositionals: command.positionals ?? false,
    }) as { readonly positionals: readonly string[]; readonly values: Values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
