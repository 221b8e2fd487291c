import * as data from "@actions/expressions/data/index";
import { GitHubNumber } from "./number.ts";

/** A JSON value: what expressions are evaluated over. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** Whether a value is an object, and no list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON as expression data, converted where an expression looks and nowhere else: events are large and
 * expressions touch a few fields. It also keeps what the library's eager conversion drops or chokes on:
 * keys that `Object.prototype` has too, and lists too long to spread into a call.
 */
export function toExpressionData(value: Json): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new GitHubNumber(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  return isList(value) ? new LazyArray(value) : new LazyDictionary(value);
}

/** Expression data as JSON again, without copying what came from JSON. */
export function toJson(value: data.ExpressionData): Json {
  if (value instanceof LazyArray || value instanceof LazyDictionary) return value.json;
  switch (value.kind) {
    case data.Kind.Null:
      return null;
    case data.Kind.Array:
      return value.values().map(toJson);
    case data.Kind.Dictionary:
      return Object.fromEntries(value.pairs().map((pair) => [pair.key, toJson(pair.value)]));
    default:
      return value.value;
  }
}

/** How many members looking at a value may have to walk over. */
export function extent(value: data.ExpressionData): number {
  if (value instanceof LazyArray) return value.json.length;
  if (value.kind === data.Kind.Array) return value.values().length;
  return value.kind === data.Kind.String ? value.value.length : 1;
}

class LazyArray extends data.Array {
  readonly json: readonly Json[];
  #values: data.ExpressionData[] | undefined;

  constructor(json: readonly Json[]) {
    super();
    this.json = json;
  }

  override values(): data.ExpressionData[] {
    this.#values ??= this.json.map(toExpressionData);
    return this.#values;
  }

  override get(index: number): data.ExpressionData {
    return this.values()[index] ?? new data.Null();
  }
}

class LazyDictionary extends data.Dictionary {
  readonly json: JsonObject;
  readonly #values = new Map<string, data.ExpressionData>();
  #keysByLowerCase: Map<string, string> | undefined;

  constructor(json: JsonObject) {
    super();
    this.json = json;
  }

  override get(key: string): data.ExpressionData | undefined {
    const own = Object.hasOwn(this.json, key) ? key : this.#keyIgnoringCase(key);
    return own === undefined ? undefined : this.#valueOf(own);
  }

  override values(): data.ExpressionData[] {
    return Object.keys(this.json).map((key) => this.#valueOf(key));
  }

  override pairs(): { key: string; value: data.ExpressionData }[] {
    return Object.keys(this.json).map((key) => ({ key, value: this.#valueOf(key) }));
  }

  // One wrapper per member: `==` between objects compares identity.
  #valueOf(key: string): data.ExpressionData {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = toExpressionData(this.json[key] ?? null);
    this.#values.set(key, value);
    return value;
  }

  #keyIgnoringCase(key: string): string | undefined {
    this.#keysByLowerCase ??= new Map(
      Object.keys(this.json)
        .reverse()
        .map((own) => [own.toLowerCase(), own]),
    );
    return this.#keysByLowerCase.get(key.toLowerCase());
  }
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
