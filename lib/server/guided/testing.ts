import { z } from 'zod'
import { listAccess } from '@/lib/ops/access-list'
import { command, type Plan } from '@/lib/ops/define'
import { guidedStarted } from '@/lib/ops/guided'
import { projectId } from '@/lib/ops/shapes'

export const [old, next] = ['198.51.100.1/32', '203.0.113.5/32']
export const entry = (address: string) => ({ address, comment: 'A test needs it' })

/** Replaces one address by another: two calls in order, of operations that exist, and the way back. */
export const replace = command({
  id: 'test.replace',
  title: 'Replace an address',
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId }),
  output: guidedStarted,
  summary: () => `Replace ${old} by ${next}`,
  target: (i) => `project ${i.groupId} / access list`,
  slot: (i) => `replace:${i.groupId}`,
  guided: {
    read: (i) => ({ id: 'access.list', input: { groupId: i.groupId } }),
    plan: (answer, { groupId }): Plan | string => {
      const { results } = listAccess.output.parse(answer)
      if (results.length === 0) return 'Nothing is there to replace.'
      const add = (address: string) => ({
        id: 'access.allow',
        input: { groupId, entries: [entry(address)] },
      })
      return {
        steps: [
          {
            summary: 'Remove the old address',
            call: { id: 'access.remove', input: { groupId, entryValue: old } },
          },
          { summary: 'Add the new address', call: add(next) },
        ],
        putBack: { summary: 'Add the old address again', call: add(old) },
      }
    },
  },
})
