/** The https address of the demo: TLS in front of the console's port, because MongoDB's MCP server signs in over https only. */
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { localCertificate } from './certificate'

const DAYS = 365
const RENEW_DAYS = 30

/** The certificate of a data folder, made by the first start and again before it ends. */
async function keptCertificate(data: string): Promise<{ key: string; cert: string; file: string }> {
  const [file, keyFile] = [join(data, 'gateway.pem'), join(data, 'gateway.key')]
  if (existsSync(file) && existsSync(keyFile)) {
    const cert = readFileSync(file, 'utf8')
    const left = Date.parse(new X509Certificate(cert).validTo) - Date.now()
    if (left > RENEW_DAYS * 86_400_000) return { cert, key: readFileSync(keyFile, 'utf8'), file }
  }
  const made = await localCertificate('Gatehouse demo', DAYS)
  writeFileSync(keyFile, made.key, { mode: 0o600 })
  writeFileSync(file, made.cert)
  return { ...made, file }
}

/**
 * Serves https on a port of 127.0.0.1 and passes the bytes on to another. Returns the origin, the file of the certificate
 * and a function that stops it. @throws Error if the port is in use
 */
export async function startTls(data: string, port: number, target: number) {
  const { key, cert, file } = await keptCertificate(data)
  const open = new Set<Socket>()
  const server = createServer({ key, cert, ALPNProtocols: ['http/1.1'] }, (from) => {
    const onward = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [from, onward],
      [onward, from],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    from.pipe(onward).pipe(from)
  })
  server.on('tlsClientError', (_, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  return {
    origin: `https://localhost:${bound}`,
    certificate: file,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
