import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { append } from '@/lib/audit/append'
import { verifyDatabase } from '@/lib/audit/audit-verify.mjs'
import { open } from '@/lib/server/database'
import { during, ms, number, perSecond, type Timed, table } from './measure'

const SECONDS = 2.5

const address = z.object({ url: z.string() })

/** Appends rows as the application's role, each with the record of a command, then verifies the whole log. */
export async function audit(data: string): Promise<void> {
  const { url } = address.parse(JSON.parse(readFileSync(join(data, 'postgres.json'), 'utf8')))
  const sql = open(url, 16)
  const one = async () => {
    await sql.begin((tx) =>
      append(tx, {
        type: 'command.intent',
        actor: {
          kind: 'human',
          iss: 'https://bench',
          sub: 'bench',
          display: 'Bench',
          roles: ['operator'],
        },
        op: 'access.allow',
        target: 'project 0123456789abcdef01234567 / access list / 203.0.113.8/32',
        after: { friction: 'confirm', input: { entries: ['203.0.113.8/32'] } },
        trace: 'bench',
      }),
    )
  }
  try {
    const timed: Array<[clients: number, result: Timed]> = []
    for (const clients of [1, 2, 16]) timed.push([clients, await during(SECONDS, clients, [one])])
    const base = timed[0] ? perSecond(timed[0][1]) : Number.NaN
    table(
      'Audit appends, each a committed transaction',
      ['', 'rows', 'per second', 'ratio', 'p50', 'p95'],
      timed.map(([clients, result]) => [
        `${clients} ${clients === 1 ? 'client' : 'clients'}`,
        number(result.times.length),
        number(perSecond(result)),
        `${number(perSecond(result) / base)}x`,
        ms(result.times, 50),
        ms(result.times, 95),
      ]),
    )
    const since = performance.now()
    const found = await verifyDatabase(sql)
    if (!found.ok) throw new Error(`The chain is broken at ${found.seq}: ${found.why}`)
    const seconds = (performance.now() - since) / 1000
    table(
      'Verifying the chain',
      ['', 'rows', 'seconds', 'rows per second'],
      [
        [
          'whole, from the database',
          number(found.rows),
          number(seconds),
          number(found.rows / seconds),
        ],
      ],
    )
  } finally {
    await sql.end()
  }
}
