import type { Result } from '@cupel/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { problemOf } from '../api/client.ts';
import { runtimesQuery } from '../api/queries.ts';
import { Playground } from '../playground/playground.tsx';
import { emptyWorkspace } from '../playground/workspace/examples.ts';
import type { Workspace } from '../playground/workspace/workspace.ts';
import { words } from '../strings/words.ts';
import type { FrameMessage } from './messages.ts';

/** The editor as a frame in another site's page. */
export function EmbedPage() {
  const runtimes = useQuery(runtimesQuery);
  const [query] = useState(() => new URLSearchParams(window.location.search));
  useEffect(followTheme, []);
  useEffect(tellHeight, []);
  if (runtimes.data === undefined)
    return <p role="status">{runtimes.error ? problemOf(runtimes.error) : words.playground.loadingEditor}</p>;
  const language = runtimes.data.find(({ id }) => id === query.get('language')) ?? runtimes.data[0];
  if (language === undefined) return <p role="alert">{words.playground.languagesMissing}</p>;
  const problem = query.get('problem');
  return (
    <Playground
      runtimes={query.has('language') ? [language] : runtimes.data}
      given={firstWorkspace(language.id, language.source, query.get('code'))}
      compact
      onEnd={tellVerdict}
      {...(problem !== null && { problem })}
    />
  );
}

function firstWorkspace(language: string, source: string, code: string | null): Workspace {
  const empty = emptyWorkspace(language, source);
  return code === null ? empty : { ...empty, files: [{ name: source, content: code }] };
}

function followTheme(): void {
  const theme = new URLSearchParams(window.location.search).get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
}

function tell(message: FrameMessage): void {
  if (window.parent !== window) window.parent.postMessage(message, '*');
}

function tellVerdict({ id, verdict, because, judging }: Result): void {
  tell({ cupel: 'verdict', detail: { id, verdict, because, points: judging?.points ?? null } });
}

function tellHeight(): () => void {
  const root = document.getElementById('root');
  const say = () => tell({ cupel: 'height', height: root?.scrollHeight ?? 0 });
  const watch = new ResizeObserver(say);
  if (root) watch.observe(root);
  tell({ cupel: 'ready' });
  return () => watch.disconnect();
}
