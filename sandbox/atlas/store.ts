import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { World } from './world'
import { makeWorld } from './world/make'
import { worldData } from './world/shapes'

/** Opens the state in a file, or creates it. @throws Error with a message when the file is something else */
export function openWorld(file: string | undefined, speed: number | undefined): World {
  if (!file || !existsSync(file)) return new World(makeWorld(Date.now()), speed)
  try {
    return new World(worldData.parse(JSON.parse(readFileSync(file, 'utf8'))), speed)
  } catch (cause) {
    throw new Error(
      `${file} does not contain a sandbox state. Remove it to start with a new one.`,
      {
        cause,
      },
    )
  }
}

const reportLost = (error: unknown) =>
  console.error(`The sandbox state could not be written: ${String(error)}`)

/** Saves the state to its file soon after each change, or immediately with `flush`. */
export class Store {
  private dirty = false
  private timer: NodeJS.Timeout | undefined
  private writing: Promise<void> = Promise.resolve()
  private readonly world: World
  private readonly file: string | undefined

  constructor(world: World, file: string | undefined) {
    this.world = world
    this.file = file
    if (file) mkdirSync(dirname(file), { recursive: true })
    world.changed = () => {
      this.dirty = true
      this.timer ??= setTimeout(() => void this.flush().catch(reportLost), 100)
    }
  }

  /** Resolves when every change made so far is on disk. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing = this.writing.catch(() => undefined).then(() => this.write())
    return this.writing
  }

  private async write(): Promise<void> {
    if (!this.dirty || !this.file) return
    this.dirty = false
    // Written to another file and renamed, so that a crash leaves a complete file.
    const beside = `${this.file}.next`
    const handle = await open(beside, 'w')
    await handle.writeFile(JSON.stringify(this.world.data))
    await handle.sync()
    await handle.close()
    await rename(beside, this.file)
  }
}
