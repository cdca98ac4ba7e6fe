'use client'
import type { z } from 'zod'
import { useUndo } from '@/lib/client/use-op'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { say, sayFailure } from './tell'

/** Says that a command worked, with Undo where its description has one; how the undoing ended is said too. */
export function useTellDone<I extends Shape, O extends z.ZodType>(op: Command<I, O>) {
  const undo = useUndo(op)
  return (done: string, input: z.output<I>, requestId: string) =>
    void say(done, {
      requestId,
      ...(undo && op.undo?.(input)
        ? {
            undo: {
              label: 'Undo',
              // A promise, since the dialog that asked may be gone by then.
              run: () =>
                void undo.mutateAsync(input).then(
                  (answer) => say('Undone', { detail: done, requestId: answer.requestId }),
                  (error: unknown) =>
                    sayFailure(
                      error instanceof OpError
                        ? error
                        : OpError.of('bug', 'This could not be undone. Look at the present state.'),
                    ),
                ),
            },
          }
        : {}),
    })
}
