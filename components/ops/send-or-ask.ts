import { z } from 'zod'
import { callServer } from '@/lib/client/call-server'
import { zodReady } from '@/lib/client/zod'
import { previewOp } from '@/lib/ops/console'
import type { Call } from '@/lib/ops/define'
import { askInBulk } from './bulk-asked'

const inputOf = z.record(z.string(), z.unknown())

/**
 * Sends an undo call with `send`; one that needs confirmation asks first and then sends it itself. `invalidates`: the
 * queries that it makes stale.
 * @throws OpError when the preview can't be read
 */
export async function sendOrAsk(
  back: Call,
  send: () => void,
  invalidates: readonly string[] = [],
): Promise<void> {
  await zodReady()
  const call = { id: back.id, input: inputOf.parse(back.input) }
  const { data } = await callServer(previewOp, { op: call.id, input: call.input, fresh: true })
  if (data.friction.level === 'none') return send()
  askInBulk({
    title: `${data.summary}?`,
    verb: 'Undo',
    doing: 'Undoing…',
    what: 'changes',
    isDanger: false,
    invalidates,
    rows: [{ id: 'undo', name: data.summary, call: () => call }],
  })
}
