/** The pages start here: styles, theme, and the router with what every page needs around it. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.ts';
import './design/tokens.css';
import './design/base.css';
import './ui/ui.css';
import { applyTheme, storedTheme } from './layout/theme.ts';
import { router } from './router.tsx';

applyTheme(storedTheme());
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the application');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
