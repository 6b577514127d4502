import type { Tone } from './tone.ts';
import './verdict.css';

/** One shape for each tone: a filled disc, a cross, an hourglass, a broken ring, a square, a turning ring. */
export function Shape({ tone, size = 36 }: { readonly tone: Tone; readonly size?: number }) {
  return (
    <svg className={`shape ${tone}`} width={size} height={size} viewBox="0 0 36 36" aria-hidden="true">
      {SHAPES[tone]}
    </svg>
  );
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 3, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

const SHAPES: Record<Tone, React.ReactNode> = {
  good: (
    <>
      <circle cx="18" cy="18" r="16" fill="currentColor" />
      <path d="M10.500 18.600l5.200 5.200 9.800-11" {...line} stroke="var(--ground)" />
    </>
  ),
  bad: (
    <>
      <rect x="3" y="3" width="30" height="30" rx="5" fill="currentColor" />
      <path d="M12 12l12 12M24 12L12 24" {...line} stroke="var(--ground)" />
    </>
  ),
  limit: (
    <>
      <path d="M9 4h18M9 32h18" {...line} />
      <path d="M11.500 5v5.500L18 18l6.500-7.500V5zM11.500 31v-5.500L18 18l6.500 7.500V31z" fill="currentColor" />
    </>
  ),
  fault: (
    <>
      <circle cx="18" cy="18" r="14.500" {...line} strokeDasharray="7 6" />
      <path d="M18 10v10M18 25.500v.500" {...line} />
    </>
  ),
  still: <rect x="9" y="9" width="18" height="18" rx="3" {...line} />,
  busy: <path d="M18 4a14 14 0 1 1-13 8.700" {...line} />,
};
