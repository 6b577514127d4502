import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { type ProblemMade, uploadPackage } from '../api/setter.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { Report } from './report.tsx';

/** A package becomes a problem, or a new version of one; what is wrong with it is shown where it was sent. */
export function Upload({ id }: { readonly id?: string }) {
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [publish, setPublish] = useState(false);
  const send = useMutation({
    mutationFn: (archive: File) => uploadPackage(archive, publish, id),
    onSuccess: () => queries.invalidateQueries(),
  });
  const { setter } = words;
  return (
    <section className="upload">
      <h2>{id === undefined ? setter.upload : setter.newVersion}</h2>
      <p className="quiet">{setter.uploadWhy}</p>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          if (file) send.mutate(file);
        }}
      >
        <label className="field">
          <span>{setter.choose}</span>
          <input type="file" accept=".zip,.kpp" required onChange={(event) => setFile(event.target.files?.[0])} />
        </label>
        <label className="check">
          <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} /> {setter.publishNow}
        </label>
        <Button type="submit" look="main" disabled={file === undefined || send.isPending}>
          {send.isPending ? setter.sending : setter.send}
        </Button>
      </form>
      <div aria-live="polite">
        {send.error && (
          <p className="note bad because" role="alert">
            {problemOf(send.error)}
          </p>
        )}
        {send.data && <Made made={send.data} />}
      </div>
    </section>
  );
}

function Made({ made: { problem, version } }: { readonly made: ProblemMade }) {
  return (
    <>
      <p>
        <Link to="/setter/$id" params={{ id: problem.slug }}>
          {words.setter.uploaded(problem.title, version.number)}
        </Link>
      </p>
      <Report issues={version.issues} />
    </>
  );
}
