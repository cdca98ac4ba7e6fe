/** npm run build: the production build, when the sources have changed since the last one. */
import { buildConsole } from './build-console'
import { command } from './command'

await command(async (onStop) => {
  const { id, isNew } = await buildConsole(console.log, onStop)
  if (!isNew) console.log(`The build is up to date (${id}).`)
  return 0
})
