import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import type { World } from './world'

/** One area of the sandbox's state, in one file of `areas/`: backups, search indexes, streams, federations. */
export type Area<T> = {
  name: string
  /** The schema of its data in the data file. */
  shape: z.ZodType<T>
  /** Its initial data. Recent dates are relative to now, transitions to `world.clock()`. */
  make(world: World): T
}

/** Adds resources of an area to a project or organization, and returns their names and ids. */
export type Fill = (world: World, body: unknown) => unknown

const folder = join(import.meta.dirname, 'areas')

const isFill = (value: unknown): value is Fill => typeof value === 'function'

/** The `fill` function of every file in `areas/`, by file name, for the control endpoint. */
export const fills: ReadonlyMap<string, Fill> = new Map(
  (
    await Promise.all(
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map(async (name) => {
          const { fill }: Record<string, unknown> = await import(
            pathToFileURL(join(folder, name)).href
          )
          return isFill(fill) ? [[name.slice(0, -3), fill] as const] : []
        }),
    )
  ).flat(),
)
