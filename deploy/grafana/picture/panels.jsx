// The panels of a dashboard, drawn by Grafana's own components and laid out on its grid of 24 columns.
import "@fontsource/inter/400.css";
import "@fontsource/inter/500.css";
import "uplot/dist/uPlot.min.css";
import { createTheme, dateTime, FieldType, getDisplayProcessor, ThemeContext, toDataFrame } from "@grafana/data";
import { BarGauge, BigValue, GlobalStyles, PanelChrome, Table, TimeSeries } from "@grafana/ui";
import React from "react";
import { createRoot } from "react-dom/client";

const CELL = 30; // pixels of a row of the grid
const GAP = 8; // pixels between two panels
const BAR = 60; // pixels that a bar has at most
// What Grafana itself takes where a dashboard says nothing.
const THRESHOLDS = { mode: "absolute", steps: [{ value: -Infinity, color: "green" }, { value: 80, color: "red" }] };
const LINE = {
  drawStyle: "line", lineWidth: 1, fillOpacity: 0, showPoints: "auto", pointSize: 5, spanNulls: false,
  axisPlacement: "auto", scaleDistribution: { type: "linear" }, hideFrom: {}, thresholdsStyle: { mode: "off" },
};

const theme = createTheme({ colors: { mode: "dark" } });
const { panels, from, to, width: pageWidth } = window.given;
const range = { from: dateTime(from), to: dateTime(to), raw: { from: dateTime(from), to: dateTime(to) } };

const named = (legend, labels) => legend?.replace(/{{(\w+)}}/g, (_, name) => labels[name] ?? "") || "all";

/** The fields of values of a panel, one a series, dressed as Grafana does: colour `mode`, unit, thresholds. */
function fields({ targets, fieldConfig: { defaults } }, mode) {
  const series = targets.flatMap(({ legendFormat, answer }) => answer.map((each) => ({ legendFormat, ...each })));
  return series.map(({ legendFormat, metric, values }, seriesIndex) => {
    const name = named(legendFormat, metric);
    const custom = { ...LINE, ...defaults.custom };
    const field = {
      name,
      type: FieldType.number,
      labels: metric,
      config: { thresholds: THRESHOLDS, color: { mode }, ...defaults, custom, displayName: name },
      times: values.map(([at]) => at * 1000),
      values: values.map(([, value]) => (Number.isFinite(+value) ? +value : null)),
      state: { seriesIndex, displayName: name },
    };
    return { ...field, display: getDisplayProcessor({ field, theme, timeZone: "utc" }) };
  });
}

const shown = (field) => ({ ...field.display(field.values.at(-1)), title: field.name });

function Lines({ panel, width, height }) {
  const frames = fields(panel, "palette-classic").map((field, index) => ({
    refId: String(index),
    length: field.values.length,
    fields: [{ name: "Time", type: FieldType.time, config: {}, values: field.times }, field],
  }));
  const legend = { displayMode: "list", placement: "bottom", showLegend: true, calcs: [], ...panel.options.legend };
  return <TimeSeries {...{ frames, legend, width, height }} structureRev={1} timeRange={range} timeZone="utc" options={{}} />;
}

function Numbers({ panel, width, height }) {
  const found = fields(panel, "thresholds");
  const each = { theme, height, width: (width - GAP * (found.length - 1)) / found.length, count: found.length };
  const look = { colorMode: "value", graphMode: "none", justifyMode: "auto", textMode: "auto" };
  return (
    <div style={{ display: "flex", gap: GAP }}>
      {found.map((field) => (
        <BigValue key={field.name} {...each} {...look} value={found.length > 1 ? shown(field) : { ...shown(field), title: undefined }} />
      ))}
    </div>
  );
}

function Bars({ panel, width, height }) {
  const found = fields(panel, "thresholds");
  const max = Math.max(1, ...found.map((field) => field.values.at(-1)));
  const longest = (texts) => texts.reduce((one, other) => (other.length > one.length ? other : one), "");
  const alignmentFactors = { title: longest(found.map(({ name }) => name)), text: longest(found.map((field) => shown(field).text)) };
  const each = { theme, width, alignmentFactors, height: Math.min(BAR, (height - GAP * (found.length - 1)) / found.length) };
  const { orientation, displayMode, namePlacement } = panel.options;
  const look = { orientation, displayMode, namePlacement, showUnfilled: true, valueDisplayMode: "color" };
  return (
    <div style={{ display: "flex", flexDirection: "column", gap: GAP }}>
      {found.map((field) => (
        <BarGauge key={field.name} {...each} {...look} field={{ ...field.config, max }} display={field.display} value={shown(field)} />
      ))}
    </div>
  );
}

function Rows({ panel, width, height }) {
  const found = fields(panel, "thresholds");
  const renamed = panel.transformations?.[0].options.renameByName ?? {};
  const config = { custom: panel.fieldConfig.defaults.custom };
  const names = [...new Set(found.flatMap(({ labels }) => Object.keys(labels)))];
  const columns = names.map((name) => ({ name, config, type: FieldType.string, values: found.map(({ labels }) => labels[name]) }));
  const values = { name: renamed.Value ?? "Value", config, type: FieldType.number, values: found.map((field) => field.values.at(-1)) };
  const frame = toDataFrame({ fields: [...columns, values] });
  for (const field of frame.fields) field.display = getDisplayProcessor({ field, theme });
  return <Table data={frame} width={width} height={height} />;
}

const DRAWN = { timeseries: Lines, stat: Numbers, bargauge: Bars, table: Rows };

function Panel({ panel }) {
  const { x, y, w, h } = panel.gridPos;
  const column = (pageWidth - GAP) / 24;
  const [width, height] = [w * column - GAP, h * (CELL + GAP) - GAP];
  const Draw = panel.targets.some(({ answer }) => answer.length) ? DRAWN[panel.type] : () => "No data";
  return (
    <div style={{ position: "absolute", left: GAP + x * column, top: GAP + y * (CELL + GAP), width, height }}>
      <PanelChrome title={panel.title} width={width} height={height}>
        {(innerWidth, innerHeight) => <Draw panel={panel} width={innerWidth} height={innerHeight} />}
      </PanelChrome>
    </div>
  );
}

// The plots measure their texts, so the font has to be there before they are drawn.
Promise.all(["12px Inter", "500 12px Inter"].map((font) => document.fonts.load(font))).then(() =>
  createRoot(document.querySelector("main")).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      {panels.map((panel) => <Panel key={panel.id} panel={panel} />)}
    </ThemeContext.Provider>,
  ),
);
