import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Sink } from './sink'

/** Appends checkpoints to a file, once each. */
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
      if (tail.includes(note)) return
      await file.appendFile(`${note}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  },
})
