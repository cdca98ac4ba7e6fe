import { z } from 'zod'
import { command } from './define'
import { requestId } from './request-shapes'
import { requestReads } from './waiting'

/** Releases an approved grant that is on hold after a database restore. */
export const releaseHeld = command({
  id: 'effects.release',
  title: 'Release a grant that is on hold',
  roles: ['approver', 'admin'],
  input: z.strictObject({ requestId }),
  output: z.object({ requestId: z.string() }),
  summary: () => 'Release the grant that is on hold after a database restore',
  target: (i) => `request ${i.requestId}`,
  invalidates: [...requestReads, 'slots.get'],
})
