import { gzipSync } from "node:zlib";
import type { Tricks } from "./tricks.ts";

/** A body, and how its type is told. None has a `name` or a `payload` that an open route would take. */
export interface Body {
  readonly type: string | undefined;
  readonly bytes: () => Buffer;
}

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const note = '{"note":"hostile-value"}';
const megabyte = 1_048_576;

function text(type: string | undefined, content: string): Body {
  return { type, bytes: () => Buffer.from(content) };
}

function bytes(type: string, content: Buffer): Body {
  return { type, bytes: () => content };
}

function all(type: string, contents: Tricks<string>): Tricks<Body> {
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => [name, text(type, content)]),
  );
}

const documents = all(json, {
  nothing: "",
  spaces: " \t\r\n ",
  "an object": note,
  "an empty object": "{}",
  "a list": "[1,[2],{}]",
  null: "null",
  true: "true",
  "a text": '"text"',
  "a number": "-0.0",
  "an infinite number": '{"note":1e999}',
  "a number of 400 digits": `{"note":${"9".repeat(400)}}`,
  "a tiny number": '{"count":-1e-999}',
  "a key twice": '{"note":1,"note":{"note":2}}',
  "a prototype": '{"__proto__":{"name":"polluted","payload":"{\\"action\\":\\"polluted\\"}"}}',
  "a constructor": '{"constructor":{"prototype":{"name":"polluted","payload":"{}"}}}',
  "names of methods": '{"toString":1,"valueOf":null,"hasOwnProperty":{},"toJSON":"x","then":1}',
  "lone surrogates": '{"\\ud800":"\\udfff","note":"\\ud800\\ud800"}',
  "a NUL": '{"\\u0000":"\\u0000"}',
  "500 levels": `${'{"note":'.repeat(500)}1${"}".repeat(500)}`,
  "a payload that is no JSON": '{"payload":"not JSON"}',
  "a payload that is no text": '{"payload":{"action":"x"}}',
  "an expression": '{"note":"${{ fromJSON(request) }}"}',
  "a broken choice": '{"size":"enormous","count":"NaN"}',
  "30 inputs": `{${Array.from({ length: 30 }, (_, index) => `"i${index}":"x"`).join()}}`,
  "a long input": `{"note":"${"x".repeat(70_000)}"}`,
  NaN: '{"note":NaN}',
  Infinity: "-Infinity",
  "a comma at the end": '{"note":1,}',
  "single quotes": "{'note':1}",
  comments: '{/* note */"note":1}',
  "two documents": `${note}${note}`,
  "an open object": '{"note":',
  "an open text": '"note',
  "a bad escape": '"\\x41"',
  "a raw line break": '{"note":"\n"}',
  "a leading zero": '{"note":012}',
  markup: "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
});

const forms = all(form, {
  "a form": "note=hostile-value&note=again",
  "a form of nothing": "&=&==&",
  "a form that is no UTF-8": "%ff=%fe&%=%zz",
  "a form of prototypes": "__proto__=x&constructor=y&__proto__[name]=z",
  "a form of too many fields": "a&".repeat(1001),
  "a form that is JSON": note,
  "a form that is no payload": "payload=%7Bnot-json",
  "a form of plus signs": "+=+&%20=%2B",
});

const types: Tricks<Body> = Object.fromEntries(
  [
    "APPLICATION/JSON",
    "application/json; charset=utf-16",
    "application/json; charset=",
    'application/json; charset="utf-8',
    "application/json;charset=utf-8;charset=latin1",
    "application/json, text/plain",
    "application/json;;;",
    "application/+json",
    `application/${"+".repeat(5000)}`,
    `application/json${"; charset ".repeat(700)}`,
    `${form}; charset=iso-8859-1`,
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "application/octet-stream",
    "application/graphql",
    "*/*",
    "/",
    "",
    undefined,
  ].map((type) => [`type ${type?.slice(0, 60)}`, text(type, note)]),
);

const encodings: Tricks<Body> = {
  "UTF-16": bytes(`${json}; charset=utf-16`, Buffer.from(`\uFEFF${note}`, "utf16le")),
  "UTF-16 that says it is UTF-8": bytes(json, Buffer.from(note, "utf16le")),
  "no UTF-8": bytes(json, Buffer.from('{"note":"\xff\xfe"}', "latin1")),
  "overlong UTF-8": bytes(json, Buffer.from('{"note":"\xc0\xaf"}', "latin1")),
  "a surrogate in UTF-8": bytes(json, Buffer.from('{"note":"\xed\xa0\x80"}', "latin1")),
  "a byte order mark": text(json, `\uFEFF${note}`),
  "two byte order marks": text(json, `\uFEFF\uFEFF${note}`),
  "a byte order mark alone": text(json, "\uFEFF"),
  gzip: bytes(json, gzipSync(note)),
  "a gzip of 5 MB": bytes(json, gzipSync(Buffer.alloc(5 * megabyte))),
  NULs: bytes(json, Buffer.alloc(64)),
  "a multipart body": text(
    "multipart/form-data; boundary=x",
    '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nhostile-value\r\n--x--\r\n',
  ),
};

export const bodies: Tricks<Body> = { ...documents, ...forms, ...types, ...encodings };

/** Bodies that take milliseconds to read. */
export const heavyBodies: Tricks<Body> = {
  "1 MB less 1": text(json, `"${"x".repeat(megabyte - 3)}"`),
  "1 MB": text(json, `"${"x".repeat(megabyte - 2)}"`),
  "1 MB and 1": text(json, `"${"x".repeat(megabyte - 1)}"`),
  "a form of 1 MB": text(form, "&".repeat(megabyte)),
  "a field of 1 MB": text(form, "%".repeat(megabyte)),
  "a number of 1 MB": text(json, `{"note":${"9".repeat(megabyte - 9)}}`),
  "100,000 lists deep": text(json, `${"[".repeat(100_000)}${"]".repeat(100_000)}`),
  "100,000 objects deep": text(json, `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`),
  "an input 100,000 lists deep": text(
    json,
    `{"note":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ),
  "100,000 brackets": text(json, "[".repeat(100_000)),
  "a payload 100,000 lists deep": text(json, `{"payload":"${"[".repeat(100_000)}"}`),
  "100,000 keys": text(
    json,
    `{${Array.from({ length: 100_000 }, (_, index) => `"${index.toString(36)}":1`).join()}}`,
  ),
};

/** More than an HTTP API takes. */
export const hugeBodies: Tricks<Body> = {
  "10 MB and 1": { type: json, bytes: () => Buffer.alloc(10 * megabyte + 1, " ") },
};
