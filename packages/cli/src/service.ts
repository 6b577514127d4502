/**
 * The only door from the command line into the server: the commands that bring it up and administer it on its own machine.
 * Loaded when one of them is called, and never by the others, which know the service as everybody does, over HTTP.
 */
export {
  type Config,
  describeConfig,
  loadConfig,
  openAdministration,
  runApi,
  runWorker,
  SETTINGS,
  serve,
} from '@cupel/server';
