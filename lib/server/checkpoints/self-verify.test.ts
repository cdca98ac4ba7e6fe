import { expect, test } from 'vitest'
import { append } from '@/lib/audit/append'
import { tamper } from '@/lib/audit/testing'
import { sql } from '../database'
import { startConsole } from '../testing/start'
import { proofWarnings } from './health'
import { verifyNow, verifyWhenDue } from './self-verify'

const world = await startConsole()

test('the scheduled verification records its result in the log, and its absence or failure is a notice', async () => {
  await verifyNow()
  const [last] = await sql()<{ body: string }[]>`select body from audit order by seq desc limit 1`
  expect(last?.body).toContain('audit.verified')
  expect(await proofWarnings()).not.toContainEqual(expect.stringContaining('verif'))
  await verifyWhenDue()
  expect((await sql()`select body from audit order by seq desc limit 1`)[0]).toEqual(last)
  const replaced = (from: string, to: string) =>
    tamper(
      world.owner,
      (tx) =>
        tx`update audit set body = replace(body, ${from}, ${to}) where body like ${`%${from}%`}`,
    )
  await sql().begin((tx) => append(tx, { type: 'console.started', actor: { kind: 'gatehouse' } }))
  await replaced('console.started', 'console.stopped')
  await verifyNow()
  expect(await proofWarnings()).toContainEqual(expect.stringContaining('failed its verification'))
  await replaced('console.stopped', 'console.started')
  await verifyNow()
  expect(await proofWarnings()).not.toContainEqual(expect.stringContaining('verification'))
})
