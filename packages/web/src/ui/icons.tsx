import type { Theme } from '../layout/theme.ts';

const box = {
  width: 18,
  height: 18,
  viewBox: '0 0 18 18',
  'aria-hidden': true,
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
};

export function ThemeIcon({ theme }: { readonly theme: Theme }) {
  if (theme === 'light')
    return (
      <svg {...box} aria-hidden="true">
        <circle cx="9" cy="9" r="3.4" />
        <path d="M9 1.500v2M9 14.500v2M1.500 9h2M14.500 9h2M3.700 3.700l1.400 1.400M12.900 12.900l1.400 1.400M14.300 3.700l-1.400 1.400M5.100 12.900l-1.400 1.400" />
      </svg>
    );
  if (theme === 'dark')
    return (
      <svg {...box} aria-hidden="true">
        <path d="M15 11A6.600 6.600 0 0 1 7 3a6.600 6.600 0 1 0 8 8z" />
      </svg>
    );
  return (
    <svg {...box} aria-hidden="true">
      <circle cx="9" cy="9" r="6.500" />
      <path d="M9 2.500v13a6.500 6.500 0 0 0 0-13z" fill="currentColor" />
    </svg>
  );
}
