import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startSandboxAtlas } from './server'

const { SANDBOX_ATLAS_PORT, SANDBOX_ATLAS_DATA, SANDBOX_SPEED } = process.env

/** The data file itself, or a folder to keep it in. */
function dataFile(place: string | undefined): string | undefined {
  if (!place) return undefined
  return existsSync(place) && statSync(place).isDirectory() ? join(place, 'world.json') : place
}

const atlas = await startSandboxAtlas({
  port: Number(SANDBOX_ATLAS_PORT || 4010),
  dataFile: dataFile(SANDBOX_ATLAS_DATA),
  speed: SANDBOX_SPEED ? Number(SANDBOX_SPEED) : undefined,
})

let ending = false
async function end() {
  if (ending) return
  ending = true
  await atlas.close().catch((error) => console.error(error))
  process.exit(0)
}
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)

console.log(JSON.stringify({ ready: 'sandbox-atlas', origin: atlas.origin }))
