// Pictures of the dashboard with what a Prometheus holds: npm install && npm run draw PROMETHEUS FOLDER [MINUTES [UNTIL]]
// No Grafana runs: its published components (panels.jsx) draw the panels' queries, in a headless Chromium.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const WIDTH = 1400; // pixels
const ROW = 38; // pixels of a row of the dashboard's grid
const STEP = 15; // seconds between two points
const BEGINS = [0, 36]; // the rows of the grid at which a picture begins

const [prometheus, folder, minutes = "30", until] = process.argv.slice(2);
if (!folder) throw new Error("npm run draw http://127.0.0.1:9090 FOLDER [MINUTES [2024-11-27T12:00Z]]");
const dashboard = JSON.parse(readFileSync(new URL("../dashboards/communique.json", import.meta.url)));
const to = Math.floor((until ? Date.parse(until) : Date.now()) / 1000 / STEP) * STEP;
const from = to - 60 * minutes;

/** The series of a query: {metric, values: [[seconds, "value"], …]}. */
async function ask({ expr, instant }) {
  const query = expr.replaceAll("$__rate_interval", "1m");
  const asked = new URLSearchParams(instant ? { query, time: to } : { query, start: from, end: to, step: STEP });
  const answer = await fetch(`${prometheus}/api/v1/${instant ? "query" : "query_range"}?${asked}`);
  const { data, error } = await answer.json();
  if (error) throw new Error(`${expr}: ${error}`);
  return data.result.map(({ metric, value, values }) => ({ metric, values: values ?? [value] }));
}

for (const { targets } of dashboard.panels) for (const target of targets) target.answer = await ask(target);

const { outputFiles } = await build({
  entryPoints: [new URL("panels.jsx", import.meta.url).pathname],
  bundle: true,
  minify: true,
  write: false,
  outdir: "bundle",
  loader: { ".woff": "dataurl", ".woff2": "dataurl", ".svg": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"', global: "window" },
});
const [script, style] = [".js", ".css"].map((end) => outputFiles.find(({ path }) => path.endsWith(end)).text);
const scratch = mkdtempSync(join(tmpdir(), "dashboard-"));
for (const [number, begin] of BEGINS.entries()) {
  const panels = dashboard.panels
    .filter(({ gridPos: { y } }) => y >= begin && y < (BEGINS[number + 1] ?? Infinity))
    .map((panel) => ({ ...panel, gridPos: { ...panel.gridPos, y: panel.gridPos.y - begin } }));
  const rows = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  const given = JSON.stringify({ panels, from: from * 1000, to: to * 1000, width: WIDTH });
  const page = join(scratch, `${number}.html`);
  const code = `window.given = ${given};\n${script}`.replaceAll("</script", "<\\/script");
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>${style}</style><main></main><script>${code}</script>`);
  const options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=8000"];
  const picture = `--screenshot=${join(folder, `dashboard-${number + 1}.png`)}`;
  execFileSync("chromium", [...options, `--window-size=${WIDTH},${rows * ROW + 8}`, picture, `file://${page}`]);
}
rmSync(scratch, { recursive: true });
