'use client'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/call-server'
import { useUndo } from '@/lib/client/use-op'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { sendOrAsk } from './send-or-ask'
import { say, sayFailure } from './tell'

type Told = Pick<Answer<unknown>, 'requestId' | 'accepted'>

/**
 * Says that a command worked, with Undo where its description has one; how the undoing ended is said too. An Undo that is
 * a command with friction of its own asks first, as that command does.
 */
export function useTellDone<I extends Shape, O extends z.ZodType>(op: Command<I, O>) {
  const undo = useUndo(op)
  return (wanted: string, input: z.output<I>, { requestId, accepted }: Told) => {
    const done = accepted ? `Atlas accepted this and is working on it: ${op.says(input)}` : wanted
    const back = op.undo?.(input)
    if (!undo || !back) return void say(done, { requestId })
    // Promises, since the dialog that asked may be gone by then.
    const tellFailure = (error: unknown) =>
      void sayFailure(
        error instanceof OpError
          ? error
          : OpError.of('bug', 'This could not be undone. Check the current state.'),
      )
    const send = (confirm?: string) =>
      void undo
        .mutateAsync({ input, confirm })
        .then((answer) => say('Undone', { detail: done, requestId: answer.requestId }), tellFailure)
    void say(done, {
      requestId,
      undo: { label: 'Undo', run: () => void sendOrAsk(back, send).catch(tellFailure) },
    })
  }
}
