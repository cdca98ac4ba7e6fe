import { createServer } from 'node:http'
import { z } from 'zod'
import { isWriteToDeadConnection } from '../database'
import { before } from '../front'
import { startLoops } from '../loops'
import { startConsole } from '../start'

/** The gateway alone, on a free port. Returns its origin. */
async function startGateway(): Promise<string> {
  const server = createServer(before((_, response) => response.writeHead(404).end()))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`
}

// As in scripts/command.ts.
process.on('uncaughtException', (error) => {
  if (isWriteToDeadConnection(error)) return
  console.error(error)
  process.exit(1)
})
// Loops, a console without pages, or a gateway, for tests that end it. The environment sets its database, configuration and sandbox.
const what = process.argv[2]
const origin = what === 'gateway' ? await startGateway() : ''
if (what === 'console') await startConsole()
if (what === 'loops') startLoops()
process.send?.({ origin })
process.on('disconnect', () => process.exit())
