import { configuration } from '../configuration'
import { log } from '../log'
import { deliver } from './deliver'
import { proofWarnings } from './health'
import { checkpoint, checkpointWhenDue } from './make'
import { keepPublicKey } from './public-key'
import { verifyWhenDue } from './self-verify'
import { sinkOf } from './sinks/all'

type Loop = (name: string, work: () => Promise<unknown>, pauseMs: number) => void

const LOOK_MS = 2_000
const DUE_MS = 20_000
/** How long stopping waits for a last checkpoint, in ms. */
const STOP_MS = 1_500

/** Starts the loops that sign and deliver checkpoints and verify the log. Each sink has its own, so that none delays another. */
export function startCheckpoints(loop: Loop): void {
  const { key, everyMinutes, sinks } = configuration().checkpoints
  loop('self-verification', verifyWhenDue, 60_000)
  loop('warnings of the proof', warn, 60_000)
  if (!key) {
    log.warn(
      'NO SIGNED CHECKPOINTS: set GATEHOUSE_CHECKPOINT_KEY or GATEHOUSE_CHECKPOINT_KEY_FILE, with a key from npm run audit:key. Without it, nobody can prove that the audit log was not rewritten.',
    )
    return
  }
  log.info('Checkpoints of the audit log are signed', { publicKey: key.publicKey })
  keepPublicKey(key.publicKey)
  loop('checkpointer', checkpointWhenDue, Math.min(everyMinutes * 60_000, DUE_MS))
  for (const sink of sinks.map(sinkOf)) loop(`sink ${sink.name}`, () => deliver(sink), LOOK_MS)
}

let told = ''

async function warn(): Promise<void> {
  const warnings = await proofWarnings()
  const text = warnings.join(' ')
  if (text !== told && text !== '') log.warn('Proof of the audit log', { warnings })
  if (text === '' && told !== '') log.info('Proof of the audit log is complete again')
  told = text
}

/** A last checkpoint before the process ends, and one attempt to deliver it. Takes 1.5 s at most, and never throws. */
export async function checkpointAtStop(): Promise<void> {
  const { key, sinks } = configuration().checkpoints
  if (!key) return
  const work = async () => {
    await checkpoint()
    await Promise.all(sinks.map((one) => deliver(sinkOf(one), STOP_MS)))
  }
  const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref())
  await Promise.race([
    work().catch((error) => log.warn('No checkpoint at stop', { error: String(error) })),
    late,
  ])
}
