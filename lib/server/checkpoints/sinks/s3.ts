import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import type { S3Settings } from '../settings'
import { call } from './http'
import type { Sink } from './sink'

const DAY_MS = 86_400_000

/** Errors can come with 200. Of their text only the code is shown: the rest can have the access key. */
function stored({ status, text }: { status: number; text: string }): void {
  const [, code] = /^\s*(?:<\?xml[^>]*>\s*)?<Error>.*?<Code>(\w+)<\/Code>/s.exec(text) ?? []
  if (status < 200 || status > 299 || code)
    throw new Error(`The bucket answered ${status}${code ? ` ${code}` : ''}.`)
}

/** Stores each checkpoint as one object of an S3-compatible bucket, which its object lock protects from changes. */
export function s3Sink(settings: S3Settings): Sink {
  const request = async (
    method: string,
    key: string,
    signal: AbortSignal,
    headers: Record<string, string> = {},
    body = '',
  ) => {
    const hash = createHash('sha256').update(body)
    const signed = await new AwsV4Signer({
      method,
      url: `${settings.url}/${key}`,
      headers: { ...headers, 'x-amz-content-sha256': hash.copy().digest('hex') },
      ...(body ? { body } : {}),
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
      service: 's3',
      region: settings.region,
    }).sign()
    return call(signed.url.href, {
      method: signed.method,
      headers: Object.fromEntries(signed.headers),
      ...(body ? { body } : {}),
      signal,
    })
  }
  const locked = (now: number): Record<string, string> =>
    settings.retainDays === 0
      ? {}
      : {
          'x-amz-object-lock-mode': settings.lock.toUpperCase(),
          'x-amz-object-lock-retain-until-date': new Date(
            now + settings.retainDays * DAY_MS,
          ).toISOString(),
        }
  return {
    name: settings.name,
    required: settings.required,
    async send({ size, note }, signal) {
      // A log that was restored from a backup can have another checkpoint of the same size: both are kept.
      const mark = createHash('sha256').update(note).digest('hex').slice(0, 16)
      const key = `${String(size).padStart(16, '0')}-${mark}.checkpoint`
      const answer = await request(
        'PUT',
        key,
        signal,
        {
          'content-type': 'text/plain; charset=utf-8',
          'if-none-match': '*',
          'x-amz-checksum-sha256': createHash('sha256').update(note).digest('base64'),
          ...locked(Date.now()),
        },
        note,
      )
      if (answer.status !== 412) return stored(answer)
      const kept = await request('GET', key, signal)
      stored(kept)
      if (kept.text !== note)
        throw new Error(`The object ${key} of the bucket is not the checkpoint of its name.`)
    },
  }
}
