import { lazy, Suspense, useState } from 'react';
import { words } from '../../strings/words.ts';
import { Button } from '../../ui/button.tsx';
import type { Workspace } from '../workspace/workspace.ts';

const ShareDialog = lazy(async () => ({ default: (await import('./share-dialog.tsx')).ShareDialog }));

export function ShareButton({ workspace }: { readonly workspace: Workspace }) {
  const [shared, setShared] = useState<Workspace>();
  return (
    <>
      <Button onClick={() => setShared(workspace)}>{words.playground.share}</Button>
      {shared && (
        <Suspense>
          <ShareDialog workspace={shared} onClose={() => setShared(undefined)} />
        </Suspense>
      )}
    </>
  );
}
