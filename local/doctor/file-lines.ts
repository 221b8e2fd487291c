import type { Config, Trigger } from "../../dispatch/config.ts";
import { countOf, green, type Line, yellow } from "./line.ts";

/** What the file of triggers has, and which of its schedules it pauses. */
export function fileLines(path: string, config: Config): readonly Line[] {
  const triggers = Object.entries(config.triggers);
  const schedules = schedulesIn(triggers);
  const count = (kind: "http" | "event") => triggers.filter(([, { on }]) => on[kind]).length;
  const counts = [
    countOf(triggers.length, "trigger"),
    countOf(schedules.length, "schedule"),
    countOf(count("http"), "route"),
    countOf(count("event"), "event"),
  ];
  return [green("file", `${path}: ${counts.join(", ")}`), pausedLine(schedules)];
}

function pausedLine(schedules: ReturnType<typeof schedulesIn>): Line {
  const about = "file, schedules";
  const paused = schedules.filter(({ isEnabled }) => !isEnabled).map(({ name }) => name);
  if (paused.length === 0) return green(about, "none is paused");
  const mend = "Where that is not meant any more, take out enabled: false.";
  return yellow(about, "paused by enabled: false", mend, paused);
}

function schedulesIn(triggers: readonly (readonly [string, Trigger])[]) {
  return triggers.flatMap(([trigger, { on }]) =>
    (on.schedule ?? []).map(({ cron, timezone, enabled }) => ({
      name: `${trigger} (${cron} ${timezone})`,
      isEnabled: enabled,
    })),
  );
}
