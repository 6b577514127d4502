import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { uploadPackage } from '../api/setter.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { amount } from '../verdict/figures.ts';
import { Made } from './made.tsx';
import { PackageProblem } from './package-problem.tsx';

/** A package becomes a problem, or a new version of one; what is wrong with it is shown where it was sent. */
export function Upload({ id }: { readonly id?: string }) {
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [publish, setPublish] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: (archive: File) => uploadPackage(archive, publish, id),
    onSuccess: () => queries.invalidateQueries(),
  });
  const choose = (chosen: File | undefined) => {
    send.reset();
    setFile(chosen);
  };
  const { setter } = words;
  const drop = useDrop((dropped) => {
    choose(dropped);
    // The field shows the name of what was chosen there last.
    if (chooser.current) chooser.current.value = '';
  });
  return (
    <section className="upload" data-over={drop.over || undefined} {...drop.handlers}>
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
          <input ref={chooser} type="file" accept=".zip,.kpp" onChange={(event) => choose(event.target.files?.[0])} />
        </label>
        <label className="check">
          <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} /> {setter.publishNow}
        </label>
        <Button type="submit" look="main" disabled={file === undefined || send.isPending}>
          {send.isPending ? setter.sending : setter.send}
        </Button>
      </form>
      {file && (
        <p className="quiet" aria-live="polite">
          {setter.chosen} <bdi>{visible(file.name)}</bdi>, {amount(file.size)}
        </p>
      )}
      <div aria-live="polite">
        {send.error && <PackageProblem error={send.error} />}
        {send.data && <Made made={send.data} />}
      </div>
    </section>
  );
}

/** One file, let fall anywhere on the section. */
function useDrop(onDrop: (file: File) => void) {
  const [over, setOver] = useState(false);
  const onOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const handlers = {
    onDragOver: onOver,
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (file === undefined) return;
      event.preventDefault();
      onDrop(file);
    },
  };
  return { over, handlers };
}
