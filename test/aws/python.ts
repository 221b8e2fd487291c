import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./processes.ts";

const requirements = fileURLToPath(new URL("./requirements.txt", import.meta.url));

const otherwise =
  "Or set AWS_ENDPOINT_URL to the URL of an AWS emulator that runs functions on this machine.";

/**
 * The Python of a virtual environment with MiniStack, made the first time and whenever requirements.txt
 * has changed.
 *
 * @param folder where it is kept between runs.
 * @throws Error that says what is missing and how to mend it.
 */
export async function pythonWithMiniStack(folder: string): Promise<string> {
  const python = join(folder, "bin", "python");
  const installed = join(folder, "requirements.txt");
  const wanted = readFileSync(requirements, "utf8");
  const isCurrent = existsSync(installed) && readFileSync(installed, "utf8") === wanted;
  if (isCurrent && (await isRunnable(python))) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await requirePython();
  await orExplain(
    "python3",
    ["-m", "venv", folder],
    "Python's venv or pip is missing. Install them (Debian and Ubuntu: apt install python3-venv).",
  );
  await orExplain(
    python,
    ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", requirements],
    `pip can't install what ${requirements} names. Check that this machine reaches a Python package index.`,
  );
  writeFileSync(installed, wanted);
  return python;
}

async function isRunnable(python: string): Promise<boolean> {
  const check = { file: python, args: ["-c", "import ministack"], env: process.env };
  return run(check, 60).then(
    () => true,
    () => false,
  );
}

function requirePython(): Promise<void> {
  return orExplain(
    "python3",
    ["-c", "import sys; assert sys.version_info >= (3, 10), sys.version"],
    "Python 3.10 or newer, as python3, is missing. Install it (python.org, or your system's packages).",
  );
}

async function orExplain(file: string, args: readonly string[], mend: string): Promise<void> {
  try {
    await run({ file, args, env: process.env }, 300);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    const message = `MiniStack, the AWS emulator of these tests, can't be started. ${mend}\n${otherwise}`;
    throw new Error(`${message}\n\n${reason}`, { cause: error });
  }
}
