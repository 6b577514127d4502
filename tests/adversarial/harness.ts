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

/** With every wall: the verdict is the header's, nothing of the effect is there, and the host is as it was. */
async function checkContained(item: Case, attack: Attack, setting: Setting): Promise<void> {
  const scene = await item.stage(setting);
  try {
    // Of the run's processes none may be left, also none of a neighbour's.
    const before = { ...world(setting.token), processes: [] };
    const ran = await perform(attack, scene, setting);
    const effect = await scene.effect(ran);
    expectAttempted(ran);
    expect(effect).toBeUndefined();
    expect(ran.outcome.evidence.isolation.missing).toEqual([]);
    expect(item.verdicts?.[setting.variant] ?? attack.header.verdicts).toContain(ran.verdict);
    item.contained?.(ran, setting);
    expect(world(setting.token)).toEqual(before);
  } finally {
    await scene.close?.();
    await cleanUp(setting.token);
  }
}

/** Without the walls of its header the attack must have its effect, or the probe proves nothing. */
async function checkControl(item: Case, attack: Attack, setting: Setting): Promise<void> {
  const scene = await item.stage(setting);
  try {
    const ran = await perform(attack, scene, setting);
    const effect = await scene.effect(ran);
    expectAttempted(ran);
    expect(effect, `it had no effect: ${JSON.stringify(ran.facts).slice(0, 2000)}`).toBeDefined();
    expect(ran.outcome.evidence.isolation.missing.toSorted()).toEqual(lackedBy(attack).toSorted());
  } finally {
    await scene.close?.();
    await cleanUp(setting.token);
  }
}

/** Each wall of the header stops the attack by itself. */
async function checkOneWall(item: Case, attack: Attack, setting: Setting): Promise<void> {
  const scene = await item.stage(setting);
  try {
    const ran = await perform(attack, scene, setting);
    const effect = await scene.effect(ran);
    expectAttempted(ran);
    expect(effect).toBeUndefined();
  } finally {
    await scene.close?.();
    await cleanUp(setting.token);
  }
}

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
    const control = lacking.length > 0;
    return {
      token: newToken(),
      variant,
      limits: { ...LIMITS, ...item.limits },
      launcher: control ? weak : product,
      run: (spec, hooks) => (control ? weak.run(spec, lacking, hooks) : product.sandbox.run(spec, hooks)),
      control,
      guardMemory: () => (control ? weak.guard.memory() : 0),
    };
  };

  for (const item of cases) {
    const attack = getAttack(`${name}/${item.folder}`);
    const { walls, id } = attack.header;
    describe(`${id} ${attack.header.attack}`, () => {
      for (const variant of item.variants ?? ['']) {
        it(`is contained ${variant}`, async () => {
          await checkContained(item, attack, settingFor(item, variant, []));
        });
        if (walls.length > 0)
          it(`succeeds without ${walls.join(', ')} ${variant}`, async () => {
            await checkControl(item, attack, settingFor(item, variant, lackedBy(attack)));
          });
      }
      for (const variant of item.variants ?? [''])
        for (const wall of walls.length > 1 ? walls : [])
          it(`is stopped by ${wall} alone ${variant}`, async () => {
            const lacking = lackedBy(attack).filter((other) => other !== wall);
            await checkOneWall(item, attack, settingFor(item, variant, lacking));
          });
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
