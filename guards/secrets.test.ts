import { expect, test } from 'vitest'
import { z } from 'zod'
import { allowAddresses } from '@/lib/ops/access-list'
import { type Command, command } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { run } from '@/lib/server/run'
import { targetOf } from '@/lib/server/target'
import { startConsole } from '@/lib/server/testing/start'
import { samplesOf } from '@/scripts/check-atlas/samples'
import { personAs } from '@/scripts/testing/console'

const MARK = 'never-to-be-kept-77'

const world = await startConsole()

/** An Atlas command with a secret in its body. */
const withSecret = command({
  id: 'guard.secret',
  title: 'Send a secret',
  atlas: allowAddresses.atlas,
  roles: ['operator'],
  output: z.unknown(),
  input: z.strictObject({ groupId: z.string(), address: z.string(), pass: z.string() }),
  secrets: ['pass'],
  summary: () => 'Send a secret',
  target: ({ address }) => `an address ${address}`,
  body: ({ address, pass }) => [{ cidrBlock: address, comment: pass }],
})

test('a declared secret reaches Atlas, but nothing that the console stores', async () => {
  const { groupId } = await world.project()
  const input = { groupId, address: '203.0.113.9/32', pass: MARK }
  await run(withSecret, input, personAs('operator'))
  const [sent] = await world.calls({ groupId, method: 'POST' })
  expect(sent?.body).toContain(MARK)
  const kept = await world.owner<{ body: string }[]>`
    select body from audit where body like ${`%${groupId}%`}`
  expect(kept.length, 'its intent and its outcome').toBe(2)
  expect(kept.filter(({ body }) => body.includes(MARK))).toEqual([])
})

test('summaries and targets contain no declared secret', () => {
  const commands = [withSecret, ...ops.values()].filter(
    (op): op is Command => op.kind === 'command' && op.secrets !== undefined,
  )
  const told = commands.flatMap((op) =>
    samplesOf(op).flatMap(({ input }) => {
      const marked = { ...input, ...Object.fromEntries((op.secrets ?? []).map((s) => [s, MARK])) }
      const words = [
        op.summary(marked),
        targetOf(op, marked),
        op.slot?.(marked),
        op.concurrencyKey?.(marked),
      ]
      return words.some((text) => text?.includes(MARK)) ? [op.id] : []
    }),
  )
  expect(told).toEqual([])
})
