import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import type { World } from './world'

/** A part of the world that one file of `areas/` describes: backups, search indexes, streams, federations. */
export type Area<T> = {
  name: string
  /** Of what is kept in the data file. */
  shape: z.ZodType<T>
  /** How it starts: recent dates count from now, transitions under way on `world.clock()`. */
  make(world: World): T
}

/** Puts things of an area into a project or organization that a test made, and answers their names and ids. */
export type Fill = (world: World, body: unknown) => unknown

const folder = join(import.meta.dirname, 'areas')

const isFill = (value: unknown): value is Fill => typeof value === 'function'

/** The `fill` of every file in `areas/`, by the file's name: what the control endpoint offers. */
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
