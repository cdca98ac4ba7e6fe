/** A certificate for the addresses of this machine, signed by itself (RFC 5280, in DER). */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const value = Buffer.concat(parts)
  const size = value.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), value])
}
const hex = (digits: string) => Buffer.from(digits, 'hex')
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
const oid = (digits: string) => tlv(0x06, hex(digits))
const bits = (value: Uint8Array, unused = 0) => tlv(0x03, Buffer.from([unused]), value)

const ids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  extKeyUsage: '551d25',
  subjectAltName: '551d11',
  serverAuth: '2b06010505070301',
}

/** Times before 2050, as UTCTime. */
const time = (at: Date) =>
  tlv(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`))
const critical = tlv(0x01, hex('ff'))
const extension = (id: string, value: Uint8Array, ...flags: readonly Uint8Array[]) =>
  sequence(oid(id), ...flags, tlv(0x04, value))

/**
 * A new key (P-256) and its certificate for `localhost`, 127.0.0.1 and ::1, both as PEM. Clients trust it as its own
 * authority. `days` it is valid from now.
 */
export function localCertificate(commonName: string, days: number): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(ids.ecdsaWithSha256))
  const name = sequence(
    tlv(0x31, sequence(oid(ids.commonName), tlv(0x0c, Buffer.from(commonName)))),
  )
  const now = Date.now()
  const hosts = sequence(
    tlv(0x82, Buffer.from('localhost')),
    tlv(0x87, Buffer.from([127, 0, 0, 1])),
    tlv(0x87, Buffer.from([...Array(15).fill(0), 1])),
  )
  const body = sequence(
    tlv(0xa0, tlv(0x02, hex('02'))),
    // A positive number.
    tlv(0x02, hex('01'), randomBytes(15)),
    algorithm,
    name,
    // A clock of a container can be a bit behind.
    sequence(time(new Date(now - 3_600_000)), time(new Date(now + days * 86_400_000))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(
        extension(ids.basicConstraints, sequence(tlv(0x01, hex('ff'))), critical),
        // Digital signatures and certificates.
        extension(ids.keyUsage, bits(hex('84'), 2), critical),
        extension(ids.extKeyUsage, sequence(oid(ids.serverAuth))),
        extension(ids.subjectAltName, hosts),
      ),
    ),
  )
  const der = sequence(body, algorithm, bits(sign('sha256', body, privateKey)))
  const lines = der.toString('base64').replace(/.{64}(?!$)/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
