'use client'
import { z } from 'zod'
import { callServer } from '@/lib/client/call-server'
import { useUndo } from '@/lib/client/use-op'
import { previewOp } from '@/lib/ops/console'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { say, sayFailure } from './tell'
import { askToUndo } from './undo-asked'

const inputOf = z.record(z.string(), z.unknown())

/**
 * Says that a command worked, with Undo where its description has one; how the undoing ended is said too. An Undo that is
 * a command with friction of its own asks first, as that command does.
 */
export function useTellDone<I extends Shape, O extends z.ZodType>(op: Command<I, O>) {
  const undo = useUndo(op)
  return (done: string, input: z.output<I>, requestId: string) => {
    const back = op.undo?.(input)
    if (!undo || !back) return void say(done, { requestId })
    // Promises, since the dialog that asked may be gone by then.
    const tellFailure = (error: unknown) =>
      void sayFailure(
        error instanceof OpError
          ? error
          : OpError.of('bug', 'This could not be undone. Look at the present state.'),
      )
    const send = () =>
      void undo
        .mutateAsync(input)
        .then((answer) => say('Undone', { detail: done, requestId: answer.requestId }), tellFailure)
    const askOrSend = async () => {
      const call = { op: back.id, input: inputOf.parse(back.input) }
      const { data } = await callServer(previewOp, { ...call, fresh: true })
      if (data.friction.level === 'none') send()
      else askToUndo({ ...call, send })
    }
    void say(done, {
      requestId,
      undo: { label: 'Undo', run: () => void askOrSend().catch(tellFailure) },
    })
  }
}
