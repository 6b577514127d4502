import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS, type Limits, type Wall } from '@cupel/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AttackSandbox } from '../support/attack-sandbox.js';
import { type Product, startProduct } from '../support/product.js';
import { forget } from './canary.js';
import type { Case, Ran, Setting } from './case.js';
import type { Attack } from './header.mjs';
import { filesWith, world } from './outside.js';
import { perform } from './perform.js';
import { getAttack } from './programs.js';

const LIMITS: Limits = { ...DEFAULT_LIMITS, wallTime: 5_000_000, cpuTime: 2_000_000, memory: 128 << 20 };

const newToken = (): string => `cupel-${randomBytes(6).toString('hex')}`;

const cleanUp = async (token: string): Promise<void> => {
  await forget(token);
  for (const file of filesWith(token)) rmSync(file, { recursive: true, force: true });
};

/** The walls that its control takes away. */
const lackedBy = ({ header }: Attack): readonly Wall[] => [...header.walls, ...header.also];

const expectAttempted = (ran: Ran): void => {
  const said = `${Buffer.from(ran.outcome.stderr).toString().slice(-2000)} ${JSON.stringify(ran.outcome.evidence)}`;
  expect(
    ran.facts.some((fact) => 'attempt' in fact),
    `the program never got to its attempt: ${said}`,
  ).toBe(true);
};

type Check = (ran: Ran, effect: string | undefined) => void;

/** Sets the attack up, runs it once under the walls of the setting, looks for its effect, and clears away. */
async function tryOut(item: Case, attack: Attack, setting: Setting, check: Check): Promise<void> {
  const scene = await item.stage(setting);
  try {
    // Of the run's processes none may be left, also none of a neighbour's.
    const before = { ...world(setting.token), processes: [] };
    const ran = await perform(attack, scene, setting);
    const effect = await scene.effect(ran);
    expectAttempted(ran);
    expect(ran.outcome.evidence.isolation.missing.toSorted()).toEqual(setting.lacking.toSorted());
    check(ran, effect);
    if (setting.lacking.length === 0) expect(world(setting.token)).toEqual(before);
  } finally {
    await scene.close?.();
    await cleanUp(setting.token);
  }
}

/** With every wall: the verdict is the header's, nothing of the effect is there, and the host is as it was. */
const contained = (item: Case, attack: Attack, setting: Setting): Promise<void> =>
  tryOut(item, attack, setting, (ran, effect) => {
    expect(effect).toBeUndefined();
    expect(item.verdicts?.[setting.variant] ?? attack.header.verdicts).toContain(ran.verdict);
    item.contained?.(ran);
  });

/** Without the walls of its header the attack must have its effect, or the probe proves nothing. */
const succeeds = (item: Case, attack: Attack, setting: Setting): Promise<void> =>
  tryOut(item, attack, setting, ({ facts }, effect) => {
    expect(effect, `it had no effect: ${JSON.stringify(facts).slice(0, 2000)}`).toBeDefined();
  });

/** Each wall of the header stops the attack by itself. */
const stopped = (item: Case, attack: Attack, setting: Setting): Promise<void> =>
  tryOut(item, attack, setting, (_, effect) => {
    expect(effect).toBeUndefined();
  });

/** Declares the tests of one class of attacks: for each case and variant one with every wall, and its control. */
export function attackTests(name: string, cases: readonly Case[], elsewhere: readonly string[] = []): void {
  const launchers: { product?: Product; weak?: AttackSandbox } = {};
  beforeAll(async () => {
    launchers.product = await startProduct();
    launchers.weak = await AttackSandbox.start('attack');
  });
  afterAll(async () => {
    await launchers.product?.close();
    await launchers.weak?.close();
  });

  it('leaves no program untried', () => {
    const folders = readdirSync(join(import.meta.dirname, name), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...new Set([...cases.map(({ folder }) => folder), ...elsewhere])].toSorted()).toEqual(
      folders.map((entry) => entry.name).toSorted(),
    );
  });

  const settingFor = (item: Case, variant: string, lacking: readonly Wall[]): Setting => {
    const { product, weak } = launchers;
    if (product === undefined || weak === undefined) throw new Error('the launchers were not started');
    const isControl = lacking.length > 0;
    return {
      token: newToken(),
      variant,
      limits: { ...LIMITS, ...item.limits },
      launcher: isControl ? weak : product,
      run: (spec, hooks) => (isControl ? weak.run(spec, lacking, hooks) : product.sandbox.run(spec, hooks)),
      lacking,
      guardMemory: () => (isControl ? weak.guard.memory() : 0),
    };
  };

  for (const item of cases) {
    const attack = getAttack(`${name}/${item.folder}`);
    const { walls, id } = attack.header;
    const others = (wall: Wall): readonly Wall[] => lackedBy(attack).filter((other) => other !== wall);
    describe(`${id} ${attack.header.attack}`, () => {
      for (const variant of item.variants ?? ['']) {
        it(`is contained ${variant}`, () => contained(item, attack, settingFor(item, variant, [])));
        if (walls.length > 0)
          it(`succeeds without ${walls.join(', ')} ${variant}`, () =>
            succeeds(item, attack, settingFor(item, variant, lackedBy(attack))));
        for (const wall of walls.length > 1 ? walls : [])
          it(`is stopped by ${wall} alone ${variant}`, () => stopped(item, attack, settingFor(item, variant, others(wall))));
      }
      const { naive } = item;
      if (naive !== undefined)
        it('succeeds on something naive', async () => {
          const setting = settingFor(item, '', []);
          try {
            expect(await naive(setting)).toBeDefined();
          } finally {
            await cleanUp(setting.token);
          }
        });
    });
  }
}
