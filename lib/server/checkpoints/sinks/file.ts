import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Sink } from './sink'

/** How many bytes of a text the file ends with, after a full disk or a kill in the middle of it. */
function written(tail: Buffer, text: Buffer): number {
  let count = Math.min(tail.length, text.length)
  while (!tail.subarray(tail.length - count).equals(text.subarray(0, count))) count -= 1
  return count
}

/** Appends checkpoints to a file, once each, and completes one that was written in part. */
export const fileSink = (settings: { name: string; required: boolean; path: string }): Sink => ({
  ...settings,
  async send({ note }) {
    await mkdir(dirname(settings.path), { recursive: true })
    const file = await open(settings.path, 'a+', 0o644)
    try {
      // It may be there already, if the console stopped before it recorded that.
      const { size } = await file.stat()
      const tail = Buffer.alloc(Math.min(size, 4_096))
      await file.read(tail, 0, tail.length, size - tail.length)
      if (tail.includes(`${note}\n`)) return
      const text = Buffer.from(`${note}\n`)
      await file.appendFile(text.subarray(written(tail, text)))
      await file.sync()
    } finally {
      await file.close()
    }
  },
})
