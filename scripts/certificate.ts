import { generate } from 'selfsigned'

/**
 * A new key (P-256) and its certificate for `localhost`, 127.0.0.1 and ::1, both as PEM. Clients trust it as its own
 * authority. It is valid for `days` from now.
 */
export async function localCertificate(
  commonName: string,
  days: number,
): Promise<{ key: string; cert: string }> {
  const now = Date.now()
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A clock of a container can be a bit behind.
    notBeforeDate: new Date(now - 3_600_000),
    notAfterDate: new Date(now + days * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key: made.private, cert: made.cert }
}
