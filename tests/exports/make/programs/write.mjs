// Reads {"columns": […], "rows": [[…]]} from standard input; the argument says how it is written.
// Dates come as {"date": milliseconds}. The packages are those of the folder in which it runs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const revive = (_, value) => (value?.date === undefined ? value : new Date(value.date));
const table = JSON.parse(readFileSync(0, "utf8"), revive);
const objects = table.rows.map((row) => Object.fromEntries(row.map((value, at) => [table.columns[at], value])));

const ways = {
  "csv-stringify": () => require("csv-stringify/sync").stringify(table.rows, { header: true, columns: table.columns }),
  "csv-stringify-excel": () =>
    require("csv-stringify/sync").stringify(table.rows, {
      header: true, columns: table.columns, bom: true, delimiter: ";", quoted_string: true, record_delimiter: "windows",
      cast: { boolean: (value) => String(value), date: (value) => value.toISOString() },
    }),
  papaparse: () => require("papaparse").unparse({ fields: table.columns, data: table.rows }),
  "papaparse-guarded": () =>
    require("papaparse").unparse({ fields: table.columns, data: table.rows }, { quotes: true, escapeFormulae: true }),
  json2csv: () => new (require("@json2csv/plainjs").Parser)().parse(objects),
  "json2csv-excel": () => {
    const { stringExcel: string } = require("@json2csv/formatters");
    return new (require("@json2csv/plainjs").Parser)({ formatters: { string }, eol: "\r\n", withBOM: true }).parse(objects);
  },
  // What people write who need no package.
  "template-literals": () =>
    [table.columns, ...table.rows]
      .map((row) => row.map((value) => `${value}`).join(","))
      .join("\n"),
  "json-stringify": () =>
    [table.columns, ...table.rows].map((row) => row.map((value) => JSON.stringify(value ?? "")).join(",")).join("\n"),
};

if (process.argv[2] === "fast-csv") {
  const { format } = require("fast-csv");
  const out = format({ headers: table.columns, writeBOM: true, rowDelimiter: "\r\n", includeEndRowDelimiter: true });
  out.pipe(process.stdout);
  table.rows.forEach((row) => out.write(row));
  out.end();
} else {
  process.stdout.write(ways[process.argv[2]]());
}
