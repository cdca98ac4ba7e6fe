import { timingSafeEqual } from 'node:crypto'
import { configuration } from '../configuration'
import { log } from '../log'
import { keyedHash } from '../sealed'
import { dataHeaders } from '../security-headers'
import { measures } from './registry'
import { scrape } from './scrape'

/** Answers a scrape. 404 unless metrics are configured, 401 without their token. Never throws. */
export async function metricsAnswer(authorization: string | null): Promise<Response> {
  const { metrics, url } = configuration()
  const headers = dataHeaders(url.protocol === 'https:')
  const plain = (status: number, text: string, more: Record<string, string> = {}) =>
    new Response(`${text}\n`, {
      status,
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', ...more },
    })
  const measuring = measures()
  if (!metrics.token || !measuring) return plain(404, 'Metrics are off.')
  const [scheme = '', token = ''] = (authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'bearer' || !isSame(token, metrics.token))
    return plain(401, 'Send the metrics token as a bearer token.', {
      'www-authenticate': 'Bearer realm="metrics"',
    })
  try {
    const { type, text } = await scrape(measuring)
    return new Response(text, { headers: { ...headers, 'content-type': type } })
  } catch (error) {
    log.error('Metrics could not be read', { error: String(error) })
    return plain(500, 'Metrics could not be read. The log says why.')
  }
}

/** In constant time, whatever the lengths. */
const isSame = (one: string, other: string) =>
  timingSafeEqual(Buffer.from(keyedHash(one)), Buffer.from(keyedHash(other)))
