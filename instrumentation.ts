/** Runs once when the server starts: watches where requests come from, checks the configuration, records the start, starts the standing loops. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { watchPeers } = await import('@/lib/server/peer')
  watchPeers()
  // Hot reload replaces the route handler only.
  if (process.env.NODE_ENV === 'production') (await import('@/lib/server/front')).answerBeforeNext()
  const { startConsole } = await import('@/lib/server/start')
  await startConsole()
}
