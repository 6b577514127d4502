import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { words } from '../strings/words.ts';
import 'uplot/dist/uPlot.min.css';

interface Series {
  readonly name: string;
  /** A custom property of the design: charts follow the theme. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  readonly title: string;
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

const HEIGHT = 160;

/** Figures as they come; the last ones stand in words beside the title, for whoever does not see lines. */
export function Chart({ title, times, series }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const names = series.map(({ name, colour }) => `${name} ${colour}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for a set of lines; values come below
  useEffect(() => {
    const place = box.current;
    if (place === null) return;
    const style = getComputedStyle(place);
    const axis = { stroke: style.getPropertyValue('--quiet'), grid: { stroke: style.getPropertyValue('--line'), width: 1 } };
    const lines = series.map(({ name, colour }) => ({
      label: name,
      stroke: () => getComputedStyle(place).getPropertyValue(colour),
      width: 2,
      points: { show: false },
    }));
    const options = { width: place.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false } };
    const made = new uPlot(
      {
        ...options,
        series: [{}, ...lines],
        scales: { y: { range: fromNothing } },
        axes: [
          { ...axis, space: 84, size: 32, values: clockTimes },
          { ...axis, size: 48 },
        ],
      },
      [[], ...series.map(() => [])],
      place,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: place.clientWidth, height: HEIGHT }));
    watch.observe(place);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [names]);
  useEffect(() => {
    plot.current?.setData([[...times], ...series.map(({ values }) => [...values])]);
  }, [times, series]);
  const now = series.map(({ name, values }) => `${name} ${figure(values.findLast((value) => value !== null))}`).join(', ');
  return (
    <figure className="chart">
      <figcaption>
        <b>{title}</b> <span className="quiet figures">{words.admin.chartNow(now)}</span>
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  );
}

/** One line, so that it fits a narrow page: the day is today. */
function clockTimes(_: uPlot, ticks: number[]): string[] {
  return ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString());
}

/** Small figures must not look large for want of others. */
function fromNothing(_: uPlot, _least: number, most: number): [number, number] {
  return [0, Math.max(1, most * 1.1)];
}

function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(2);
}
