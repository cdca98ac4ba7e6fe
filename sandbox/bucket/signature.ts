import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type Key = { accessKeyId: string; secretAccessKey: string }

const LONGEST_SKEW_MS = 15 * 60_000
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

/** AWS's code of what is wrong with the signature (version 4) of a request; undefined if it is right. */
export function wrongWith(request: IncomingMessage, body: Buffer, key: Key): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? '')
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      header('authorization'),
    )
  if (!parts) return 'AccessDenied'
  const [, id = '', day = '', region = '', names = '', given = ''] = parts
  if (id !== key.accessKeyId) return 'InvalidAccessKeyId'
  const at = header('x-amz-date')
  const time = Date.parse(
    at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  )
  if (!at.startsWith(day) || !(Math.abs(Date.now() - time) < LONGEST_SKEW_MS))
    return 'RequestTimeTooSkewed'
  if (header('x-amz-content-sha256') !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const signed = names.split(';')
  const mustSign = ['host', ...Object.keys(request.headers).filter((n) => n.startsWith('x-amz-'))]
  if (mustSign.some((name) => !signed.includes(name))) return 'AccessDenied'
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bucket')
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  const query = [...searchParams].map(([k, v]) => `${encode(k)}=${encode(v)}`).sort()
  const canonical = [
    request.method,
    pathname,
    query.join('&'),
    ...signed.map((name) => `${name}:${header(name).trim().replace(/ +/g, ' ')}`),
    '',
    names,
    sha256(body),
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const steps = [day, region, 's3', 'aws4_request']
  const signing = steps.reduce<string | Buffer>(
    (k, step) => hmac(k, step),
    `AWS4${key.secretAccessKey}`,
  )
  const isRight = timingSafeEqual(hmac(signing, text), Buffer.from(given, 'hex'))
  return isRight ? undefined : 'SignatureDoesNotMatch'
}
