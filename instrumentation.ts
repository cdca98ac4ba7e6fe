/** Runs once when the server starts: checks the configuration, records the start, starts the standing loops. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startConsole } = await import('@/lib/server/start')
  await startConsole()
}
