import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CupelError, printable } from '@cupel/domain';
import { packArchive } from '@cupel/problems';
import { CupelApiError, problemsOf, type Verification } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';
import { type Paint, paintFor } from '../paint.js';
import { openPackage, type PackageOptions, requireProblem } from '../problem/open.js';
import { BROKEN, checkedLines, endLine, submissionLine, timeLimitLines } from '../problem/verification-lines.js';
import { table } from '../table.js';

export interface UploadOptions extends ServiceOptions, PackageOptions {
  readonly slug?: string;
  readonly publish?: boolean;
  readonly verify?: boolean;
}

/** `cupel problem upload PACKAGE`: a problem of the service, or the next version of one. A package with errors is not sent. */
export async function problemUploadCommand(folder: string, options: UploadOptions): Promise<void> {
  await using opened = await openPackage(folder, options);
  const { package: found } = requireProblem(folder, opened.result);
  const place = await mkdtemp(join(tmpdir(), 'cupel-upload-'));
  try {
    const zip = join(place, `${found.name}.zip`);
    await packArchive(found.tree, found.name, zip);
    await send(new Uint8Array(await readFile(zip)), options.slug ?? found.name, options);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function send(zip: Uint8Array<ArrayBuffer>, slug: string, options: UploadOptions): Promise<void> {
  const { publish = false, verify = false } = options;
  const flags = { publish, verify };
  const made = await asking(options, async (client) => {
    const problems = problemsOf(client);
    const isThere = await problems.get(slug).then(() => true, isKnown);
    return isThere ? problems.addVersion(slug, zip, flags) : problems.create(slug, zip, flags);
  });
  const { number } = made.version;
  const next = publish ? 'It is published.' : `To have it judge: cupel problem publish ${slug} --number ${number}`;
  if (!verify) return print(options.json, made, `${made.problem.slug} has version ${number}. ${next}`);
  if (options.json !== true) print(false, made, `${made.problem.slug} has version ${number}; it is verified.`);
  const verification = await verified(slug, number, options);
  if (options.json === true) print(true, { ...made, verification }, '');
  else if (verification.holds === true) print(false, made, next);
  process.exitCode = verification.holds === true ? 0 : BROKEN;
}

/** Until a worker has verified the version: what it tells meanwhile, and then what it found. */
async function verified(slug: string, number: number, options: UploadOptions): Promise<Verification> {
  const paint = paintFor(process.stdout);
  const verification = await asking(options, async (client) => {
    const problems = problemsOf(client);
    const { job } = await problems.verification(slug, number);
    for await (const event of client.stream(job)) {
      if (event.kind === 'checked' && event.data.submission !== undefined && process.stderr.isTTY)
        process.stderr.write(`  ${printable(event.data.submission)}\n`);
    }
    return problems.verification(slug, number);
  });
  if (options.json !== true) process.stdout.write(reportLines(verification, paint));
  return verification;
}

function reportLines({ state, holds, report }: Verification, paint: Paint): string {
  if (report === null) return `The verification came to nothing (${state}): have it done again by uploading once more.\n`;
  const width = Math.max(0, ...report.submissions.map(({ path }) => path.length));
  const parts = (['statements', 'inputs', 'outputs'] as const).map((part) => checkedLines(part, report[part], paint));
  const submissions = report.submissions.map((one) => submissionLine(one, width, paint));
  const limits = report.timeLimit === undefined ? [] : [timeLimitLines(report.timeLimit, undefined, paint)];
  return [...parts, ...submissions, ...limits, endLine(holds === true, paint)].join('');
}

function isKnown(error: unknown): boolean {
  if (error instanceof CupelApiError && error.status === 404) return false;
  throw error;
}

/** `cupel problem publish SLUG`: the newest version judges from now on, or the one of this number. */
export async function problemPublishCommand(
  slug: string,
  { number, ...options }: ServiceOptions & { readonly number?: string },
): Promise<void> {
  const version = number === undefined ? undefined : Number(number);
  if (version !== undefined && !(Number.isInteger(version) && version > 0))
    throw new CupelError('option_bad', {
      option: '--number',
      problem: `is the number of a version, not ${printable(number ?? '')}`,
    });
  const published = await asking(options, (client) => problemsOf(client).publish(slug, version));
  const again =
    published.judged_again > 0 ? ` ${published.judged_again} submissions that could not be judged are judged again.` : '';
  print(options.json, published, `Version ${published.version} of ${printable(slug)} judges from now on.${again}`);
}

/** `cupel problem list`: those of the service. */
export async function problemListCommand({ cursor, ...options }: ServiceOptions & { readonly cursor?: string }): Promise<void> {
  const page = await asking(options, (client) => problemsOf(client).list(cursor === undefined ? {} : { cursor }));
  const rows = page.items.map(({ slug, title, state }) => [slug, printable(title), state]);
  const paint = paintFor(process.stdout);
  const columns = ['problem', 'title', 'state'].map((title) => ({ title }));
  const text = rows.length === 0 ? 'There are no problems.' : table(columns, rows, (head) => paint('dim', head));
  print(options.json, page, page.next === null ? text : `${text}\n\nMore: --cursor ${page.next}`);
}
