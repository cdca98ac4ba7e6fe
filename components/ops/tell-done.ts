'use client'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { useUndo } from '@/lib/client/use-command'
import { zodReady } from '@/lib/client/zod'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { sendOrAsk } from './send-or-ask'
import { say, sayFailure } from './tell'

type Told = Pick<Answer<unknown>, 'requestId' | 'accepted'>

/**
 * Reports success, with Undo if the operation has one, and then the result of the undo. An undo that needs confirmation
 * asks first.
 */
export function useTellDone<I extends Shape, O extends z.ZodType>(op: Command<I, O>) {
  const undo = useUndo(op)
  const tell = (wanted: string, input: z.output<I>, { requestId, accepted }: Told) => {
    const done = accepted
      ? `Atlas accepted this and is working on it: ${op.summary(input)}`
      : wanted
    const back = op.undo?.(input)
    if (!undo || !back) return void say(done, { requestId })
    // Promises, because the dialog may be unmounted by then.
    const tellFailure = (error: unknown) =>
      void sayFailure(
        error instanceof OpError
          ? error
          : OpError.of('bug', 'This could not be undone. Check the current state.'),
      )
    const send = () =>
      void undo
        .mutateAsync(input)
        .then((answer) => say('Undone', { detail: done, requestId: answer.requestId }), tellFailure)
    void say(done, {
      requestId,
      undo: {
        label: 'Undo',
        run: () => void sendOrAsk(back, send, op.invalidates).catch(tellFailure),
      },
    })
  }
  // An undo is checked by the schema of its own command. Without zod there is none.
  return (...told: Parameters<typeof tell>) =>
    void zodReady().then(
      () => tell(...told),
      () => say(told[0], { requestId: told[2].requestId }),
    )
}
