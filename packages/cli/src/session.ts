import { type Launcher, type LauncherProcessOptions, startLauncher } from '@cupel/sandbox';

export interface Session extends AsyncDisposable {
  /** The launcher, started when it is first asked for. Rejects with `CupelError`. */
  readonly sandbox: () => Promise<Launcher>;
}

export interface WarmthOption {
  readonly cold?: boolean;
}

/** What `--cold` means to the launcher. */
export function warmth({ cold }: WarmthOption): LauncherProcessOptions {
  return { warm: cold === true ? 'never' : 'on_demand' };
}

/** A launcher of one's own for the length of a command: `await using session = openSession()`. */
export function openSession(options: LauncherProcessOptions = {}): Session {
  let launcher: Promise<Launcher> | undefined;
  return {
    sandbox: () => {
      launcher ??= startLauncher(options);
      return launcher;
    },
    [Symbol.asyncDispose]: async () => {
      const started = await launcher?.catch(() => undefined);
      await started?.close();
    },
  };
}
