import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { log } from '../log'

/**
 * Adds a public key to `checkpoint.pub` in the data folder, where audit:verify finds it. Earlier keys stay, because they
 * signed the older checkpoints.
 */
export function keepPublicKey(text: string): void {
  const folder = process.env.GATEHOUSE_DATA || 'data'
  const file = join(/* turbopackIgnore: true */ folder, 'checkpoint.pub')
  try {
    mkdirSync(/* turbopackIgnore: true */ folder, { recursive: true })
    appendFileSync(file, '')
    if (!readFileSync(file, 'utf8').split('\n').includes(text)) appendFileSync(file, `${text}\n`)
  } catch (error) {
    log.info('The public key could not be written to the data folder', { error: String(error) })
  }
}
