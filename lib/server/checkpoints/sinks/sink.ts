import type { MadeCheckpoint } from '@/lib/audit/checkpoint'

/**
 * A place that keeps checkpoints. `send` resolves when the checkpoint is kept there, and can be called again with the same
 * one. @throws Error with a sentence, also when the signal ends it
 */
export type Sink = {
  name: string
  /** Approvals stop when it stays behind. */
  required: boolean
  send(checkpoint: MadeCheckpoint, signal: AbortSignal): Promise<void>
}
