import type { HostAnswer } from "./api-version.ts";
import { green, type Line, red, yellow } from "./line.ts";

/**
 * Seconds by which the JWT of an App is dated back (universal-github-app-jwt), since GitHub refuses one
 * from the future. GitHub itself advises 60 and an accurate clock:
 * docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app.
 */
const tolerated = 30;
const longest = 60;

/**
 * How far this machine's clock is from that of a host. Its `Date` header has whole seconds, and was
 * written at some time between the request and the answer: what that explains is no difference.
 */
export function clockLine(name: string, { answer, sent, received }: HostAnswer): Line {
  const about = `clock against ${name}`;
  const date = Date.parse(answer.headers.get("date") ?? "");
  if (Number.isNaN(date)) {
    return yellow(about, "can't be told: it sent no Date", "Compare the clocks yourself.");
  }
  const least = sent - (date + 1000);
  const most = received - date;
  const isSame = least <= 0 && most >= 0;
  const seconds = isSame ? 0 : Math.round(Math.min(Math.abs(least), Math.abs(most)) / 1000);
  if (seconds === 0) return green(about, "no difference");
  const found = `this machine is ${seconds} s ${least > 0 ? "ahead" : "behind"}`;
  if (seconds <= tolerated) return green(about, found);
  const mend = "Set this machine's clock by NTP.";
  if (seconds <= longest) return yellow(about, found, mend);
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
  const why = "GitHub refuses an App's JWT, and AWS a signature that is minutes off";
  return red(about, `${found}: ${why}`, mend);
}
