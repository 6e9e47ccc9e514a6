// Says what AsyncAPI's own parser finds wrong with the document named on the command line.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const ERROR = 0;
const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf8"));
for (const found of diagnostics.filter((each) => each.severity === ERROR)) {
  console.error(`${found.path.join(".")}: ${found.message}`);
}
if (!document) process.exit(1);
console.log(JSON.stringify(document.channels().all().map((channel) => channel.address()).sort()));
