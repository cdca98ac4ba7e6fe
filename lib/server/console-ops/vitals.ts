import type { z } from 'zod'
import { type Bucket, refill } from '@/lib/atlas/bucket'
import { perProcess } from '@/lib/atlas/per-process'
import { OpError } from '@/lib/ops/failure'
import type { reportVitals } from '@/lib/ops/vitals'
import { type Page, pages } from '@/lib/pages'
import { log } from '../log'
import { measures } from '../metrics/registry'
import type { ConsoleContext } from './context'

const PER_MINUTE = 20
const MOST_PEOPLE = 10_000

const buckets = perProcess('gatehouseVitals', () => new Map<string, Bucket>())
const known = new Set(Object.values<Page>(pages).map(({ at }) => at))

/** `vitals.report`: logs and counts them without the person. @throws OpError 'invalid', 'slow-down' */
export async function report(
  { page, ...vitals }: z.output<typeof reportVitals.input>,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<Record<string, never>> {
  if (!known.has(page)) throw OpError.of('invalid', 'This is not a page of Gatehouse.')
  spend(`${person.iss} ${person.sub}`, Date.now())
  log.info('web vitals', { page, ...vitals })
  const { cls, ...times } = vitals
  for (const [vital, ms] of Object.entries(times))
    measures()?.observe('gatehouse_web_vital_seconds', { vital, page }, ms / 1000)
  if (cls !== undefined) measures()?.observe('gatehouse_web_vital_cls', { page }, cls)
  return {}
}

function spend(key: string, now: number): void {
  const bucket = buckets().get(key) ?? { left: PER_MINUTE, at: now }
  refill(bucket, PER_MINUTE, PER_MINUTE, now)
  if (bucket.left < 1)
    throw OpError.of('slow-down', 'This browser sends too many measurements.', {
      retryAfterSeconds: 60,
    })
  bucket.left -= 1
  if (buckets().size >= MOST_PEOPLE) buckets().clear()
  buckets().set(key, bucket)
}
