/** A path as it is written in a URL: its parts are encoded, its slashes stay. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
