import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import type { Op } from '@/lib/ops/define'
import { createProcessor } from '@/lib/ops/stream-definition'
import { getProcessor } from '@/lib/ops/stream-processors'
import { type TestConsole, testConsole } from '@/scripts/testing/console'
import { answers } from '../connections'
import { as } from './acting'

export const tenantName = 'lab'

export const operator = (op: Op, input: unknown) => as('operator', op, input)

/** The processor as a viewer reads it. */
export const processorNow = async (input: unknown) =>
  getProcessor.output.parse((await as('viewer', getProcessor, input)).data)

export const pipeline = (topic = 'events', to = 'out') =>
  JSON.stringify([
    { $source: { connectionName: 'kafka', topic } },
    { $emit: { connectionName: 'kafka', topic: to } },
  ])

const filled = z.looseObject({
  peerings: z.array(
    z.object({ id: z.string(), localStatus: z.string(), requesterVpcId: z.string() }),
  ),
})

/** Registers the hooks of a test file about stream processing, and returns its tools. */
export function streamsLab() {
  let gatehouse: TestConsole
  beforeAll(async () => {
    gatehouse = await testConsole()
  })
  afterAll(() => gatehouse.end())

  const bodies = async (groupId: string, operationId: string) =>
    (await gatehouse.calls({ groupId, operationId })).map((c) => c.body)
  const later = async (advanceSeconds: number) => {
    await gatehouse.control('POST', 'clock', { advanceSeconds })
    answers().stale(() => true)
  }
  return {
    console: () => gatehouse,
    /** A project of the test's own with a workspace and processors: names by state. */
    async lab(more: Record<string, unknown> = {}) {
      const { groupId } = await gatehouse.project()
      const made = filled.parse(
        await gatehouse.control('POST', 'fill', { area: 'streams', groupId, ...more }),
      )
      const of = (processorName: string) => ({ groupId, tenantName, processorName })
      return { groupId, of, peerings: made.peerings }
    },
    /** The bodies that Atlas received in a project for one of its operations. */
    bodies,
    /** Moves Atlas's clock on. */
    later,
    /** Creates a processor, and moves Atlas's clock on past its creation once Atlas has the call. */
    async create(input: { groupId: string } & Record<string, unknown>) {
      const arrived = async () => {
        const { groupId } = input
        await expect.poll(() => bodies(groupId, 'createGroupStreamProcessor')).not.toEqual([])
        await later(6)
      }
      await Promise.all([operator(createProcessor, input), arrived()])
    },
  }
}
