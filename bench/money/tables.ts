import type { Chart, Column, Results, Row, Table } from "../benchmark.ts";
import { type Bill, durationsOf, origins, volumes } from "./bills.ts";
import { type Allowance, costByService, costOf } from "./cost.ts";
import type { FunctionDurations } from "./durations.ts";
import { billedMilliseconds, queueRequestsOf } from "./usage.ts";

const paid: Allowance = { isFreeTierUsed: false };
const lessFree: Allowance = { isFreeTierUsed: true };

/** The bills as tables, and those of the middle volume as a chart. */
export function resultsOf(bills: readonly Bill[], durations: FunctionDurations): Results {
  const [, middle] = volumes;
  const largest = volumes.at(-1);
  const ofMiddle = bills.filter(({ volume }) => volume === middle);
  return {
    tables: [
      costTable("a month's bill, all of it paid", bills, paid),
      costTable("a month's bill, less what is always free", bills, lessFree),
      serviceTable(bills.filter(({ volume }) => volume === largest)),
      dispatchTable(ofMiddle, durations),
    ],
    goals: [],
    charts: [costChart(ofMiddle)],
  };
}

function costTable(of: string, bills: readonly Bill[], allowance: Allowance): Table {
  const columns = volumes.map(({ name }): Column => ({ name, unit: "USD" }));
  const rows = origins.flatMap(({ origin, name }): readonly Row[] => {
    const own = bills.filter((bill) => bill.origin === origin);
    return [
      { what: name, figures: own.map((bill) => costOf(bill.dispatcher, allowance)) },
      {
        what: apiDestinationFor(name),
        figures: own.map((bill) => costOf(bill.apiDestination, allowance)),
      },
    ];
  });
  return { of, columns, rows };
}

/** Where the money goes at one volume. */
function serviceTable(bills: readonly Bill[]): Table {
  const costs = bills.map(({ dispatcher }) => costByService(dispatcher, paid));
  const services = [...new Set(costs.flatMap((each) => [...each.keys()]))];
  return {
    of: `${bills[0]?.volume.name} a month, by service`,
    columns: bills.map(({ origin }): Column => ({ name: nameOf(origin), unit: "USD" })),
    rows: services.map((what) => ({ what, figures: costs.map((each) => each.get(what)) })),
  };
}

/** What one dispatch takes at one volume. */
function dispatchTable(bills: readonly Bill[], durations: FunctionDurations): Table {
  return {
    of: `one of ${bills[0]?.volume.name} a month`,
    columns: [
      { name: "billed, warm", unit: "ms" },
      { name: "billed, cold", unit: "ms" },
      { name: "write units", unit: "" },
      { name: "bytes kept", unit: "" },
      { name: "bytes logged", unit: "" },
      { name: "requests to SQS", unit: "" },
    ],
    rows: bills.map(({ origin, footprints: { warm } }) => {
      const billed = billedMilliseconds(durationsOf(origin, durations));
      const { writeUnits, storedBytes, logBytes } = warm;
      const requests = queueRequestsOf(origin);
      const figures = [billed.warm, billed.cold, writeUnits, storedBytes, logBytes, requests];
      return { what: nameOf(origin), figures };
    }),
  };
}

function costChart(bills: readonly Bill[]): Chart {
  return {
    title: `US dollars a month for ${bills[0]?.volume.name}, all of it paid`,
    unit: "USD",
    bars: bills.flatMap(({ origin, dispatcher, apiDestination }) => [
      { label: nameOf(origin), figure: costOf(dispatcher, paid) },
      {
        label: apiDestinationFor(nameOf(origin)),
        figure: costOf(apiDestination, paid),
        isPeer: true,
      },
    ]),
  };
}

function apiDestinationFor(origin: string): string {
  return `${origin}, by an API destination`;
}

function nameOf(wanted: Bill["origin"]): string {
  return origins.find(({ origin }) => origin === wanted)?.name ?? wanted;
}
