// Runs the exporter of firebase-tools over the accounts of standard input. The request to the service is answered here.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const users = JSON.parse(readFileSync(0, "utf8"));
require("firebase-tools/lib/apiv2").Client.prototype.post = async () => ({ body: { users } });
const { serialExportUsers } = require("firebase-tools/lib/accountExporter");
const lines = [];
const writeStream = { write: (line) => lines.push(line) };
await serialExportUsers("exports", { format: "csv", batchSize: 1000, writeStream });
process.stdout.write(lines.join(""));
