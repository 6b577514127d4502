import type { Result } from '@cupel/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { problemOf } from '../api/client.ts';
import { runtimesQuery } from '../api/queries.ts';
import { Playground } from '../playground/playground.tsx';
import { emptyWorkspace } from '../playground/workspace/examples.ts';
import type { Workspace } from '../playground/workspace/workspace.ts';
import { words } from '../strings/words.ts';
import { tellPage, whenPageTells } from './around.ts';
import { EmbedProblem } from './embed-problem.tsx';
import './embed.css';

/** The editor as a frame in another site's page. */
export function EmbedPage() {
  const runtimes = useQuery(runtimesQuery);
  const [query] = useState(() => new URLSearchParams(window.location.search));
  useEffect(followTheme, []);
  useEffect(tellHeight, []);
  if (runtimes.data === undefined)
    return <p role="status">{runtimes.error ? problemOf(runtimes.error) : words.playground.loadingEditor}</p>;
  const named = runtimes.data.filter(({ id }) => id === query.get('language'));
  const offered = query.has('language') && named.length > 0 ? named : runtimes.data;
  const [language] = offered;
  if (language === undefined) return <p role="alert">{words.playground.languagesMissing}</p>;
  const problem = query.get('problem');
  const code = query.get('code');
  if (problem !== null) return <EmbedProblem id={problem} runtimes={offered} code={code} onEnd={tellVerdict} />;
  return <Playground runtimes={offered} given={firstWorkspace(language.id, language.source, code)} compact onEnd={tellVerdict} />;
}

function firstWorkspace(language: string, source: string, code: string | null): Workspace {
  const empty = emptyWorkspace(language, source);
  return code === null ? empty : { ...empty, files: [{ name: source, content: code }] };
}

function followTheme(): () => void {
  const set = (theme: string | null) => {
    if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
    else document.documentElement.removeAttribute('data-theme');
  };
  set(new URLSearchParams(window.location.search).get('theme'));
  return whenPageTells((message) => {
    if (message.cupel === 'theme') set(message.theme);
  });
}

function tellVerdict({ id, verdict, because, judging }: Result): void {
  const detail = {
    id,
    verdict: judging?.verdict ?? verdict,
    because: judging?.because ?? because,
    points: judging?.points ?? null,
  };
  tellPage({ cupel: 'verdict', detail });
}

/** Of the content: what is as high as the window, whatever it holds, tells nothing. */
function tellHeight(): () => void {
  const content = document.getElementById('content');
  const watch = new ResizeObserver(() => tellPage({ cupel: 'height', height: content?.getBoundingClientRect().height ?? 0 }));
  if (content) watch.observe(content);
  return () => watch.disconnect();
}
