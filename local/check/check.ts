import type { Trigger } from "../../dispatch/config.ts";
import { checkCodes } from "./codes.ts";
import type { CheckReport, Fault, Finding, Sight, Untold } from "./finding.ts";
import { inputFaults } from "./inputs.ts";
import { givenInputs } from "./literals.ts";
import type { TriggersFile } from "./triggers-file.ts";

/** Looks at what a trigger starts: in a folder of workflow files, or at GitHub. */
export type Look = (trigger: Trigger) => Promise<Sight>;

/**
 * Compares each trigger with what it starts.
 *
 * @param onChecked takes how many triggers have been checked.
 */
export async function checkTriggers(
  { config, place }: TriggersFile,
  look: Look,
  onChecked: (count: number) => void = () => {},
): Promise<CheckReport> {
  const triggers = Object.entries(config.triggers);
  let checked = 0;
  const sights = await Promise.all(
    triggers.map(async ([name, trigger]) => {
      const sight = await look(trigger);
      checked += 1;
      onChecked(checked);
      return { name, trigger, sight };
    }),
  );
  return {
    findings: findingsOf(sights, place),
    untold: merge(
      sights.flatMap(({ name, sight }) => sight.unknowns.map((each) => untoldOf(name, each))),
      ({ about, reason }) => [about, reason],
    ),
    triggers: triggers.length,
    openInputs: triggers.reduce((sum, [, trigger]) => sum + countOpen(trigger), 0),
  };
}

/** A trigger, and what has been found out about it. */
interface Seen {
  readonly name: string;
  readonly trigger: Trigger;
  readonly sight: Sight;
}

/** In the order of the file. */
function findingsOf(sights: readonly Seen[], place: TriggersFile["place"]): readonly Finding[] {
  const findings = sights.flatMap(({ name, trigger, sight }) =>
    faultsOf(trigger, sight).map((fault) => findingOf(name, fault, place)),
  );
  const keyOf = ({ code, line, column, path, found }: Finding) => [code, line, column, path, found];
  return merge(findings, keyOf).sort((a, b) => a.line - b.line || a.column - b.column);
}

function faultsOf(trigger: Trigger, { faults, workflow, maxInputs }: Sight): readonly Fault[] {
  return workflow === undefined
    ? faults
    : [...faults, ...inputFaults(trigger, workflow, maxInputs)];
}

function findingOf(name: string, fault: Fault, place: TriggersFile["place"]): Finding {
  const { code } = fault;
  return { ...place(name, fault), code, level: checkCodes[code].level, triggers: [name] };
}

function untoldOf(name: string, unknown: Sight["unknowns"][number]): Untold {
  return { ...unknown, triggers: [name] };
}

/** What several triggers have in common is told once. */
function merge<Item extends { readonly triggers: readonly string[] }>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
): Item[] {
  const merged = new Map<string, Item>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const triggers = [...(merged.get(key)?.triggers ?? []), ...item.triggers];
    merged.set(key, { ...item, triggers: [...new Set(triggers)] });
  }
  return [...merged.values()];
}

function countOpen(trigger: Trigger): number {
  const given = givenInputs(trigger);
  return given === undefined ? 1 : given.filter(({ isOpen }) => isOpen).length;
}
