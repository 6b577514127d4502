import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { problemOf } from '../../api/client.ts';
import { makeShare } from '../../api/shares.ts';
import { words } from '../../strings/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Workspace } from '../workspace/workspace.ts';

/** Makes a link as it opens. */
export function ShareDialog({ workspace, onClose }: { readonly workspace: Workspace; onClose(): void }) {
  const { mutate, data, error } = useMutation({ mutationFn: makeShare });
  const [copied, setCopied] = useState(false);
  useEffect(() => mutate(workspace), [mutate, workspace]);
  const link = data && new URL(data.path, window.location.origin).href;
  const copy = async () => {
    await navigator.clipboard?.writeText(link ?? '').catch(() => undefined);
    setCopied(true);
  };
  return (
    <Dialog title={words.playground.shareTitle} onClose={onClose}>
      {error && <p className="note bad">{problemOf(error)}</p>}
      {!error && !data && <p>{words.playground.shareMaking}</p>}
      {data && link && (
        <>
          <label className="field">
            <span>{words.playground.link}</span>
            <input className="text code" readOnly value={link} onFocus={(event) => event.target.select()} />
          </label>
          <p>{words.playground.shareReady(new Date(data.expires_at).toLocaleDateString('en', { dateStyle: 'long' }))}</p>
          <p>
            <Button look="main" onClick={copy}>
              {copied ? words.playground.copied : words.playground.copy}
            </Button>
          </p>
        </>
      )}
    </Dialog>
  );
}
