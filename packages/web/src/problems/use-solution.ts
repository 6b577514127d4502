import type { Runtime } from '@cupel/sdk';
import { useEffect, useState } from 'react';
import type { Problem } from '../api/problem-types.ts';
import { recall, remember } from '../design/memory.ts';

export interface Solution {
  readonly language: string;
  readonly code: string;
  /** What the problem gives to start from in this language; empty where it gives nothing. */
  readonly starter: string;
  /** Grows when the text was replaced from outside the editor. */
  readonly generation: number;
  edit(code: string): void;
  choose(language: string): void;
  replace(language: string, code: string): void;
}

const LANGUAGE = 'problems.language';
const STORE_AFTER = 300;

/** The program that is being written for a problem, kept in this browser for each language. */
export function useSolution(problem: Problem, runtimes: readonly Runtime[]): Solution {
  const name = (language: string) => `solution.${problem.id}.${language}`;
  const starterOf = (language: string) => problem.starter[language] ?? '';
  const [language, setLanguage] = useState(() => firstLanguage(problem, runtimes));
  const [code, setCode] = useState(() => recall(name(language)) ?? starterOf(language));
  const [generation, setGeneration] = useState(0);
  const key = name(language);
  useEffect(() => {
    const now = () => remember(key, code);
    const timer = setTimeout(now, STORE_AFTER);
    window.addEventListener('pagehide', now);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', now);
    };
  }, [key, code]);
  const replace = (next: string, text: string) => {
    remember(key, code);
    remember(LANGUAGE, next);
    setLanguage(next);
    setCode(text);
    setGeneration((count) => count + 1);
  };
  return {
    language,
    code,
    starter: starterOf(language),
    generation,
    edit: setCode,
    choose: (next) => replace(next, recall(name(next)) ?? starterOf(next)),
    replace,
  };
}

function firstLanguage({ starter }: Problem, runtimes: readonly Runtime[]): string {
  const offered = runtimes.map(({ id }) => id);
  const wanted = [recall(LANGUAGE), ...Object.keys(starter), 'python'];
  return wanted.find((one) => one !== undefined && offered.includes(one)) ?? offered[0] ?? '';
}
