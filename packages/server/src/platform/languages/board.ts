import { availableVersions, CupelError, findLanguage, type Language, type Toolchain, withVersion } from '@cupel/domain';
import { languageCapability } from '../jobs/capabilities.js';
import { type WorkerDetails, WorkerDetailsSchema } from '../jobs/worker-details.js';

/** A worker that lives, as the database knows it. */
export interface LiveWorker {
  readonly id: string;
  readonly state: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly busy: number;
  readonly details: unknown;
}

interface Choice {
  readonly language: Language;
  /** As the job will be given it; absent where none was asked for. */
  readonly version?: string;
  readonly requires: readonly string[];
}

export interface LanguageBoard {
  /** Those that this service knows, whether a worker has them or not. */
  readonly known: readonly Language[];
  /** Those that can be run now. */
  available(): readonly Language[];
  /** The toolchains of a language, one for each set of versions among the workers. */
  toolchains(id: string): readonly Toolchain[];
  /** Throws `unsupported_language` and `version_unknown`, each with what there is. */
  choose(name: string, version: string | undefined): Choice;
  workers(): readonly (LiveWorker & { readonly parsed: WorkerDetails | undefined })[];
  refresh(): Promise<void>;
}

/** What can be run: the languages that this service knows, of those the ones that living workers have. */
export function createLanguageBoard(
  known: readonly Language[],
  findWorkers: () => Promise<readonly LiveWorker[]>,
): LanguageBoard {
  let board = boardOf(known, []);
  let reading: Promise<void> | undefined;
  // Many refusals at once are one look.
  const refresh = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const read = async () => {
    const workers = await findWorkers();
    board = boardOf(
      known,
      workers.map((worker) => ({ ...worker, parsed: WorkerDetailsSchema.safeParse(worker.details).data })),
    );
  };
  const toolchains = (id: string) => board.toolchains.get(id) ?? [];
  const choose = (name: string, version: string | undefined): Choice => {
    const found = findAvailable(board.available, name);
    const wanted = version ?? found.version;
    const any = languageCapability(found.language.id);
    if (wanted === undefined) return { language: found.language, requires: [any] };
    return { language: found.language, ...chooseVersion(found.language, wanted, toolchains(found.language.id)) };
  };
  return { known, available: () => board.available, toolchains, choose, workers: () => board.workers, refresh };
}

/** Drawn up when workers come and go, not for each request. */
function boardOf(known: readonly Language[], workers: ReturnType<LanguageBoard['workers']>) {
  const offers = workers.flatMap(({ parsed }) => parsed?.languages ?? []);
  const toolchains = new Map(known.map((language) => [language.id, toolchainsOf(language, offers)]));
  // While no worker lives, submissions wait for one; which languages it will have is then not known.
  const anyone = workers.some(({ parsed }) => parsed);
  const available = anyone ? known.filter(({ id }) => (toolchains.get(id)?.length ?? 0) > 0) : known;
  return { workers, toolchains, available };
}

function toolchainsOf(language: Language, offers: WorkerDetails['languages']): readonly Toolchain[] {
  const own = offers.filter(({ id }) => id === language.id);
  const distinct = new Map(own.map(({ tools }) => [JSON.stringify(tools), tools]));
  return [...distinct.values()].map((tools) => ({ language, versions: Object.fromEntries(tools) }));
}

function findAvailable(languages: readonly Language[], name: string) {
  try {
    return findLanguage(languages, name);
  } catch {
    const available = languages.map(({ id }) => id).join(', ');
    throw new CupelError('unsupported_language', { language: name, available }, { field: 'language' });
  }
}

function chooseVersion(language: Language, wanted: string, offers: readonly Toolchain[]): Pick<Choice, 'version' | 'requires'> {
  const any = languageCapability(language.id);
  // Variants are the language's own, so every worker that has it has them all.
  if (language.variants.length > 0) {
    const version = withVersion({ language, versions: {} }, wanted).variant?.version;
    return version === undefined ? { requires: [any] } : { version, requires: [any] };
  }
  for (const toolchain of offers) {
    const version = matching(toolchain, wanted);
    if (version !== undefined) return { version, requires: [any, languageCapability(language.id, version)].sort() };
  }
  const available = [...new Set(offers.flatMap(availableVersions))].join(', ') || 'none, for no worker lives';
  throw new CupelError('version_unknown', { language: language.name, version: wanted, available }, { field: 'version' });
}

function matching(toolchain: Toolchain, wanted: string): string | undefined {
  try {
    withVersion(toolchain, wanted);
    return availableVersions(toolchain)[0];
  } catch {
    return undefined;
  }
}
