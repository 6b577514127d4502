/**
 * Writes docs/reference/config.md and docs/reference/metrics.md from packages/server (built beforehand: `npm run build`).
 * `--check` writes nothing and exits with 1 where a page would differ.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const server = new URL('../packages/server/dist/platform/', import.meta.url);
const { SETTINGS } = await import(new URL('settings/schema.js', server).href);
const { createMetrics } = await import(new URL('metrics/metrics.js', server).href);

const cell = (text) => String(text).replaceAll('|', '\\|');
const standard = (value) => (value === undefined || value === '' || value?.length === 0 ? '' : `\`${value}\``);

const configRows = SETTINGS.map(({ name, variable, otherVariable, flag, help, secret, standard: value }) =>
  [
    `\`${variable}\`${otherVariable ? `, \`${otherVariable}\`` : ''}`,
    `\`${flag}\``,
    `\`${name}\``,
    standard(value),
    cell(help) + (secret ? ' Secret: never shown.' : ''),
  ].join(' | '),
);

const config = `# Settings

A flag counts more than the environment, that more than the file (JSON, named by \`CUPEL_CONFIG\`), that more than the default.
What is not listed here is refused at the start, in all three. \`cupel config\` prints what is in force, secrets masked.

| Variable | Flag | In the file | Default | What it is |
|---|---|---|---|---|
${configRows.map((row) => `| ${row} |`).join('\n')}
`;

/** Those of prom-client itself are not ours to explain. */
const own = (await createMetrics().registry.getMetricsAsJSON()).filter(({ name }) => !/^(process|nodejs)_/.test(name));
const labels = (name) => createMetrics().registry.getSingleMetric(name)?.labelNames ?? [];
const metricRows = own
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(
    ({ name, type, help }) =>
      `| \`${name}\` | ${type} | ${labels(name)
        .map((label) => `\`${label}\``)
        .join(', ')} | ${cell(help)} |`,
  );

const metrics = `# Metrics

\`GET /metrics\` with a key of the scope \`admin\`, or without one on the port \`CUPEL_METRICS_PORT\`. What is counted when a submission ends is
counted by one API process; sum over processes. What is read from the database is the same on every process; take the maximum.

| Name | Kind | Labels | What it tells |
|---|---|---|---|
${metricRows.join('\n')}
`;

for (const [name, fresh] of Object.entries({ config, metrics })) {
  const file = new URL(`../docs/reference/${name}.md`, import.meta.url);
  if (!process.argv.includes('--check')) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, fresh);
  } else if (!existsSync(file) || fresh !== readFileSync(file, 'utf8')) {
    console.error(`docs/reference/${name}.md does not say what the code says; type \`npm run generate\``);
    process.exitCode = 1;
  }
}
process.exit();
