/** Ports on the loopback address: free ones, and a sentence for taken ones. */
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const { port } = await listen(0, '127.0.0.1')
  return port
}

/**
 * The port that the variable names, or the given one. Waits up to 4 s, because the parts of a launcher that was
 * killed end a moment after it. Throws a sentence naming the variable when it is not a port or stays in use.
 */
export async function portFrom(variable: string, otherwise: number): Promise<number> {
  const port = Number(process.env[variable] || otherwise)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(
      `${variable} is "${process.env[variable]}": set it to a port number between 1 and 65535.`,
    )
  }
  for (const patience = Date.now() + 4_000; ; await sleep(200)) {
    if (await isFree(port)) return port
    if (Date.now() > patience) {
      throw new Error(`Port ${port} is in use: set ${variable} to another one.`)
    }
  }
}

/** A browser that is told "localhost" may try either address, so both have to be free. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const { code } = await listen(port, host)
    if (code === 'EADDRINUSE' || code === 'EACCES') return false
  }
  return true
}

function listen(port: number, host: string): Promise<{ port: number; code?: string }> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ port, code: error.code ?? 'unknown' }),
    )
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const taken = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve({ port: taken }))
    })
  })
}
