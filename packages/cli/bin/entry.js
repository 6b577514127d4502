/** Loads the built command line, and says what to type where there is none yet. */
export async function entry(name) {
  const { main } = await import('../dist/main.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write('cupel is not built yet. Type, in its folder: npm run setup\n');
    process.exit(1);
  });
  await main(name, process.argv.slice(2));
}
