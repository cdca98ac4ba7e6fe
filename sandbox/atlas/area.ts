import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { World } from './world'

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
