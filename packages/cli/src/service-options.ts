import type { Command } from 'commander';

/** What speaks to a service over HTTP, here or elsewhere. */
export function withService(command: Command): Command {
  return command
    .option('--url <url>', 'the service; CUPEL_URL, or this machine, unless given')
    .option('--key <key>', 'the API key; CUPEL_API_KEY unless given')
    .option('--json', 'answer in JSON');
}
