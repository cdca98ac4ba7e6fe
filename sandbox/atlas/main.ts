import { startSandboxAtlas } from './server'

const { SANDBOX_ATLAS_PORT, SANDBOX_ATLAS_DATA, SANDBOX_SPEED } = process.env

const atlas = await startSandboxAtlas({
  port: Number(SANDBOX_ATLAS_PORT || 4010),
  dataFile: SANDBOX_ATLAS_DATA || undefined,
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

console.log(JSON.stringify({ ready: true, origin: atlas.origin }))
