/** Exports the audit log of DATABASE_URL as the console does, in a process of its own: `export.ts FORMAT LAST_ROW`. */

import { exportFormats } from '@/lib/ops/audit'
import { linesOf } from '@/lib/server/audit/export'
import { sql } from '@/lib/server/database'

const format = exportFormats.find((one) => one === process.argv[2]) ?? 'jsonl'
const through = Number(process.argv[3])
const memory = () => Math.round(process.memoryUsage.rss() / 1024 ** 2)

const since = performance.now()
const parts = Math.ceil(through / 1_000)
let [done, early, most, bytes] = [0, 0, 0, 0]
for await (const text of linesOf(sql(), format, { through })) {
  done += 1
  bytes += Buffer.byteLength(text)
  most = Math.max(most, memory())
  if (done <= parts / 10) early = most
}
const seconds = (performance.now() - since) / 1000
await sql().end()
console.log(JSON.stringify({ seconds, early, most, megabytes: Math.round(bytes / 1024 ** 2) }))
