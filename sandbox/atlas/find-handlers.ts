import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SandboxFile } from './define'

const folder = join(import.meta.dirname, 'handlers')

const isFile = (value: unknown): value is SandboxFile =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((handler) => typeof handler === 'function')

const files = await Promise.all(
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(async (name): Promise<SandboxFile[]> => {
      const exported: Record<string, unknown> = await import(pathToFileURL(join(folder, name)).href)
      return Object.values(exported).filter(isFile)
    }),
)

/** Every Atlas operation that the sandbox answers, by operation id, from the exports of `handlers/`. */
export const handlers: SandboxFile = Object.assign({}, ...files.flat())
