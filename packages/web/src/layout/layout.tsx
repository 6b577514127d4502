import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { AccountMenu } from '../accounts/account-menu.tsx';
import { useScope } from '../api/session.ts';
import mark from '../design/cupel.svg';
import { isEmbedded } from '../embed/token.ts';
import { words } from '../strings/words.ts';
import { ThemeIcon } from '../ui/icons.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { applyTheme, nextTheme, storedTheme } from './theme.ts';
import './layout.css';

/** What stands around every page: a way to the content, the name, the other pages, the theme. */
export function Layout() {
  if (isEmbedded)
    return (
      <main id="content">
        <Outlet />
      </main>
    );
  return (
    <>
      <a className="skip" href="#content">
        {words.layout.skip}
      </a>
      <header className="bar">
        <Link to="/" className="name">
          <img src={mark} alt="" width="22" height="22" />
          {words.name}
        </Link>
        <nav aria-label={words.layout.pages}>
          <Link to="/" activeOptions={{ exact: true }}>
            {words.playground.title}
          </Link>
          <Link to="/problems">{words.problems.title}</Link>
          <Link to="/contests">{words.contests.title}</Link>
          <ScopedLinks />
          <a href="/docs">{words.layout.api}</a>
        </nav>
        <div className="bar-end">
          <AccountMenu />
          <Shortcuts />
          <ThemeButton />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}

/** For whoever may use them; the service decides anew on each request. */
function ScopedLinks() {
  const mayset = useScope('setter');
  const mayRun = useScope('admin');
  return (
    <>
      {mayset && <Link to="/setter">{words.setter.title}</Link>}
      {mayRun && <Link to="/admin">{words.admin.title}</Link>}
    </>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useState(storedTheme);
  const change = () => {
    const next = nextTheme(theme);
    applyTheme(next);
    setTheme(next);
  };
  const label = words.layout.theme[theme];
  return (
    <button type="button" className="button plain square" onClick={change} aria-label={label} title={label}>
      <ThemeIcon theme={theme} />
    </button>
  );
}
