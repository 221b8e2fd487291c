/** A page of a list and the `Link` header that leads to the others. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}

const defaultPerPage = 30;
const maxPerPage = 100;

/**
 * Cuts the page out that `per_page` (30, at most 100) and `page` ask for
 * (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api). Values that make no
 * sense count as absent.
 * @param url the list's own URL, without a query.
 */
export function paginate<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  url: string,
): Page<Item> {
  const perPage = Math.min(readCount(query.get("per_page")) ?? defaultPerPage, maxPerPage);
  const page = readCount(query.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = [
    ...(page > 1 ? [relation("prev", Math.min(page - 1, last)), relation("first", 1)] : []),
    ...(page < last ? [relation("next", page + 1), relation("last", last)] : []),
  ].join(", ");
  return {
    items: items.slice((page - 1) * perPage, page * perPage),
    headers: link === "" ? {} : { link },
  };

  function relation(name: string, number: number): string {
    const other = new URLSearchParams(query);
    other.set("page", String(number));
    return `<${url}?${other}>; rel="${name}"`;
  }
}

function readCount(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
