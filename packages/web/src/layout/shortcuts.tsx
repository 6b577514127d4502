import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { recall, remember } from '../design/memory.ts';
import { words } from '../strings/words.ts';

const ShortcutList = lazy(() => import('./shortcut-list.tsx').then(({ ShortcutList: component }) => ({ default: component })));

const WAYS: Readonly<Record<string, '/' | '/problems' | '/contests'>> = { p: '/', l: '/problems', c: '/contests' };
/** Between the two keys of a pair. */
const PAIR_MS = 1_500;

/**
 * The keys that work on every page, and a button for whoever does not know them. Where somebody types, keys are letters; and whoever
 * speaks to his computer, which then types single letters by mistake, can turn them off (WCAG 2.1.4).
 */
export function Shortcuts() {
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState(() => recall('keys') !== 'off');
  const goes = useRef(0);
  const navigate = useNavigate();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const way = performance.now() - goes.current < PAIR_MS ? WAYS[event.key] : undefined;
    goes.current = event.key === 'g' ? performance.now() : 0;
    if (event.key === '?') setOpen(true);
    else if (way) void navigate({ to: way });
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  const change = (next: boolean) => {
    setOn(next);
    remember('keys', next ? 'on' : 'off');
  };
  const { open: label } = words.shortcuts;
  return (
    <>
      <button type="button" className="button plain square" aria-label={label} title={label} onClick={() => setOpen(true)}>
        ?
      </button>
      {open && (
        <Suspense>
          <ShortcutList on={on} onChange={change} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
