import { log } from '../../log'
import type { Sink } from './sink'

/** Writes checkpoints to the log. */
export const stdoutSink = (settings: { name: string; required: boolean }): Sink => ({
  ...settings,
  async send({ origin, size, root, note }) {
    log.info('Audit checkpoint', { origin, size, root, note })
  },
})
