/** Pictures of a result, drawn without a browser. */
import { writeFileSync } from 'node:fs';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

const SIZE = { width: 900, height: 420 };
const FRAME = {
  animation: false,
  backgroundColor: '#fff',
  legend: { bottom: 4, itemGap: 24 },
  grid: { left: 70, right: 30, top: 60, bottom: 70 },
};

/**
 * Writes what can be drawn of the parts that were measured; returns the files.
 * @param {Record<string, any>} parts by name @param {string} stem path and name without the ending
 */
export function drawPlots(parts, stem) {
  const { languages, service, growth, sandbox } = parts;
  const plots = {
    ...(languages && { languages: languagePlot(languages.results) }),
    ...(sandbox && { peers: peersPlot(sandbox.latency) }),
    ...(service && { service: servicePlot(service.results) }),
    ...(growth && { stored: storedPlot(growth.stored), concurrent: concurrentPlot(growth.concurrent) }),
  };
  return Object.entries(plots).map(([name, option]) => {
    const path = `${stem}-${name}.svg`;
    const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
    chart.setOption({ ...FRAME, ...option });
    writeFileSync(path, `${chart.renderToSVGString()}\n`);
    chart.dispose();
    return path;
  });
}

function languagePlot(results) {
  const rows = results.filter(({ program }) => program === 'hello');
  const series = ['cold', 'warm', 'again'].map((how) => ({
    ...{ name: how, type: 'bar' },
    data: rows.map(({ bare, [how]: one }) => (one === undefined ? null : round(one.median / bare.median))),
    ...(how === 'cold' && { markLine: { symbol: 'none', data: [{ yAxis: 1, name: 'bare' }], label: { formatter: 'bare' } } }),
  }));
  return {
    title: { text: 'A greeting from source to result, of the bare shell (medians, less is better)' },
    xAxis: { type: 'category', data: rows.map(({ language }) => language) },
    yAxis: { type: 'value', name: 'of bare' },
    series,
  };
}

function peersPlot(latency) {
  const programs = [...new Set(latency.map(({ program }) => program))];
  const contenders = [...new Set(latency.map(({ contender }) => contender))];
  const of = (contender, program) => latency.find((row) => row.contender === contender && row.program === program);
  return {
    title: { text: 'One run, whole cycle (medians, less is better; logarithmic)' },
    xAxis: { type: 'category', data: programs },
    yAxis: { type: 'log', name: 'ms', min: 0.1, startValue: 0.1 },
    series: contenders.map((name) => ({
      ...{ name, type: 'bar' },
      data: programs.map((program) => round((of(name, program)?.median ?? 0) / 1e6)),
    })),
  };
}

function servicePlot(results) {
  const clients = [...new Set(results.map((row) => row.clients))];
  const languages = [...new Set(results.map(({ language }) => language))];
  const of = (language, count) => results.find((row) => row.language === language && row.clients === count)?.perSecond;
  return {
    title: { text: 'Runs per second through HTTP (more is better)' },
    xAxis: { type: 'category', name: 'clients', nameLocation: 'middle', nameGap: 25, data: clients },
    yAxis: { type: 'value', name: 'per second' },
    series: languages.map((name) => ({ name, type: 'line', data: clients.map((count) => of(name, count)) })),
  };
}

function storedPlot(rows) {
  return percentiles('A submission through HTTP, 8 clients, while stored ones grow', 'stored submissions', rows, ({ stored }) =>
    stored.toLocaleString('en'),
  );
}

function concurrentPlot(rows) {
  return percentiles('A submission through HTTP, while those at once grow', 'at once', rows, ({ clients }) => `${clients}`);
}

function percentiles(text, name, rows, label) {
  return {
    title: { text },
    xAxis: { type: 'category', name, nameLocation: 'middle', nameGap: 25, data: rows.map(label) },
    yAxis: { type: 'value', name: 'ms' },
    series: ['p50', 'p95', 'p99'].map((key) => ({ name: key, type: 'line', data: rows.map((row) => row[key]) })),
  };
}

/** @param {number} value */
function round(value) {
  return Number(value.toPrecision(3));
}
