import { type Price, type Priced, prices, type Usage } from "./prices.ts";

/** Whether what is always free in an account is subtracted, as if nothing else in the account used it. */
export interface Allowance {
  readonly isFreeTierUsed: boolean;
}

/** US dollars of a month. */
export function costOf(usage: Usage, allowance: Allowance): number {
  return sum(pricedIn(usage).map(([name, amount]) => costOfOne(prices[name], amount, allowance)));
}

/** US dollars of a month for each service that costs anything, by the order of the prices. */
export function costByService(usage: Usage, allowance: Allowance): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const [name, amount] of pricedIn(usage)) {
    const { service } = prices[name];
    const cost = costOfOne(prices[name], amount, allowance);
    costs.set(service, (costs.get(service) ?? 0) + cost);
  }
  return costs;
}

function costOfOne(price: Price, amount: number, { isFreeTierUsed }: Allowance): number {
  const free = isFreeTierUsed ? (price.alwaysFree ?? 0) : 0;
  return (Math.max(0, amount - free) * price.usd) / price.per;
}

function pricedIn(usage: Usage): readonly (readonly [Priced, number])[] {
  const names = Object.keys(prices) as readonly Priced[];
  return names.flatMap((name) => {
    const amount = usage[name];
    return amount === undefined ? [] : [[name, amount] as const];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
