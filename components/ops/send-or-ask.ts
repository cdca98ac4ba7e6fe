import { z } from 'zod'
import { callServer } from '@/lib/client/call-server'
import { zodReady } from '@/lib/client/zod'
import { previewOp } from '@/lib/ops/console'
import { askToUndo } from './undo-asked'

const inputOf = z.record(z.string(), z.unknown())

/**
 * Sends an undo call; one that needs confirmation asks first. `send` gets the typed phrase.
 * @throws OpError when the preview cannot be read
 */
export async function sendOrAsk(
  back: { id: string; input: unknown },
  send: (confirm?: string) => void,
): Promise<void> {
  await zodReady()
  const call = { op: back.id, input: inputOf.parse(back.input) }
  const { data } = await callServer(previewOp, { ...call, fresh: true })
  if (data.friction.level === 'none') send()
  else askToUndo({ ...call, send })
}
