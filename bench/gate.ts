import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { request } from 'undici'
import { z } from 'zod'
import { open } from '@/lib/server/database'
import { lastRequest } from '@/lib/server/gateway/last-request'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import type { DemoMachine } from '@/scripts/demo-machines'
import { tokenOf } from './gateway'
import { each, ms, number, table } from './measure'

const REPEATS = 100
const LOOKS = 500

/** A call that needs approval, sent by a machine many times at once, and what the look for its permit costs. */
export async function gate({
  url,
  data,
  machine,
}: {
  url: string
  data: string
  machine: DemoMachine
}): Promise<void> {
  const headers = {
    authorization: `Bearer ${await tokenOf(url, machine)}`,
    accept: 'application/vnd.atlas.2023-01-01+json',
    'content-type': 'application/vnd.atlas.2023-01-01+json',
  }
  const path = `/api/atlas/v2/groups/${projectIdOf('payments-prod')}/peers`
  const body = JSON.stringify({ providerName: 'AWS', vpcId: `vpc-bench-${Date.now()}` })
  const requests = new Set<string>()
  const refused = z.object({ errorCode: z.string(), parameters: z.array(z.string()) })
  const ask = async () => {
    const answer = await request(url + path, { method: 'POST', headers, body })
    const { errorCode, parameters } = refused.parse(await answer.body.json())
    requests.add(parameters[0] ?? errorCode)
  }
  const all = (times: number) => Array.from({ length: times }, () => ask)
  const first = await each(REPEATS, all(REPEATS))
  const later = await each(1, all(REPEATS))

  const text = readFileSync(join(data, 'postgres.json'), 'utf8')
  const sql = open(z.object({ url: z.string() }).parse(JSON.parse(text)).url, 1)
  const [key] = await sql<{ call_key: string }[]>`
    select call_key from request where call_key is not null order by created_at desc limit 1`
  const looks = await each(
    1,
    Array.from({ length: LOOKS }, () => async () => {
      await lastRequest(key?.call_key ?? '', sql)
    }),
  )
  await sql.end()
  table(
    `A call that needs approval, ${number(2 * REPEATS)} times: ${number(requests.size)} request${requests.size === 1 ? '' : 's'}`,
    ['', 'p50', 'p95'],
    [
      [`${REPEATS} at once`, ms(first.times, 50), ms(first.times, 95)],
      ['one after the other', ms(later.times, 50), ms(later.times, 95)],
      ['the look for its permit', ms(looks.times, 50), ms(looks.times, 95)],
    ],
  )
}
