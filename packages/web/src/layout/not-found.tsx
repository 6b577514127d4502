import { Link } from '@tanstack/react-router';
import { words } from '../strings/words.ts';

export function NotFound() {
  return (
    <div className="prose">
      <h1>{words.layout.notFound}</h1>
      <p>
        <Link to="/">{words.layout.back}</Link>
      </p>
    </div>
  );
}
