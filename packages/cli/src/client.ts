import { CupelError, type ErrorCode, printable } from '@cupel/domain';
import { Cupel, CupelApiError } from '@cupel/sdk';
import { serviceFromEnvironment } from './config.js';

export interface ServiceOptions {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

function clientFor({ url, key }: ServiceOptions): Cupel {
  const usual = serviceFromEnvironment();
  const apiKey = key ?? usual.key;
  const baseUrl = url ?? usual.url;
  if (!/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : ''))
    throw new CupelError('option_bad', { option: '--url', problem: `is no address of a service: ${printable(baseUrl)}` });
  return new Cupel({ baseUrl, ...(apiKey !== undefined && { apiKey }) });
}

/** Calls the service; what it refuses is told in the words of the register, as everywhere on the command line. */
export async function asking<T>(options: ServiceOptions, call: (client: Cupel) => Promise<T>): Promise<T> {
  try {
    return await call(clientFor(options));
  } catch (error) {
    if (!(error instanceof CupelApiError)) throw error;
    throw told(error, options.url ?? serviceFromEnvironment().url);
  }
}

function told(error: CupelApiError, url: string): CupelError {
  const field = error.field === undefined ? {} : { field: error.field };
  if (error.status === 0) return new CupelError('service_unreachable', { url }, { cause: error });
  const code: ErrorCode = error.status >= 500 ? 'service_failed' : 'service_refused';
  return new CupelError(code, { problem: printable(error.message), code: error.code }, { ...field, cause: error });
}

export function print(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value, null, 2)}\n` : text === '' ? '' : `${text}\n`);
}
