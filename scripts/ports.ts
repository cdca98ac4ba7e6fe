/** Ports on the loopback address. */
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const { port } = await listen(0, '127.0.0.1')
  return port
}

/**
 * The port from a variable, or the given one. Waits up to 4 s, because the parts of a killed launcher end a moment after it.
 * @throws Error with a sentence for an invalid port or one that stays in use
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
      throw new Error(`Port ${port} is in use. Set ${variable} to another one.`)
    }
  }
}

/** The port if it is still free, else any other. */
export const freeOr = async (port: number): Promise<number> =>
  (await isFree(port)) ? port : freePort()

/** The port from a variable; without it, the given one if it is free, else any other. @throws as portFrom does */
export async function preferredPort(variable: string, preferred: number): Promise<number> {
  if (process.env[variable]) return portFrom(variable, preferred)
  return freeOr(preferred)
}

/** A browser may use either address for "localhost", so both must be free. */
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
