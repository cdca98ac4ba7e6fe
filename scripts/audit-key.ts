/** npm run audit:key -- NAME FILE: makes a key that signs checkpoints of the audit log, and prints its public key. */
import { writeFileSync } from 'node:fs'
import { checkpointKey, newCheckpointKey } from '@/lib/audit/checkpoint-key'

const [name, file, ...more] = process.argv.slice(2)
if (!name || !file || more.length > 0) {
  console.error(`Usage: npm run audit:key -- NAME FILE
NAME is the log’s own name, such as gatehouse.example.com/audit. FILE is new and holds the secret key.`)
  process.exitCode = 2
} else {
  try {
    const key = newCheckpointKey(name)
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
    console.log(checkpointKey(key).publicKey)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
